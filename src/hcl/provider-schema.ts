import schemas from './provider-schema.json';

/**
 * A block as the AWS provider has it: each attribute as `string`, `required list(string)` or `read-only`, each nested
 * block as a mapping, in which `*` says how often it may stand: `0-1`, `1-`. What is read-only has a value after the
 * apply alone.
 */
export interface BlockSchema {
  readonly [name: string]: string | BlockSchema;
}

interface ProviderSchema {
  readonly data: Readonly<Record<string, BlockSchema>>;
  readonly provider: Readonly<Record<string, BlockSchema>>;
  readonly resource: Readonly<Record<string, BlockSchema>>;
}

/** Of the types that a stack can have, in the oldest version of the provider that a stack allows. */
export const PROVIDER_SCHEMA: ProviderSchema = schemas;

/** Of a type that a stack can have; undefined of any other. */
export function schemaOf(kind: 'resource' | 'data', type: string): BlockSchema | undefined {
  return Object.hasOwn(PROVIDER_SCHEMA[kind], type) ? PROVIDER_SCHEMA[kind][type] : undefined;
}

/** The version that the schema is of. */
export const SCHEMA_VERSION = '5.100.0';

/** How often a nested block may stand: `most` is undefined where there is no limit. */
export function timesOf(block: BlockSchema): { readonly least: number; readonly most: number | undefined } {
  const [least, most] = String(block['*'] ?? '0-').split('-');
  return { least: Number(least), most: most ? Number(most) : undefined };
}
