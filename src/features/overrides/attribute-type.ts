/** What of a type a person reads: one value, and several. */
const IN_WORDS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: ['a string', 'strings'],
  number: ['a number', 'numbers'],
  bool: ['true or false', 'booleans'],
};

/** A value of the stack file as it is: Terraform makes no list of a mapping, and no mapping of a text. */
type Shape = 'text' | 'list' | 'mapping';

/** What is allowed instead of a value by the type of its attribute. Undefined where Terraform takes or converts it. */
export function allowedInstead(value: unknown, type: string): string | undefined {
  if (fits(value, type)) return undefined;
  const [kind, of] = collectionOf(type) ?? [];
  const members = of === undefined ? undefined : membersOf(of);
  if (members !== undefined) {
    return `a list of mappings, each with ${Object.keys(members).join(', ')}: null where there is no value`;
  }
  if (kind === 'map') return `a mapping of names to ${severalOf(of)}, for example {name: value}`;
  if (kind !== undefined) return `a list of ${severalOf(of)}, for example ${exampleOf(value)}`;
  const document = type === 'string' && shapeOf(value) !== 'text' ? ', or a JSON document as ${jsonencode(…)}' : '';
  return `${IN_WORDS[type]?.[0] ?? type}${document}`;
}

function fits(value: unknown, type: string): boolean {
  if (value === null || type === 'any' || isExpression(value)) return true;
  const members = membersOf(type);
  if (members !== undefined) return fitsObject(value, members);
  const [kind, of = ''] = collectionOf(type) ?? [];
  if (kind === undefined) return fitsPrimitive(value, type);
  if (shapeOf(value) !== (kind === 'map' ? 'mapping' : 'list')) return false;
  // Of a mapping Terraform leaves out a null; the provider refuses one in a list.
  return Object.values(value as object).every((item) => (item !== null || kind === 'map') && fits(item, of));
}

/** Terraform asks for each member, and forgets others. */
function fitsObject(value: unknown, members: Readonly<Record<string, string>>): boolean {
  if (shapeOf(value) !== 'mapping') return false;
  const names = Object.keys(value as object);
  return (
    names.length === Object.keys(members).length &&
    names.every((name) => Object.hasOwn(members, name) && fits((value as Members)[name], members[name] ?? ''))
  );
}

type Members = Readonly<Record<string, unknown>>;

/** The types of an object's members: `object({a=string, b=list(string)})`. */
function membersOf(type: string): Record<string, string> | undefined {
  const [, members] = /^object\(\{(.*)\}\)$/.exec(type) ?? [];
  return members === undefined
    ? undefined
    : Object.fromEntries(members.split(', ').map((member) => member.split('=') as [string, string]));
}

function collectionOf(type: string): [kind: string, of: string] | undefined {
  const [, kind, of] = /^(list|set|map)\((.*)\)$/.exec(type) ?? [];
  return kind === undefined || of === undefined ? undefined : [kind, of];
}

function severalOf(type = ''): string {
  return IN_WORDS[type]?.[1] ?? 'lists';
}

function exampleOf(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/-]+$/.test(value) ? `[${value}]` : '[a, b]';
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'mapping' : 'text';
}

/** Whether nothing but Terraform knows what the value is. */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^[$%]\{.*\}$/s.test(value);
}

/** Terraform converts numbers and booleans to strings, and their texts back. */
function fitsPrimitive(value: unknown, type: string): boolean {
  if (typeof value === 'object') return false;
  if (typeof value === 'string' && /[$%]\{/.test(value)) return true;
  if (type === 'number') return typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value));
  if (type === 'bool') return typeof value === 'boolean' || ['true', 'false', '1', '0'].includes(value as string);
  return true;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
