import type * as z from 'zod';
import type { Path } from '../stack-file/path';
import { configSchema } from './schema';

/** The description of a field of the stack file. */
export function descriptionOf(path: string): string | undefined {
  const field = shapeOf(configSchema)?.[path] as z.ZodType | undefined;
  return field?.description;
}

/** The fields that the schema has where `path` leads; where a value may be written in several ways, those of all. */
export function fieldsAt(path: Path): string[] {
  const schemas = path.reduce<unknown[]>(
    (parents, part) => parents.flatMap((parent) => waysOf(childOf(parent, part))),
    waysOf(configSchema),
  );
  return schemas.flatMap((schema) => (shapeOf(schema) ? Object.keys(shapeOf(schema) ?? {}) : keysOf(schema)));
}

function childOf(schema: unknown, part: string | number): unknown {
  const { element, valueType } = schema as { element?: unknown; valueType?: unknown };
  return shapeOf(schema)?.[part] ?? element ?? valueType;
}

/** The keys of a map that has no others. */
function keysOf(schema: unknown): string[] {
  const { keyType } = schema as { keyType?: { options?: string[] } };
  return keyType?.options ?? [];
}

/** The schemas under what only wraps them: a default, a conversion, a choice. */
function waysOf(schema: unknown): unknown[] {
  if (schema === undefined) return [];
  const { def, options, unwrap } = schema as { def?: { in?: unknown }; options?: unknown[]; unwrap?: () => unknown };
  if (def?.in !== undefined) return waysOf(def.in);
  if (Array.isArray(options)) return options.flatMap(waysOf);
  return typeof unwrap === 'function' && !('element' in (schema as object))
    ? waysOf((schema as { unwrap(): unknown }).unwrap())
    : [schema];
}

function shapeOf(schema: unknown): Record<string | number, unknown> | undefined {
  const { def, shape } = (schema ?? {}) as { def?: { in?: unknown }; shape?: Record<string | number, unknown> };
  return shape ?? (def?.in === undefined ? undefined : shapeOf(def.in));
}
