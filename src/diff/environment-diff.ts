import { isReplacing, TERRAFORM_SETTINGS } from '../inventory/replacing-attributes';
import { typeOf } from '../inventory/resource-types';
import type { Block, TerraformDocument } from '../runbook/terraform-document';
import { type BlocksByAddress, blocksOf, type Evaluation, type Stack } from './blocks';
import { type Difference, differences } from './differences';
import { hideSecrets } from './hidden-secrets';

/** What the next apply does with a resource; none: only Terraform's own settings of it differ. */
export type Action = 'create' | 'destroy' | 'replace' | 'update' | 'none';

export interface ResourceDiff {
  readonly address: string;
  readonly action: Action;
  readonly moved_from?: string;
  /** The attributes that Terraform replaces the resource for. */
  readonly replaced_for?: readonly string[];
  readonly changes: readonly Difference[];
  /** Attributes that refer to resources which are replaced. */
  readonly new_references?: readonly { readonly path: string; readonly to: string }[];
}

/** Any other block: an input, an output, a data source, Terraform's and the provider's settings. */
export interface BlockDiff {
  readonly address: string;
  readonly changes: readonly Difference[];
}

export interface StackDiff {
  readonly resources: readonly ResourceDiff[];
  readonly blocks: readonly BlockDiff[];
}

/** What an apply of the second stack does where the first is applied, as far as their documents tell. */
export function stackDiff(from: Stack | undefined, to: Stack | undefined, evaluation: Evaluation = {}): StackDiff {
  const [before, after] = [from, to].map((stack) => blocksOf(stack ?? NO_STACK, evaluation)) as [
    BlocksByAddress,
    BlocksByAddress,
  ];
  const formerAddress = movedIn(to?.document, before, after);
  const moved = new Set(formerAddress.values());
  const addresses = [...new Set([...before.keys(), ...after.keys()])].filter((address) => !moved.has(address)).sort();
  const [resources, blocks] = partition(addresses, isResource);
  return {
    resources: withNewReferences(
      resources.flatMap((address) => resourceDiff(address, formerAddress.get(address), before, after)),
      after,
    ),
    blocks: blocks.flatMap((address) => {
      const changes = changesOf(before.get(address), after.get(address));
      return changes.length === 0 ? [] : [{ address, changes }];
    }),
  };
}

const NO_STACK: Stack = { document: {}, file: () => undefined };

/** Old addresses by new ones, of what an apply moves and does not create anew. */
function movedIn(to: TerraformDocument | undefined, before: BlocksByAddress, after: BlocksByAddress) {
  const moved = (to as { moved?: readonly { from: string; to: string }[] } | undefined)?.moved ?? [];
  return new Map(
    moved
      .filter((one) => before.has(one.from) && !after.has(one.from) && after.has(one.to) && !before.has(one.to))
      .map((one) => [one.to, one.from]),
  );
}

function isResource(address: string): boolean {
  return /^(?!data\.|var\.|output\.|provider\.)[a-z0-9]+_[a-z0-9_]+\./.test(address);
}

function resourceDiff(
  address: string,
  former: string | undefined,
  before: BlocksByAddress,
  after: BlocksByAddress,
): ResourceDiff[] {
  const [old, now] = [before.get(former ?? address), after.get(address)];
  const changes = changesOf(old, now);
  if (old === undefined || now === undefined) {
    return [{ address, action: old === undefined ? 'create' : 'destroy', changes }];
  }
  if (changes.length === 0 && former === undefined) return [];
  const replacedFor = [
    ...new Set(changes.filter((change) => replaces(address, change)).map(({ path }) => first(path))),
  ];
  const isOnlyTerraforms = changes.every(({ path }) => TERRAFORM_SETTINGS.has(first(path)));
  return [
    {
      address,
      action: replacedFor.length > 0 ? 'replace' : isOnlyTerraforms ? 'none' : 'update',
      ...(former !== undefined && { moved_from: former }),
      ...(replacedFor.length > 0 && { replaced_for: replacedFor }),
      changes,
    },
  ];
}

function replaces(address: string, { path, moved, ...change }: Difference): boolean {
  if (moved) return false;
  const attribute = withoutIndexes(path);
  // Of a list of blocks an entry that comes or goes leaves the list itself.
  const isOnBothSides = path.includes('[') || ('from' in change && 'to' in change);
  return isReplacing(typeOf(address), { attribute, isOnBothSides });
}

/** The path of an attribute as the provider's schema has it. */
export function withoutIndexes(path: string): string {
  return path.replace(/\[[^\]]*\]?/g, '');
}

function first(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function changesOf(from: Block | undefined, to: Block | undefined): Difference[] {
  return differences(from ?? {}, to ?? {}).map(hideSecrets);
}

/** Resources that refer to what is replaced get its new id; where that replaces them too, so do those after them. */
function withNewReferences(direct: readonly ResourceDiff[], after: BlocksByAddress): ResourceDiff[] {
  const all = new Map(direct.map((one) => [one.address, one]));
  for (const replaced of replacedIn(all)) propagate(replaced, all, after);
  return [...all.values()].sort((one, other) => (one.address < other.address ? -1 : 1));
}

function replacedIn(all: ReadonlyMap<string, ResourceDiff>): string[] {
  return [...all.values()].filter(({ action }) => action === 'replace').map(({ address }) => address);
}

function propagate(replaced: string, all: Map<string, ResourceDiff>, after: BlocksByAddress): void {
  for (const [address, block] of after) {
    const current = all.get(address) ?? { address, action: 'none', changes: [] };
    if (!isResource(address) || address === replaced || current.action === 'create') continue;
    const known = current.new_references ?? [];
    const isKnown = (attribute: string) => known.some(({ path, to }) => path === attribute && to === replaced);
    const added = attributesWithNew(replaced, block, after).filter((attribute) => !isKnown(attribute));
    if (added.length === 0) continue;
    const replacing = added.filter((attribute) => isReplacing(typeOf(address), { attribute, isOnBothSides: true }));
    const replacedFor = [...new Set([...(current.replaced_for ?? []), ...replacing])];
    all.set(address, {
      ...current,
      action: replacedFor.length > 0 ? 'replace' : 'update',
      ...(replacedFor.length > 0 && { replaced_for: replacedFor }),
      new_references: [...known, ...added.map((path) => ({ path, to: replaced }))],
    });
    if (replacing.length > 0 && current.action !== 'replace') propagate(address, all, after);
  }
}

/** The attributes of a block that refer to what is new in a replaced resource. */
function attributesWithNew(replaced: string, block: Block, after: BlocksByAddress): string[] {
  return Object.entries(block)
    .filter(([name, value]) => !TERRAFORM_SETTINGS.has(name) && refersToNew(value, replaced, after.get(replaced)))
    .map(([name]) => name);
}

/** Whether a value has an attribute of a resource that only its creation sets. What the block sets stays as it is. */
function refersToNew(value: unknown, address: string, block: Block = {}): boolean {
  const text = JSON.stringify(value) ?? '';
  const references = text.matchAll(
    new RegExp(`(?<![\\w.])${address.replace('.', '\\.')}(?:\\[[^\\]]*\\])?\\.(\\w+)`, 'g'),
  );
  return [...references].some(([, attribute = '']) => !Object.hasOwn(block, attribute));
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
