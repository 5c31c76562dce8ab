import { templateParts } from './template-parts';
import { Expression, literal } from './terraform-text';

type Block = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, unknown>>;

/** Characters of a line that people still read, and that tools show in full. */
export const LONGEST_LINE = 2000;

/** What stands before an attribute of a resource: its indent, quotes, colon and comma. */
const AROUND_ATTRIBUTE = 14;

/**
 * Moves each JSON document that would be a line of its own, too long to read, into a local value, where it has a line for
 * each of its members. jsonencode writes the same JSON from it, so an applied stack plans to no change.
 */
export function withoutLongLines(document: Document): Document {
  const { resource = {}, locals = {} } = document as Readonly<Record<string, Block>>;
  const added: Record<string, unknown> = {};
  const shortened = mapBlocks(resource, (type, name, attributes) =>
    Object.fromEntries(
      Object.entries(attributes).map(([attribute, value]) => {
        const data = isTooLong(attribute, value) ? documentData(value) : undefined;
        if (data === undefined) return [attribute, value];
        const local = [`${name}_${attribute}`, `${type}_${name}_${attribute}`].find(
          (free) => !(free in locals) && !(free in added),
        );
        if (local === undefined) throw new Error(`no name is left for ${attribute} of ${type}.${name}`);
        added[local] = data;
        return [attribute, new Expression(`jsonencode(local.${local})`).toString()];
      }),
    ),
  );
  if (Object.keys(added).length === 0) return document;
  return sorted({ ...document, locals: sorted({ ...locals, ...added }), resource: shortened });
}

function isTooLong(attribute: string, value: unknown): value is string {
  // No character takes more than six in JSON.
  if (typeof value !== 'string' || value.length < LONGEST_LINE / 7) return false;
  return JSON.stringify(value).length + attribute.length + AROUND_ATTRIBUTE > LONGEST_LINE;
}

function mapBlocks(resource: Block, change: (type: string, name: string, attributes: Block) => Block): Block {
  return Object.fromEntries(
    Object.entries(resource).map(([type, named]) => [
      type,
      Object.fromEntries(
        Object.entries(named as Block).map(([name, attributes]) => [name, change(type, name, attributes as Block)]),
      ),
    ]),
  );
}

function sorted(block: Block): Block {
  return Object.fromEntries(Object.entries(block).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Stand for an expression within JSON: no text of a stack file has them, or nothing is changed. */
const [BEGIN, END] = ['\uF8F0', '\uF8F1'];
const STANDS_FOR_EXPRESSION = new RegExp(`${BEGIN}(\\d+)${END}`);

/** Environments of one shape have most of their documents in common. */
const known = new Map<string, unknown>();
const MOST_KNOWN = 100;

/**
 * The document that `json` of terraform-text.ts wrote, as data whose strings are templates again; undefined for text that
 * it did not write.
 */
export function documentData(template: string): unknown {
  if (known.has(template)) return known.get(template);
  if (known.size === MOST_KNOWN) known.clear();
  const data = readData(template);
  known.set(template, data);
  return data;
}

function readData(template: string): unknown {
  if (template.includes(BEGIN) || template.includes(END)) return undefined;
  const expressions: Expression[] = [];
  let isInString = false;
  const text = templateParts(template)
    .map((part) => {
      if (typeof part === 'string') {
        for (const [sign] of part.matchAll(/\\.|"/g)) if (sign === '"') isInString = !isInString;
        return part;
      }
      expressions.push(isInString ? part : wholeValue(part));
      const mark = `${BEGIN}${expressions.length - 1}${END}`;
      return isInString ? mark : JSON.stringify(mark);
    })
    .join('');
  const restored = (value: string): string =>
    value.includes(BEGIN)
      ? value
          .split(STANDS_FOR_EXPRESSION)
          .map((piece, index) => (index % 2 === 0 ? literal(piece) : String(expressions[Number(piece)])))
          .join('')
      : literal(value);
  const data = parsed(text);
  return typeof data === 'object' && data !== null ? restoreStrings(data, restored) : undefined;
}

/** A value that `json` leaves to Terraform's jsonencode. */
function wholeValue({ code }: Expression): Expression {
  const inner = /^jsonencode\((.*)\)$/s.exec(code)?.[1];
  return new Expression(inner ?? `jsondecode(${code})`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function restoreStrings(value: unknown, restored: (text: string) => string): unknown {
  if (typeof value === 'string') return restored(value);
  if (Array.isArray(value)) return value.map((member) => restoreStrings(member, restored));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [restored(key), restoreStrings(member, restored)]),
  );
}
