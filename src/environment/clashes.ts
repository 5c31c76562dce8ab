import type { WarningId } from '../features/acknowledge/warnings';
import { overlaps } from '../features/network/overlaps';
import type { Account } from '../inventory/scope';
import { pathInWords } from '../stack-file/path';
import type { OwnThings } from './own-things';
import type { SharedThing } from './shared-thing';

/** What two environments may not both have, or rarely mean to. Reported on the later one. */
export interface Clash {
  readonly environment: string;
  readonly thing: SharedThing;
  readonly other: Owner;
  /** How they meet, before the name of the other: "already used by". */
  readonly relation: string;
  readonly hint: string;
  readonly warning?: WarningId;
}

interface Owner {
  readonly environment: string;
  readonly thing: SharedThing;
  readonly account?: Account;
}

/**
 * What the environments have in each other's way, by the one that had it first. Each thing is looked up by its key:
 * there may be thousands of environments.
 */
export function clashesBetween(all: readonly OwnThings[]): Clash[] {
  const owners = new Map<string, Owner>();
  const found = all.flatMap(({ environment, account, names, things, acknowledged }) => [
    ...things.flatMap((thing) => sameThing({ environment, thing }, owners)),
    ...names.flatMap((thing) =>
      sameName({ environment, thing, account }, owners, acknowledges(acknowledged, 'unknown-account')),
    ),
  ]);
  return onceForEachField([...found, ...overlapping(all)]);
}

/** Whether one of these warnings is among those that a stack file hides. */
export function acknowledges(acknowledged: OwnThings['acknowledged'], ...ids: readonly WarningId[]): boolean {
  return acknowledged.some(({ id }) => ids.includes(id));
}

/** Without what is acknowledged: the others are still in each other's way. */
export function withoutAcknowledged(own: OwnThings): OwnThings {
  const isReported = ({ warning }: SharedThing) => warning === undefined || !acknowledges(own.acknowledged, warning);
  return { ...own, things: own.things.filter(isReported), ranges: own.ranges.filter(isReported) };
}

function firstOf(owners: Map<string, Owner>, key: string, one: Owner): Owner {
  const first = owners.get(key) ?? one;
  owners.set(key, first);
  return first;
}

function sameThing(one: Owner, owners: Map<string, Owner>): Clash[] {
  const { key, like } = one.thing;
  const first = firstOf(owners, key, one);
  const isLikeFirst = like !== undefined && like === first.thing.like;
  // Of those that are not like the first, the first is enough.
  const other = isLikeFirst ? owners.get(`${key} otherwise`) : first;
  if (!isLikeFirst) firstOf(owners, `${key} otherwise`, one);
  return other === undefined ? [] : clash(one, other);
}

/** Names in accounts. Two accounts are different where both have an ID. */
function sameName(one: Owner, owners: Map<string, Owner>, isAcknowledged: boolean): Clash[] {
  const { environment, thing, account } = one;
  if (account === undefined) return [];
  const { key } = thing;
  const same = firstOf(owners, `${key} in ${account.key}`, one);
  if (same.environment !== environment || isAcknowledged) return clash(one, same);
  const any = firstOf(owners, `${key} in any account`, one);
  if (!account.isId) firstOf(owners, `${key} in an unknown account`, one);
  const other = account.isId ? owners.get(`${key} in an unknown account`) : any;
  if (other === undefined || other.account?.key === account.key) return [];
  return clash(one, other, 'used in what may be the same account by').map((found) => ({
    ...found,
    hint: 'set aws.account_id in both, or another name in one of them',
    warning: 'unknown-account',
  }));
}

function clash({ environment, thing }: Owner, other: Owner, relation?: string): Clash[] {
  if (environment === other.environment) return [];
  const { hint, warning } = thing;
  const used = warning === undefined ? 'already used by' : 'also used by';
  return [{ environment, thing, other, relation: relation ?? used, hint, ...(warning !== undefined && { warning }) }];
}

/** Ranges that overlap in one network. */
function overlapping(all: readonly OwnThings[]): Clash[] {
  const networks = new Map<string, { environment: string; thing: OwnThings['ranges'][number] }[]>();
  for (const { environment, ranges } of all) {
    for (const thing of ranges) {
      const others = networks.get(thing.key);
      if (others === undefined) networks.set(thing.key, [{ environment, thing }]);
      else others.push({ environment, thing });
    }
  }
  return [...networks.values()].flatMap((owners) =>
    overlaps(owners, ({ thing }) => thing.range).flatMap(([one, other]) =>
      clash(one, other, `overlaps with ${other.thing.range} of`),
    ),
  );
}

function onceForEachField(clashes: readonly Clash[]): Clash[] {
  const each = new Map<string, Clash>();
  for (const clash of clashes) {
    const { environment, other, thing, warning } = clash;
    const id = JSON.stringify([environment, other.environment, pathInWords(thing.path), warning]);
    if (!each.has(id)) each.set(id, clash);
  }
  return [...each.values()];
}
