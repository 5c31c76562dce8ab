import { pathOfField } from '../stack-file/path';
import { changeInWords } from '../values/changes';
import { exampleAt } from './expected-shape';
import { defaultInWords, type JsonSchema, type Style, typeInWords } from './field-in-words';
import { stackFileSchema } from './stack-file-schema';

const MARKDOWN: Style = { code, text: escaped };

/** Every field of a stack file for people: its type, its limits, its default, and what it does. */
export function fieldReference(): string {
  const schema = stackFileSchema();
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
    'What a change does is what `terraform plan` shows when the field alone changes, is added or is removed. Where a thing',
    'is replaced, the new one is created first and its users move to it, unless the text says "with a gap". A group that',
    'is added or removed as a whole does this of each field in it too.',
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
    if (shown !== undefined) return [withText(own, `Its fields: as ${code(shown)}.`)];
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
  const fallback = defaultInWords(field);
  const unset = fallback === undefined ? '' : code(fallback);
  return [
    linked,
    typeInWords(field, MARKDOWN),
    isRequired ? 'required' : unset,
    code(exampleAt(pathOfField(name)) ?? ''),
    escaped(field.description ?? ''),
    field.change === undefined ? '' : escaped(changeInWords(field.change)),
  ];
}

const TITLES = ['Type and limits', 'Default', 'Example', 'What it does', 'A change'];

/** The row with one more sentence of what the field does. */
function withText(cells: readonly string[], sentence: string): string[] {
  return cells.map((cell, index) => (index === 1 + TITLES.indexOf('What it does') ? `${cell} ${sentence}` : cell));
}

function table(rows: readonly (readonly string[])[], first: string): string {
  const titles = [first, ...TITLES];
  const lines = [titles, titles.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<>*_]/g, '\\$&');
}
