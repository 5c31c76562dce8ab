import * as z from 'zod';
import { configSchema } from './schema';

interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Every field of a stack file for people: its type, its limits, its default, and what it does. */
export function fieldReference(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  const fields = Object.entries(schema.properties ?? {});
  const groups = fields.filter(([, field]) => groupOf(field) !== undefined);
  const places = new Map<string, string>();
  return [
    '# Fields of a stack file',
    '',
    'Generated from the schema. `NAME` stands for a name of your own, `[]` for each entry of a list. A default that',
    'depends on the preset or on another field stands in the text. An editor shows the same as you type, by',
    '`environment.schema.json`.',
    '',
    table(
      fields.map(([name, field]) => row(name, field, schema.required?.includes(name) === true, groups)),
      'Field',
    ),
    ...groups.flatMap(([name, field]) => ['', `## ${name}`, '', ...group(name, field, places)]),
    '',
  ].join('\n');
}

/** The members of a group, of what is within it too. What was shown before is named, and not shown again. */
function group(name: string, field: JsonSchema, places: Map<string, string>): string[] {
  const rows = members(name, field, places);
  return [...(field.description === undefined ? [] : [escaped(field.description), '']), table(rows, 'Field')];
}

function members(path: string, field: JsonSchema, places: Map<string, string>): string[][] {
  const { prefix, schema } = groupOf(field) as Group;
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const place = `${path}${prefix}.${name}`;
    const own = row(place, member, schema.required?.includes(name) === true, []);
    const inner = groupOf(member);
    if (inner === undefined) return [own];
    const text = JSON.stringify(inner.schema);
    const shown = places.get(text);
    if (shown !== undefined) return [[...own.slice(0, -1), `${own.at(-1)} Its fields: as ${code(shown)}.`]];
    places.set(text, `${place}${inner.prefix}`);
    return [own, ...members(place, member, places)];
  });
}

interface Group {
  /** What stands between the field and its members: a name of the user's, an entry of a list. */
  readonly prefix: string;
  readonly schema: JsonSchema;
}

/** The fields that a field has, if it may be written as a mapping, a mapping of these, or a list of these. */
function groupOf(field: JsonSchema): Group | undefined {
  if (field.properties !== undefined) return { prefix: '', schema: field };
  const { additionalProperties: named, items, anyOf = [] } = field;
  const under = (prefix: string, inner: JsonSchema | undefined): Group | undefined => {
    const found = inner && groupOf(inner);
    return found && { ...found, prefix: `${prefix}${found.prefix}` };
  };
  return (
    under('.NAME', typeof named === 'object' ? named : undefined) ??
    under('[]', items) ??
    anyOf.map(groupOf).find((found) => found !== undefined)
  );
}

function row(
  name: string,
  field: JsonSchema,
  isRequired: boolean,
  groups: readonly (readonly [string, JsonSchema])[],
): string[] {
  const linked = groups.some(([other]) => other === name) ? `[${code(name)}](#${name})` : code(name);
  return [linked, typeOf(field), isRequired ? 'required' : defaultOf(field), escaped(field.description ?? '')];
}

function defaultOf({ default: fallback }: JsonSchema): string {
  if (fallback === undefined) return '';
  const isEmpty = typeof fallback === 'object' && fallback !== null && Object.keys(fallback).length === 0;
  return isEmpty ? '' : code(JSON.stringify(fallback));
}

/** What may be written, with its limits. */
function typeOf(field: JsonSchema): string {
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeOf))].join(', or ');
  if (field.enum !== undefined) return field.enum.map((value) => code(String(value))).join(', ');
  if (field.const !== undefined) return code(String(field.const));
  switch (field.type) {
    case 'string':
      return escaped(String(field['patternErrorMessage'] ?? 'string').replace(/^must be /, ''));
    case 'integer':
      return `whole number${bounds(field)}`;
    case 'number':
      return `number${bounds(field)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return `list of ${field.items ? typeOf(field.items) : 'anything'}`;
    case 'object':
      return typeof field.additionalProperties === 'object'
        ? `mapping of names to ${typeOf(field.additionalProperties)}`
        : 'mapping';
    default:
      return 'anything';
  }
}

/** zod bounds every whole number by what JavaScript can count to, which tells a reader nothing. */
function bounds({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const isLimit = (bound: unknown) => bound !== undefined && Math.abs(Number(bound)) !== Number.MAX_SAFE_INTEGER;
  const least = isLimit(minimum) ? `${minimum}` : isLimit(exclusiveMinimum) ? `above ${exclusiveMinimum}` : '';
  const most = isLimit(maximum) ? `${maximum}` : '';
  if (least !== '' && most !== '') return `, ${least} to ${most}`;
  if (least !== '') return least.startsWith('above') ? `, ${least}` : `, at least ${least}`;
  return most === '' ? '' : `, at most ${most}`;
}

function table(rows: readonly (readonly string[])[], first: string): string {
  const lines = [[first, 'Type and limits', 'Default', 'What it does'], ['---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<>*_]/g, '\\$&');
}
