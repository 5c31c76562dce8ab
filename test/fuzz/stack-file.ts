import fc from 'fast-check';
import type * as z from 'zod';
import { exampleValueAt } from '../../src/environment/expected-shape';
import { configSchema } from '../../src/environment/schema';
import type { Path } from '../../src/stack-file/path';
import { EXAMPLES } from '../../src/values/fields';
import { REQUIRED } from '../helpers/stack-files';

type Values = fc.Arbitrary<unknown>;

/** What only names a file or an account of whoever applies. */
const LEFT_OUT: readonly string[] = ['terraform', 'overrides', 'acknowledge', 'preset'];

/** Stack files that look right: the required fields, and a few groups with values that the schema allows. */
export function stackFiles(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const shape = shapeOf(configSchema);
  const fields = Object.keys(shape).filter((name) => !LEFT_OUT.includes(name));
  const values = Object.fromEntries(fields.map((name) => [name, valuesOf(shape[name] as z.core.$ZodType, [name])]));
  return fc
    .uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 4 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, values[name] as Values]))))
    .map((some) => ({ ...REQUIRED, ...some }));
}

/** Values that a schema allows, at its limits more often than by chance. It does not follow the rules between fields. */
function valuesOf(schema: z.core.$ZodType, path: Path): Values {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return valuesOf(def.innerType, path);
    case 'pipe':
      return valuesOf(def.in, path);
    case 'union':
      return fc.oneof(...def.options.map((option) => valuesOf(option, path)));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return numbers(schema as z.ZodNumber);
    case 'string':
      return strings(schema as z.ZodString, path);
    case 'array':
      return fc.array(valuesOf(def.element, [...path, 0]), { minLength: 1, maxLength: 2 });
    case 'record':
      return fc.dictionary(names(def.keyType, path), valuesOf(def.valueType, [...path, 'NAME']), {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      });
    case 'object':
      return members(schema, path);
    case 'null':
      return fc.constant(null);
    case 'unknown':
    case 'any':
      return fc.oneof(fc.constantFrom('text ${x}', 1, true), fc.constant({ a: ['b'] }));
    default:
      throw new Error(`no values for a schema of this kind, at ${path.join('.')}: ${def.type}`);
  }
}

/** A mapping with the required members and few of the others. */
function members(schema: z.core.$ZodType, path: Path): Values {
  const shape = shapeOf(schema);
  const all = Object.entries(shape);
  const required = all
    .filter(([, member]) => (member as z.core.$ZodTypes)._zod.optin === undefined)
    .map(([name]) => name);
  const others = all.map(([name]) => name).filter((name) => !required.includes(name));
  const values = Object.fromEntries(all.map(([name, member]) => [name, valuesOf(member, [...path, name])]));
  const pick = (names: readonly string[]) =>
    fc.record(Object.fromEntries([...required, ...names].map((name) => [name, values[name] as Values])));
  return others.length === 0
    ? pick([])
    : fc
        .subarray(others, { minLength: required.length > 0 ? 0 : 1, maxLength: Math.min(3, others.length) })
        .chain(pick);
}

function numbers(schema: z.ZodNumber): Values {
  const least = Math.max(schema.minValue ?? -1000, -1_000_000_000);
  const most = Math.min(schema.maxValue ?? 1000, 1_000_000_000);
  if (!schema.isInt) return fc.oneof(fc.constantFrom(most), fc.integer({ min: Math.ceil(least + 0.5), max: most }));
  return fc.oneof(
    fc.constantFrom(least, most),
    fc.integer({ min: least, max: most }),
    fc.integer({ min: least, max: Math.min(least + 10, most) }),
  );
}

/** Texts of the field's pattern, where fast-check can make them, and examples. */
function strings(schema: z.ZodString, path: Path): Values {
  const examples = [EXAMPLES.get(schema)?.example ?? exampleValueAt(path)].filter((one) => typeof one === 'string');
  const ways: Values[] = examples.map((example) => fc.constant(example));
  const patterns = checksOf(schema).flatMap((check) =>
    'pattern' in check && check.pattern instanceof RegExp ? [check.pattern] : [],
  );
  const [pattern] = patterns;
  if (pattern === undefined) {
    if (ways.length === 0)
      ways.push(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom('${x}', '"', "it's", 'ä', '%{ if true }'));
  } else {
    const made = matching(pattern);
    if (made !== undefined) ways.push(made);
  }
  if (ways.length === 0) throw new Error(`nothing makes a text for ${path.join('.')}: ${pattern}`);
  return fc.oneof(...ways);
}

function checksOf(schema: z.core.$ZodType): readonly object[] {
  return (schema._zod.def.checks ?? []).map((check) => check._zod.def);
}

const MATCHING = new Map<string, Values | undefined>();

/** Made once for all fields of a pattern: fast-check takes some ten milliseconds for each. */
function matching(pattern: RegExp): Values | undefined {
  if (!MATCHING.has(pattern.source)) MATCHING.set(pattern.source, textsOf(pattern));
  return MATCHING.get(pattern.source);
}

/** fast-check makes no texts for a pattern that looks ahead. */
function textsOf(pattern: RegExp): Values | undefined {
  try {
    return fc.stringMatching(pattern, { size: 'small' });
  } catch {
    return undefined;
  }
}

function names(schema: z.core.$ZodType, path: Path): fc.Arbitrary<string> {
  return valuesOf(schema, [...path, 'NAME']).map(String);
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return def.shape;
  if (def.type === 'pipe') return shapeOf(def.in);
  throw new Error(`a ${def.type} has no fields`);
}
