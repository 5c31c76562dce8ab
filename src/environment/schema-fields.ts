import * as z from 'zod';
import type { Path } from '../stack-file/path';
import { configSchema, fields } from './schema';

/** A schema under what only wraps it: a default, a conversion, a choice. */
export type PlainSchema = Exclude<z.core.$ZodTypes, z.core.$ZodUnion | z.core.$ZodPipe>;

/** The description of a field of the stack file. */
export function descriptionOf(path: Path): string | undefined {
  return writtenAt(path)
    .map((schema) => z.globalRegistry.get(schema)?.description)
    .find((text) => text !== undefined);
}

/** The fields that the schema has at a path; where a value may be written in several ways, those of all. */
export function fieldsAt(path: Path): string[] {
  // Without the schemas of them all.
  return path.length === 0 ? Object.keys(fields) : schemasAt(path).flatMap(fieldsOf);
}

/** The ways to write a value at a path. */
export function schemasAt(path: Path): PlainSchema[] {
  return writtenAt(path).flatMap(waysOf);
}

/** The schemas at a path with what wraps them, which has descriptions and examples. */
export function writtenAt(path: Path): z.core.$ZodType[] {
  const [first, ...below] = path;
  if (first === undefined) return [configSchema];
  // The schema of the whole file would put together those of all its groups.
  const field = Object.hasOwn(fields, first) ? fields[first as keyof typeof fields] : undefined;
  return below.reduce<z.core.$ZodType[]>(
    (parents, part) => parents.flatMap(waysOf).flatMap((parent) => childOf(parent, part) ?? []),
    field === undefined ? [] : [field],
  );
}

/** The names that a mapping allows, if it has fixed ones. */
export function fieldsOf(schema: PlainSchema): string[] {
  const { def } = schema._zod;
  if (def.type === 'object') return Object.keys(def.shape);
  if (def.type !== 'record') return [];
  return waysOf(def.keyType).flatMap(({ _zod: { def: key } }) =>
    key.type === 'enum' ? Object.values(key.entries).map(String) : [],
  );
}

function childOf(schema: PlainSchema, part: string | number): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return def.shape[part];
    case 'record':
      return def.valueType;
    case 'array':
      return typeof part === 'number' ? def.element : undefined;
    default:
      return undefined;
  }
}

export function waysOf(schema: z.core.$ZodType): PlainSchema[] {
  const known = schema as z.core.$ZodTypes;
  const { def } = known._zod;
  switch (def.type) {
    case 'union':
      return def.options.flatMap(waysOf);
    case 'pipe':
      return waysOf(def.in);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return waysOf(def.innerType);
    default:
      return [known as PlainSchema];
  }
}
