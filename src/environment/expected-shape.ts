import type * as z from 'zod';
import { inYaml } from '../stack-file/in-yaml';
import type { Path } from '../stack-file/path';
import { EXAMPLES } from '../values/fields';
import { fieldsOf, type PlainSchema, schemasAt, waysOf, writtenAt } from './schema-fields';

/** The shapes that a value may have at a path, for the sentence "must be …". */
export function shapesAt(path: Path): string {
  return listed(schemasAt(path).map(shapeOf), ', or ');
}

/** A value that a stack file may have at a path. */
export function exampleValueAt(path: Path): unknown {
  const [schema] = writtenAt(path);
  return schema && exampleOf(schema);
}

/** What a stack file may have at a path, for the hint "for example …". */
export function exampleAt(path: Path): string | undefined {
  const example = exampleValueAt(path);
  if (example === undefined) return undefined;
  const name = path.at(-1);
  return inYaml(typeof name === 'string' ? { [name]: example } : example);
}

/** A hint at what a stack file may have at a path. */
export function exampleHint(path: Path): string | undefined {
  const example = exampleAt(path);
  return example === undefined ? undefined : `for example ${example}`;
}

function shapeOf(schema: PlainSchema): string {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return 'a string';
    case 'number':
      return isWhole(def) ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'literal':
      return def.values.join(', ');
    case 'enum':
      return `one of ${Object.values(def.entries).join(', ')}`;
    case 'array':
      return `a list of ${manyOf(def.element)}`;
    case 'object':
      return `a mapping with these fields: ${fieldsOf(schema).join(', ')}`;
    case 'record':
      return fieldsOf(schema).length > 0
        ? `a mapping with these keys: ${fieldsOf(schema).join(', ')}`
        : `a mapping of names to ${manyOf(def.valueType)}`;
    default:
      return def.type === 'null' ? 'null' : 'any value';
  }
}

/** The shape of each entry, in the plural. */
function manyOf(schema: z.core.$ZodType): string {
  return listed(waysOf(schema).map(pluralOf), ' or ');
}

function pluralOf({ _zod: { def } }: PlainSchema): string {
  switch (def.type) {
    case 'string':
      return 'strings';
    case 'number':
      return isWhole(def) ? 'whole numbers' : 'numbers';
    case 'enum':
      return `these values: ${Object.values(def.entries).join(', ')}`;
    case 'array':
      return 'lists';
    case 'object':
    case 'record':
      return 'mappings';
    default:
      return def.type === 'null' ? 'null' : 'values of any kind';
  }
}

function listed(words: readonly string[], separator: string): string {
  return [...new Set(words)].join(separator);
}

function isWhole(def: z.core.$ZodNumberDef): boolean {
  return 'format' in def && String(def.format).endsWith('int');
}

/** The registered example, or the smallest useful value: what is required, or else the first field. */
function exampleOf(schema: z.core.$ZodType): unknown {
  const own = EXAMPLES.get(schema)?.example;
  if (own !== undefined) return own;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'prefault':
      return exampleOf(def.innerType);
    case 'default':
      return typeof def.defaultValue === 'object' ? exampleOf(def.innerType) : def.defaultValue;
    case 'pipe':
      return exampleOf(def.in);
    case 'union':
      return exampleOf(def.options.find((option) => !isLiteral(option)) ?? (def.options[0] as z.core.$ZodType));
    case 'literal':
      return def.values[0];
    case 'enum':
      return Object.values(def.entries)[0];
    case 'boolean':
      return true;
    case 'number':
      return leastOf(def);
    case 'array':
      return [exampleOf(def.element)];
    case 'record':
      return { [String(exampleOf(def.keyType))]: exampleOf(def.valueType) };
    case 'object': {
      const fields = Object.entries(def.shape);
      const required = fields.filter(([, field]) => !(field as z.core.$ZodTypes)._zod.optin);
      const shown = required.length > 0 ? required : fields.slice(0, 1);
      return Object.fromEntries(shown.map(([name, field]) => [name, exampleOf(field)]));
    }
    default:
      return 'text';
  }
}

/** The least number that is allowed. */
function leastOf({ checks = [] }: z.core.$ZodNumberDef): number {
  const bounds = checks.map(({ _zod: { def } }) => def as z.core.$ZodCheckGreaterThanDef);
  const bound = bounds.find(({ check }) => check === 'greater_than');
  return bound === undefined ? 1 : Number(bound.value) + (bound.inclusive ? 0 : 1);
}

function isLiteral(schema: z.core.$ZodType): boolean {
  return schema._zod.def.type === 'literal';
}
