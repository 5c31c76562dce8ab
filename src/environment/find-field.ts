import { inTable } from '../values/in-table';
import type { JsonSchema } from './field-in-words';
import { stackFileSchema } from './stack-file-schema';

/** A field of the stack file, found by its path. */
export interface FoundField {
  /** As a stack file has it, with `NAME` for a name of the user's own and `[]` for an entry of a list. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  /** The paths of the fields in it. */
  readonly members: readonly FoundField[];
}

const EXTENDS: JsonSchema = {
  type: 'string',
  description:
    'Files to build on, relative to this one: a name or a list of names; of several, later ones win. Mappings merge, lists and values replace, null removes.',
  examples: ['_base.yaml'],
};

/** The field at `path`, at any depth: `worker.sidecars.agent.image`, `workers.NAME.worker_cpu`, `network.egress[0].port`. */
export function findField(path: string): FoundField | undefined {
  return partsOf(path).reduce<FoundField | undefined>((parent, part) => parent && memberOf(parent, part), root());
}

let known: FoundField | undefined;

function root(): FoundField {
  known ??= wholeFile();
  return known;
}

function wholeFile(): FoundField {
  const schema = stackFileSchema();
  return toField('', { ...schema, properties: { extends: EXTENDS, ...schema.properties } }, { isRequired: true });
}

function toField(path: string, schema: JsonSchema, { isRequired = false } = {}): FoundField {
  return {
    path,
    schema,
    isRequired,
    get members() {
      return membersOf(path, schema);
    },
  };
}

/** The fields that may stand in a field, in whatever way that is written. */
function membersOf(path: string, schema: JsonSchema): FoundField[] {
  const { properties = {}, required = [], additionalProperties: named, items, anyOf = [] } = schema;
  const own = Object.entries(properties).map(([name, member]) =>
    toField(join(path, name), member, { isRequired: required.includes(name) }),
  );
  const any = typeof named === 'object' && Object.keys(properties).length === 0 ? membersOf(`${path}.NAME`, named) : [];
  const all = [
    ...own,
    ...any,
    ...(items ? membersOf(`${path}[]`, items) : []),
    ...anyOf.flatMap((way) => membersOf(path, way)),
  ];
  return [...new Map(all.map((member) => [member.path, member])).values()];
}

function memberOf({ path, schema }: FoundField, part: string): FoundField | undefined {
  const { properties = {}, required = [], additionalProperties: named, items, anyOf = [] } = schema;
  const member = inTable(properties, part);
  if (member !== undefined) return toField(join(path, part), member, { isRequired: required.includes(part) });
  if (items !== undefined) {
    if (part === '[]') return toField(`${path}[]`, items);
    const inEntry = memberOf(toField(`${path}[]`, items), part);
    if (inEntry !== undefined) return inEntry;
  }
  for (const way of anyOf) {
    const found = memberOf(toField(path, way), part);
    if (found !== undefined) return found;
  }
  if (typeof named !== 'object') return undefined;
  const names = fixedNames(schema);
  if (names === undefined) return toField(`${path}.NAME`, named);
  return names.includes(part) ? toField(join(path, part), named) : undefined;
}

/** The names that a mapping allows, where they are not the user's own. */
function fixedNames({ propertyNames }: JsonSchema): readonly string[] | undefined {
  return (propertyNames as JsonSchema | undefined)?.enum as readonly string[] | undefined;
}

/** `a[0].b` and `a[].b` alike. */
function partsOf(path: string): string[] {
  return path
    .replace(/\[\d*\]/g, '.[]')
    .split('.')
    .filter((part) => part !== '');
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
