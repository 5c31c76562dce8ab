import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A block of a provider's schema, as `terraform providers schema -json` gives it. */
export interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, { readonly deprecated?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

interface ProviderSchema {
  readonly provider: { readonly block: SchemaBlock };
  readonly resource_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

/** Terraform's own words in a block; the provider never sees them. */
const META = new Set(['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'alias', 'connection']);

type Json = Readonly<Record<string, unknown>>;

/** One version of the provider: what of a block it does not know, or advises against. */
interface Version {
  check(kind: 'resource' | 'data' | 'provider', type: string, block: Json): string[];
}

/** The provider whose schema Terraform printed. */
export function bySchema(version: string, schema: ProviderSchema): Version {
  const find = { resource: schema.resource_schemas, data: schema.data_source_schemas };
  return {
    check: (kind, type, block) => {
      const known = kind === 'provider' ? schema.provider.block : find[kind][type]?.block;
      return known === undefined ? [`${type}: not in ${version}`] : walk(known, block, type);
    },
  };

  function walk({ attributes = {}, block_types = {} }: SchemaBlock, block: Json, path: string): string[] {
    return members(block, path).flatMap(([name, value, at]) => {
      const inner = block_types[name];
      if (inner !== undefined) return blocks(value).flatMap((each) => walk(inner.block, each, at));
      if (attributes[name] === undefined) return [`${at}: not in ${version}`];
      return attributes[name].deprecated ? [`${at}: deprecated in ${version}`] : [];
    });
  }
}

/** The provider that CDKTF's bindings were made from: their types are what is left of its schema. */
export function byBindings(version: string): Version {
  const root = dirname(require.resolve('@cdktf/provider-aws/package.json'));
  return {
    check: (kind, type, block) => {
      const name = type.replace(/^aws_/, '').replaceAll('_', '-');
      const folder = kind === 'provider' ? 'provider' : kind === 'data' ? `data-aws-${name}` : name;
      const types = interfaces(readFileSync(join(root, 'lib', folder, 'index.d.ts'), 'utf8'));
      const config = [...types.keys()].find((each) => each.endsWith('Config')) ?? '';
      return walk(types, config, block, type);
    },
  };

  function walk(types: Types, name: string, block: Json, path: string): string[] {
    return members(block, path).flatMap(([member, value, at]) => {
      const known = types.get(name);
      // CDKTF renames what its own classes have under the same name.
      const type = known?.get(member) ?? known?.get(`${member}_attribute`);
      if (type === undefined) return [`${at}: not in ${version}`];
      const inner = type.match(/\w+/g)?.find((word) => types.has(word));
      return inner === undefined ? [] : blocks(value).flatMap((each) => walk(types, inner, each, at));
    });
  }
}

/** What of a Terraform JSON document one of the versions does not know, or advises against. */
export function unfit(document: Json, versions: readonly Version[]): string[] {
  const found = (['resource', 'data'] as const).flatMap((kind) =>
    Object.entries((document[kind] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, named]) =>
      Object.values(named).flatMap((block) => versions.flatMap((version) => version.check(kind, type, block))),
    ),
  );
  const providers = blocks((document['provider'] as Json | undefined)?.['aws']).flatMap((block) =>
    versions.flatMap((version) => version.check('provider', 'provider', block)),
  );
  return [...new Set([...found, ...providers])];
}

type Types = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The interfaces of a binding: by name their members, in Terraform's spelling, and the members' types. */
function interfaces(declarations: string): Types {
  return new Map(
    [...declarations.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
      name,
      new Map(
        [...body.matchAll(/^ {4}readonly (\w+)\??: (.*)$/gm)].map(([, member = '', type = '']) => [
          member.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
          type,
        ]),
      ),
    ]),
  );
}

function members(block: Json, path: string): [string, unknown, string][] {
  return Object.entries(block)
    .filter(([name]) => !META.has(name))
    .map(([name, value]) => [name, value, `${path}.${name}`]);
}

/** A block stands alone or in a list. An expression that gives one has nothing to look into. */
function blocks(value: unknown): Json[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'object' && each !== null);
}
