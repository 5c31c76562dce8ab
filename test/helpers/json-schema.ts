/** A JSON Schema, as far as an editor's for our stack files goes. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

type Check = (value: unknown, limit: never, schema: JsonSchema) => string[];

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  array: Array.isArray,
  object: isMap,
};

const unless = (holds: boolean, problem: string) => (holds ? [] : [problem]);
const below = (place: string, problems: string[]) => problems.map((problem) => `${place}: ${problem}`);

/** The keywords of draft 2020-12 that our schema uses. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  type: (value, type: string | string[]) =>
    unless(
      [type].flat().some((one) => TYPES[one]?.(value)),
      `is no ${[type].flat().join(' or ')}`,
    ),
  enum: (value, allowed: unknown[]) => unless(allowed.includes(value), `${value} is not one of the values`),
  const: (value, only) => unless(value === only, `is not ${only}`),
  anyOf: (value, schemas: JsonSchema[]) => {
    const results = schemas.map((schema) => problemsOf(value, schema));
    return results.some((problems) => problems.length === 0) ? [] : results.flat();
  },
  pattern: (value, pattern: string) =>
    unless(typeof value !== 'string' || new RegExp(pattern, 'u').test(value), `${value} does not match ${pattern}`),
  minLength: (value, least: number) => unless(typeof value !== 'string' || value.length >= least, 'is too short'),
  maxLength: (value, most: number) => unless(typeof value !== 'string' || value.length <= most, 'is too long'),
  minimum: (value, least: number) => unless(typeof value !== 'number' || value >= least, `is below ${least}`),
  maximum: (value, most: number) => unless(typeof value !== 'number' || value <= most, `is above ${most}`),
  exclusiveMinimum: (value, bound: number) =>
    unless(typeof value !== 'number' || value > bound, `is not above ${bound}`),
  minItems: (value, least: number) => unless(!Array.isArray(value) || value.length >= least, 'has too few'),
  maxItems: (value, most: number) => unless(!Array.isArray(value) || value.length <= most, 'has too many'),
  items: (value, schema: JsonSchema) =>
    Array.isArray(value) ? value.flatMap((item, index) => below(`[${index}]`, problemsOf(item, schema))) : [],
  propertyNames: (value, schema: JsonSchema) =>
    isMap(value) ? Object.keys(value).flatMap((key) => below(key, problemsOf(key, schema))) : [],
  properties: (value, properties: Record<string, JsonSchema>) =>
    isMap(value)
      ? Object.entries(value).flatMap(([key, member]) => below(key, problemsOf(member, properties[key] ?? {})))
      : [],
  additionalProperties: (value, schema: JsonSchema | false, { properties = {} }) => {
    if (!isMap(value)) return [];
    const others = Object.entries(value).filter(([key]) => !Object.hasOwn(properties as object, key));
    return others.flatMap(([key, member]) =>
      below(key, schema === false ? ['is not known'] : problemsOf(member, schema)),
    );
  },
  required: (value, keys: string[]) =>
    isMap(value) ? keys.filter((key) => !(key in value)).map((key) => `${key} is missing`) : [],
  $schema: () => [],
  title: () => [],
  description: () => [],
  // What an editor shows instead of the pattern.
  patternErrorMessage: () => [],
  default: () => [],
  examples: () => [],
  // What the YAML language server offers in an empty file.
  defaultSnippets: () => [],
};

/** What is wrong with a value; fails on a keyword that is not known here, since it would go unchecked. */
export function problemsOf(value: unknown, schema: JsonSchema): string[] {
  return Object.entries(schema).flatMap(([keyword, limit]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`the keyword ${keyword} is not known`);
    return check(value, limit as never, schema);
  });
}

/** The schema with what it has under `$defs` wherever it refers to that. */
export function withoutReferences({ $defs = {}, ...schema }: JsonSchema): JsonSchema {
  const definitions = $defs as Readonly<Record<string, unknown>>;
  const resolve = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(resolve);
    if (!isMap(part)) return part;
    const { $ref, ...others } = part;
    if (typeof $ref !== 'string') {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolve(value)]));
    }
    const name = $ref.replace('#/$defs/', '');
    if (!Object.hasOwn(definitions, name) || Object.keys(others).length > 0) throw new Error(`cannot resolve ${$ref}`);
    return resolve(definitions[name]);
  };
  return resolve(schema) as JsonSchema;
}

/** Every field of a schema, by its path, groups and their fields included. */
export function fieldsOf(schema: JsonSchema, path = ''): [path: string, field: JsonSchema][] {
  const alternatives = (schema['anyOf'] ?? []) as JsonSchema[];
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  return [
    ...properties.flatMap(([name, field]): [string, JsonSchema][] => [
      [`${path}${name}`, field],
      ...fieldsOf(field, `${path}${name}.`),
    ]),
    ...alternatives.flatMap((alternative) => fieldsOf(alternative, path)),
  ];
}
