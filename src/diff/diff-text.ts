import { visible } from '../problems/visible-text';
import type { Difference } from './differences';
import type { Action, BlockDiff, ResourceDiff, StackDiff } from './environment-diff';

/** How an environment differs from what is generated for it. */
export interface EnvironmentDiff extends StackDiff {
  readonly environment: string;
  readonly state: 'added' | 'changed' | 'removed';
  /** Files beside the Terraform that differ. */
  readonly files: readonly string[];
  /** What to see to before an apply. */
  readonly notes: readonly string[];
}

/** The signs of a Terraform plan. */
const SIGNS: Readonly<Record<Action, string>> = {
  create: '+  ',
  destroy: '-  ',
  replace: '-/+',
  update: '~  ',
  none: '   ',
};

const IN_WORDS: Readonly<Record<Action, string>> = {
  create: 'created',
  destroy: 'destroyed',
  replace: 'replaced',
  update: 'updated in place',
  none: 'no change in AWS',
};

export function environmentDiffInLines(diff: EnvironmentDiff): string {
  const title = diff.state === 'changed' ? summary(diff) : `${TITLES[diff.state]}, ${summary(diff)}`;
  return [
    `${diff.environment}: ${title}`,
    ...diff.notes.map((note) => `  ! ${note}`),
    ...diff.resources.flatMap(resourceInLines),
    ...(diff.state === 'changed' ? diff.blocks.flatMap(blockInLines) : []),
    ...(diff.files.length === 0 ? [] : [`  files: ${diff.files.join(', ')}`]),
  ]
    .map(visible)
    .join('\n');
}

const TITLES = { added: 'new environment', removed: 'no stack file any more' };

function summary({ resources }: StackDiff): string {
  return inNumbers(resources) ?? 'no change in AWS';
}

/** What an apply would do, in numbers: `1 replaced, 2 updated in place`; undefined: nothing in AWS. */
export function inNumbers(resources: readonly Pick<ResourceDiff, 'action'>[]): string | undefined {
  const counts = (['create', 'replace', 'update', 'destroy'] as const).flatMap((action) => {
    const number = resources.filter((one) => one.action === action).length;
    return number === 0 ? [] : [`${number} ${IN_WORDS[action]}`];
  });
  return counts.length === 0 ? undefined : counts.join(', ');
}

function resourceInLines(diff: ResourceDiff): string[] {
  const {
    address,
    action,
    moved_from: former,
    replaced_for: attributes = [],
    changes,
    new_references: refs = [],
  } = diff;
  const why = action === 'replace' ? `, because of ${attributes.join(', ')}` : '';
  const from = former === undefined ? '' : `, moved from ${former}`;
  const isWhole = action === 'create' || action === 'destroy';
  return [
    `  ${SIGNS[action]} ${address}: ${IN_WORDS[action]}${why}${from}`,
    ...(isWhole ? [] : changes.flatMap(changeInLines)),
    ...refs.map(({ path, to }) => `        ${path}: refers to the new ${to}`),
  ];
}

function blockInLines({ address, changes }: BlockDiff): string[] {
  return [`      ${address}`, ...changes.flatMap(changeInLines)];
}

function changeInLines({ path, moved, ...change }: Difference): string {
  const place = `        ${path}: `;
  if (moved) return `${place}changes its place in the list`;
  if (!('from' in change)) return `${place}+ ${inWords(change.to)}`;
  if (!('to' in change)) return `${place}- ${inWords(change.from)}`;
  return `${place}${pairInWords(change.from, change.to)}`;
}

const LONGEST_VALUE = 100;
/** Characters before the place where two long texts begin to differ. */
const LEAD = 30;

function pairInWords(from: unknown, to: unknown): string {
  const [one, other] = [JSON.stringify(from) ?? '', JSON.stringify(to) ?? ''];
  if (typeof from !== 'string' || typeof to !== 'string' || Math.max(one.length, other.length) <= LONGEST_VALUE) {
    return `${shortened(one)} → ${shortened(other)}`;
  }
  const same = [...one].findIndex((character, index) => character !== other[index]);
  const start = Math.max(0, (same === -1 ? one.length : same) - LEAD);
  const cut = (text: string) => shortened(start === 0 ? text : `…${text.slice(start)}`);
  return `${cut(one)} → ${cut(other)}`;
}

function inWords(value: unknown): string {
  return shortened(JSON.stringify(value) ?? '');
}

function shortened(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** How two environments differ, each with what the other does not have. */
export function comparisonInLines(one: string, other: string, { resources, blocks }: StackDiff): string {
  const only = (name: string, action: Action) =>
    resources.filter((resource) => resource.action === action).map(({ address }) => `  ${address}: only in ${name}`);
  const both = resources.filter(
    ({ action, changes }) => action !== 'create' && action !== 'destroy' && changes.length > 0,
  );
  return [
    `${one} → ${other}`,
    ...only(one, 'destroy'),
    ...only(other, 'create'),
    ...both.flatMap(({ address, changes }) => [`  ${address}`, ...changes.flatMap(changeInLines)]),
    ...blocks.flatMap(({ address, changes }) => [`  ${address}`, ...changes.flatMap(changeInLines)]),
  ]
    .map(visible)
    .join('\n');
}
