/** A JSON Schema, or true or false, which are schemas too. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** What is shorter than this reads better where it is used. */
const WORTH_A_NAME = 250;

/** The same schema with all that stands in it several times under `$defs`, once, by the name of a field that has it. */
export function withSharedParts(schema: Schema): Schema {
  const shared = repeated(schema);
  const names = namesOf(shared);
  const refer = (part: Schema): Schema => {
    const name = names.get(JSON.stringify(part));
    return name === undefined ? mapParts(part, refer) : { $ref: `#/$defs/${name}` };
  };
  const $defs = Object.fromEntries(
    [...shared].map(([text]) => [names.get(text) as string, mapParts(JSON.parse(text), refer)]),
  );
  return { ...mapParts(schema, refer), ...(shared.size > 0 && { $defs }) };
}

/** The text of each part that there is more than once, and the field where it was met first. */
function repeated(schema: Schema): ReadonlyMap<string, string> {
  const met = new Map<string, string>();
  const twice = new Map<string, string>();
  const look = (part: Schema, field: string): Schema => {
    const text = JSON.stringify(part);
    const first = met.get(text);
    if (first === undefined) {
      met.set(text, field);
      return mapParts(part, look, field);
    }
    // What is in it is not looked at again: it stands there once.
    if (text.length >= WORTH_A_NAME) twice.set(text, first);
    return part;
  };
  mapParts(schema, look, '');
  return twice;
}

function namesOf(shared: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    [...shared].map(([text, field]) => {
      const count = (taken.get(field) ?? 0) + 1;
      taken.set(field, count);
      return [text, count === 1 ? field : `${field}_${count}`];
    }),
  );
}

type Change = (part: Schema, field: string) => Schema;

/** The schema with each schema directly within it changed. */
export function mapParts(
  { properties, items, additionalProperties, anyOf, ...schema }: Schema,
  change: Change,
  field = '',
): Schema {
  return {
    ...schema,
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as Schema).map(([name, part]) => [name, change(part as Schema, name)]),
      ),
    }),
    ...(items !== undefined && { items: change(items as Schema, field) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? change(additionalProperties as Schema, field) : additionalProperties,
    }),
    ...(anyOf !== undefined && { anyOf: (anyOf as Schema[]).map((part) => change(part, field)) }),
  };
}
