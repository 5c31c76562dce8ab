import type { BlockSchema } from '../../src/hcl/provider-schema';
import { DATA_SOURCES, RESOURCE_TYPES } from '../../src/inventory/resource-types';

type Type = string | readonly [kind: string, of: Type | Readonly<Record<string, Type>>];

interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
}

interface NestedBlock {
  readonly block: Block;
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
}

interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

type Schemas = Readonly<Record<string, { readonly block: Block }>>;

/** What `terraform providers schema -json` prints, as far as it is read here. */
export interface PrintedSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Schemas;
  readonly data_source_schemas: Schemas;
}

/** The attributes and blocks of what a stack can have. Types of other providers are left out. */
export function providerSchemaOf({ provider, resource_schemas, data_source_schemas }: PrintedSchema) {
  const ofTypes = (schemas: Schemas, types: readonly string[]): Record<string, Record<string, string | BlockSchema>> =>
    Object.fromEntries(
      types
        .filter((type) => type.startsWith('aws_'))
        .sort()
        .map((type) => [type, schemaOf((schemas[type] as Schemas[string]).block)]),
    );
  const resources = ofTypes(resource_schemas, Object.keys(RESOURCE_TYPES));
  // By the schema it is optional, and the provider refuses it.
  for (const resource of Object.values(resources)) resource['id'] = 'read-only';
  return {
    data: ofTypes(data_source_schemas, Object.keys(DATA_SOURCES)),
    provider: { aws: schemaOf(provider.block) },
    resource: resources,
  };
}

function schemaOf({ attributes = {}, block_types = {} }: Block): Record<string, string | BlockSchema> {
  const members: [string, string | BlockSchema][] = [
    ...Object.entries(attributes).map(([name, attribute]): [string, string] => [name, inWords(attribute)]),
    ...Object.entries(block_types).map(([name, nested]): [string, BlockSchema] => [
      name,
      { '*': timesOf(nested), ...schemaOf(nested.block) },
    ]),
  ];
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function inWords({ type, required, optional }: Attribute): string {
  if (required) return `required ${typeInWords(type)}`;
  return optional ? typeInWords(type) : 'read-only';
}

function typeInWords(type: Type): string {
  if (typeof type === 'string') return type;
  const [kind, of] = type;
  if (kind !== 'object') return `${kind}(${typeInWords(of as Type)})`;
  return `object({${Object.entries(of as Readonly<Record<string, Type>>)
    .map(([name, member]) => `${name}=${typeInWords(member)}`)
    .join(', ')}})`;
}

/** How often a block may stand: one that stands once is a mapping in the state too. */
function timesOf({ nesting_mode, min_items = 0, max_items }: NestedBlock): string {
  const most = nesting_mode === 'single' ? 1 : (max_items ?? '');
  return `${min_items}-${most}`;
}
