import { DATA_SOURCES, RESOURCE_TYPES } from '../../src/inventory/resource-types';

/** The nested blocks of a block, by name; one without any of its own has none. */
export interface NestedBlocks {
  readonly [name: string]: NestedBlocks;
}

interface SchemaBlock {
  readonly block_types?: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

type Schemas = Readonly<Record<string, { readonly block: SchemaBlock }>>;

/** What `terraform providers schema -json` prints, as far as it is read here. */
export interface ProviderSchema {
  readonly provider: { readonly block: SchemaBlock };
  readonly resource_schemas: Schemas;
  readonly data_source_schemas: Schemas;
}

/** The blocks of what a stack can have, by the provider's schema. Types of other providers are left out. */
export function nestedBlocksOf({ provider, resource_schemas, data_source_schemas }: ProviderSchema) {
  const ofTypes = (schemas: Schemas, types: readonly string[]) =>
    Object.fromEntries(
      types
        .filter((type) => type.startsWith('aws_'))
        .sort()
        .map((type) => [type, nested((schemas[type] as Schemas[string]).block)]),
    );
  return {
    data: ofTypes(data_source_schemas, Object.keys(DATA_SOURCES)),
    provider: { aws: nested(provider.block) },
    resource: ofTypes(resource_schemas, Object.keys(RESOURCE_TYPES)),
  };
}

function nested({ block_types = {} }: SchemaBlock): NestedBlocks {
  const names = Object.keys(block_types).sort();
  return Object.fromEntries(names.map((name) => [name, nested((block_types[name] as Schemas[string]).block)]));
}
