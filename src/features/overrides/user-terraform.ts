import type { Environment } from '../../environment/environment';
import { nearest } from '../../stack-file/nearest';

/** A stack as CDKTF wrote it. */
type Document = Record<string, unknown>;
type Map = Record<string, unknown>;

/** What of the user's own Terraform cannot be: said with the field of the stack file. */
export interface Mistake {
  readonly path: readonly string[];
  readonly message: string;
  readonly hint?: string;
}

/** The document with the stack file's blocks and overrides merged in, or what is wrong with these. */
export function withUserTerraform(
  document: Document,
  { overrides, terraform }: Pick<Environment, 'overrides' | 'terraform'>,
): { readonly document: Document; readonly mistakes: readonly Mistake[] } {
  const mistakes = [...takenAddresses(document, terraform), ...unknownAddresses(document, overrides)];
  if (mistakes.length > 0) return { document, mistakes };
  const withBlocks = merge(document, terraform as Map);
  return {
    document: Object.entries(overrides).reduce(
      (result, [address, attributes]) => overridden(result, blockPath(address), attributes as Map),
      withBlocks,
    ),
    mistakes,
  };
}

/** Where the block of an address stands in Terraform's JSON syntax. */
function blockPath(address: string): string[] {
  const parts = address.split('.');
  return /^(data|variable|output|provider|terraform|module|locals)$/.test(parts[0] ?? '')
    ? parts
    : ['resource', ...parts];
}

function unknownAddresses(document: Document, overrides: Environment['overrides']): Mistake[] {
  const known = addresses(document);
  return Object.keys(overrides)
    .filter((address) => !known.includes(address))
    .map((address) => {
      const close = nearest(address, known);
      return {
        path: ['overrides', address],
        message: 'is not the Terraform address of a resource of this stack',
        hint: close === undefined ? `allowed: ${known.join(', ')}` : `did you mean ${close}?`,
      };
    });
}

function takenAddresses(document: Document, terraform: Environment['terraform']): Mistake[] {
  const taken = new Set(addresses(document));
  const takenLocals = Object.keys((document['locals'] ?? {}) as Map);
  return [
    ...addresses(terraform as Document)
      .filter((address) => taken.has(address))
      .map((address) => ({
        path: ['terraform', ...blockPath(address)],
        message: `this stack already has ${address}`,
        hint: `rename it, or change the one of the stack by overrides: ${address}`,
      })),
    ...Object.keys(terraform.locals ?? {})
      .filter((name) => takenLocals.includes(name))
      .map((name) => ({
        path: ['terraform', 'locals', name],
        message: `this stack already has local.${name}`,
        hint: 'rename it',
      })),
  ];
}

/** Every block that has an address of its own, as a person would write it. */
function addresses(document: Document): string[] {
  const {
    resource = {},
    data = {},
    variable = {},
    output = {},
    module: modules = {},
  } = document as Record<string, Map>;
  const typed = (blocks: Map, prefix: string) =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.keys(named as Map).map((name) => `${prefix}${type}.${name}`),
    );
  const named = (blocks: Map, prefix: string) => Object.keys(blocks).map((name) => `${prefix}.${name}`);
  return [
    ...typed(resource, ''),
    ...typed(data, 'data.'),
    ...named(variable, 'variable'),
    ...named(output, 'output'),
    ...named(modules, 'module'),
  ];
}

function overridden(document: Document, [part, ...rest]: readonly string[], attributes: Map): Document {
  if (part === undefined) return merge(document, attributes);
  return { ...document, [part]: overridden(document[part] as Document, rest, attributes) };
}

/** Maps merge, everything else replaces, null removes. */
function merge(below: Map, over: Map): Map {
  const merged = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const current = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(current) ? merge(current, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
