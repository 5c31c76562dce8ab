import type { Environment } from '../../environment/environment';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import type { Fault } from '../../values/fault';
import { blockPath } from './block-path';
import { pathsInText, referencesInExpression, referencesInText } from './references';
import { missingOf } from './required-attributes';

/** A stack as CDKTF wrote it. */
type Document = Record<string, unknown>;
type Mapping = Record<string, unknown>;

/** What of the user's own Terraform cannot be: said with the field of the stack file. */
export interface Mistake extends Fault {
  readonly path: Path;
}

interface Use {
  readonly path: Path;
  readonly addresses: readonly string[];
}

/** What of the stack the stack file's own Terraform refers to. */
export function* usesIn({ overrides, terraform, outputs }: Pick<Environment, 'overrides' | 'terraform' | 'outputs'>) {
  for (const [name, output] of Object.entries(outputs)) {
    if (typeof output === 'string') continue;
    yield { path: ['outputs', name, 'expression'], addresses: referencesInExpression(output.expression) };
  }
  yield* usesBelow(overrides, ['overrides']);
  yield* usesBelow(terraform, ['terraform']);
}

/** Where Terraform's JSON syntax takes an address without `${}`. What was moved or removed is no longer there. */
const ADDRESS_FIELD: readonly RegExp[] = [
  /^(overrides|terraform)\..*\.(depends_on|lifecycle\.replace_triggered_by)\.\d+$/,
  /^terraform\.(moved|import)\.\d+\.to$/,
];

function* usesBelow(value: unknown, path: Path): Generator<Use> {
  if (typeof value === 'string') {
    const isAddress = ADDRESS_FIELD.some((field) => field.test(path.join('.')));
    yield { path, addresses: isAddress ? referencesInExpression(value) : referencesInText(value) };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* usesBelow(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* usesBelow(item, [...path, name]);
  }
}

export function missingReferences(document: Document, uses: readonly Use[]): Mistake[] {
  const locals = Object.keys((document['locals'] ?? {}) as Mapping).map((name) => `local.${name}`);
  const known = [...addresses(document).map((address) => address.replace(/^variable\./, 'var.')), ...locals];
  return uses.flatMap(({ path, addresses: used }) =>
    [...new Set(used)]
      .filter((address) => !known.includes(address))
      .map((address) => {
        const close = nearest(address, known);
        return {
          path,
          message: `refers to ${address}, which this stack does not have`,
          hint:
            close === undefined
              ? 'use an address of cdk.tf.json, or add the block to terraform'
              : `did you mean ${close}?`,
        };
      }),
  );
}

/** With count or for_each, an address is one of several: what of the stack uses it would need an index. */
export function repeatedThoughUsed(document: Document, overrides: Environment['overrides']): Mistake[] {
  const repeating = Object.entries(overrides).flatMap(([address, attributes]) =>
    ['count', 'for_each'].filter((name) => (attributes[name] ?? null) !== null).map((name) => ({ address, name })),
  );
  if (repeating.length === 0) return [];
  const used = new Set(texts(document).flatMap(pathsInText).flatMap(attributeOwner));
  return repeating
    .filter(({ address }) => used.has(address))
    .map(({ address, name }) => ({
      path: ['overrides', address, name],
      message: `is not possible: the stack refers to attributes of ${address}, which would need an index`,
      hint: 'remove it; to create another one, add it to terraform.resource',
    }));
}

/** What is not merged into a block of the stack needs all that is required. */
export function incomplete(
  document: Document,
  { overrides, terraform }: Pick<Environment, 'overrides' | 'terraform'>,
): Mistake[] {
  const ofAddress = (address: string, path: Path) => {
    const [kind = '', type = '', name = ''] = blockPath(address);
    if (kind !== 'resource' && kind !== 'data') return [];
    const block = ((document[kind] ?? {}) as Record<string, Record<string, Mapping>>)[type]?.[name];
    return block === undefined ? [] : missingOf(kind, type, block, path);
  };
  const { resource, data } = terraform;
  return [
    ...Object.keys(overrides).flatMap((address) => ofAddress(address, ['overrides', address])),
    ...addresses({ resource, data })
      .filter((address) => !Object.hasOwn(overrides, address))
      .flatMap((address) => ofAddress(address, ['terraform', ...blockPath(address)])),
  ];
}

/** The address before an attribute: with an index, no attribute follows the name. */
function attributeOwner(path: readonly string[]): string[] {
  const names = path[0] === 'data' ? 3 : 2;
  return path.length > names ? [path.slice(0, names).join('.')] : [];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

export function unknownAddresses(document: Document, overrides: Environment['overrides']): Mistake[] {
  const known = addresses(document);
  return Object.keys(overrides)
    .filter((address) => !known.includes(address))
    .map((address) => {
      const close = meantAddress(address, overrides[address] ?? {}, known) ?? nearest(address, known);
      return {
        path: ['overrides', address],
        message: 'is not the Terraform address of a resource of this stack',
        hint: close === undefined ? allowedLike(address, known) : `did you mean ${close}?`,
      };
    });
}

/** The address that is written with `resource.` before it, without its type or its name, as a mapping in one of its type, or with an attribute. */
function meantAddress(address: string, attributes: Mapping, known: readonly string[]): string | undefined {
  const bare = address.replace(/^resource\./, '');
  return (
    known.find((one) => one === bare) ??
    known.find((one) => Object.keys(attributes).some((name) => one === `${bare}.${name}`)) ??
    known.find((one) => one.endsWith(`.${bare}`)) ??
    known.find((one) => bare.startsWith(`${one}.`)) ??
    onlyOf(bare, known)
  );
}

/** The address of a type that the stack has once. */
function onlyOf(type: string, known: readonly string[]): string | undefined {
  const [first, ...others] = known.filter((one) => one.startsWith(`${type}.`));
  return others.length === 0 ? first : undefined;
}

/** The addresses of the same type, or all when there are none. */
function allowedLike(address: string, known: readonly string[]): string {
  const type = address.includes('.') ? address.slice(0, address.lastIndexOf('.') + 1) : `${address}.`;
  const alike = known.filter((one) => one.startsWith(type));
  return `allowed: ${(alike.length > 0 ? alike : known).join(', ')}`;
}

export function takenAddresses(document: Document, terraform: Environment['terraform']): Mistake[] {
  const taken = new Set(addresses(document));
  const takenLocals = Object.keys((document['locals'] ?? {}) as Mapping);
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
  } = document as Record<string, Mapping>;
  const typed = (blocks: Mapping, prefix: string) =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.keys(named as Mapping).map((name) => `${prefix}${type}.${name}`),
    );
  const named = (blocks: Mapping, prefix: string) => Object.keys(blocks).map((name) => `${prefix}.${name}`);
  return [
    ...typed(resource, ''),
    ...typed(data, 'data.'),
    ...named(variable, 'variable'),
    ...named(output, 'output'),
    ...named(modules, 'module'),
  ];
}
