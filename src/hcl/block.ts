import { documentLines } from './json-document';
import { attributeLines, indented, literalLines, type Named, quotedTemplate, valueLines } from './value';

/** The nested blocks of a block, by name: Terraform's JSON syntax writes them like attributes. */
export interface NestedBlocks {
  readonly [name: string]: NestedBlocks;
}

export type Json = Readonly<Record<string, unknown>>;

/** Where Terraform takes names and addresses, which its JSON syntax has as text. */
const NAMES = new Set(['provider', 'ignore_changes', 'replace_triggered_by', 'depends_on', 'from', 'to', 'iterator']);

/** Read first. */
const FIRST = ['count', 'for_each', 'provider', 'to', 'from'];
const NAME_FIRST = ['name', 'name_prefix', 'family', 'cluster_name', 'role', 'queue_url', 'secret_id'];

/** Blocks that any resource or data source may have. */
const CHECK: NestedBlocks = { precondition: {}, postcondition: {} };
export const META: NestedBlocks = { lifecycle: CHECK };

/** A block, with what stands in its first line: `resource "aws_vpc" "main"`. */
export function blockLines(head: string, block: Json, nested: NestedBlocks): string[] {
  const body = bodyLines(block, nested);
  return body.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(body), '}'];
}

/** A comment of the inventory, above its block. */
export function commented(block: Json, lines: readonly string[]): string[] {
  const comment = block['//'];
  return typeof comment === 'string' ? [...commentLines(comment), ...lines] : [...lines];
}

const WIDEST_COMMENT = 100;

function commentLines(comment: string): string[] {
  const lines: string[] = [];
  for (const word of comment.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 3 > WIDEST_COMMENT) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `# ${line}`);
}

function bodyLines(block: Json, nested: NestedBlocks): string[] {
  const members = Object.entries(block).filter(([name]) => name !== '//');
  const isBlock = (name: string) => Object.hasOwn(nested, name) || name === 'dynamic';
  const attributes = members.filter(([name]) => !isBlock(name) && name !== 'depends_on');
  const blocks = members.filter(([name]) => isBlock(name) && name !== 'lifecycle');
  const rest = attributes.filter(([name]) => !FIRST.includes(name));
  const parts = [
    attributeLines(FIRST.flatMap((name) => attributes.filter(([other]) => other === name)).map(attribute)),
    attributeLines(
      documentsLast(
        [
          ...NAME_FIRST.flatMap((name) => rest.filter(([other]) => other === name)),
          ...rest.filter(([name]) => !NAME_FIRST.includes(name)),
        ].map(attribute),
      ),
    ),
    ...blocks.flatMap(([name, value]) => nestedLines(name, value, nested)),
    ...members.filter(([name]) => name === 'lifecycle').flatMap(([name, value]) => nestedLines(name, value, nested)),
    attributeLines(members.filter(([name]) => name === 'depends_on').map(attribute)),
  ];
  return separated(parts);
}

/** Between two documents of fifty lines, a line is not found. */
function documentsLast(attributes: readonly Named[]): Named[] {
  const isLine = ({ lines }: Named) => lines.length === 1;
  return [...attributes.filter(isLine), ...attributes.filter((one) => !isLine(one))];
}

/** Parts with an empty line between them. */
export function separated(parts: readonly (readonly string[])[]): string[] {
  return parts.filter(({ length }) => length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function nestedLines(name: string, value: unknown, nested: NestedBlocks): string[][] {
  const blocks = (Array.isArray(value) ? value : [value]) as Json[];
  if (name !== 'dynamic') return blocks.map((block) => blockLines(name, block, nested[name] ?? {}));
  return blocks.flatMap((labelled) =>
    Object.entries(labelled).flatMap(([label, one]) =>
      ((Array.isArray(one) ? one : [one]) as Json[]).map((block) =>
        blockLines(`dynamic "${label}"`, block, { content: nested[label] ?? {} }),
      ),
    ),
  );
}

export function attribute([name, value]: readonly [string, unknown]): Named {
  const column = name.length + 5;
  if (NAMES.has(name) && isNames(value)) return { name, lines: nameLines(value) };
  return { name, lines: (typeof value === 'string' && documentLines(name, value)) || valueLines(value, column) };
}

function isNames(value: unknown): value is string | readonly string[] {
  return [value].flat().every((one) => typeof one === 'string' && /^[A-Za-z_][\w.[\]"*-]*$/.test(one));
}

function nameLines(value: string | readonly string[]): string[] {
  if (typeof value === 'string') return [value];
  return value.length < 2 ? [`[${value.join(', ')}]`] : ['[', ...indented(value.map((name) => `${name},`)), ']'];
}

/** An attribute that Terraform's JSON syntax takes literally. */
export function literalAttribute(name: string, value: unknown): Named {
  return { name, lines: literalLines(value, name.length + 5) };
}

export function label(text: string): string {
  return quotedTemplate(text);
}
