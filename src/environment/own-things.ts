import { join, normalize } from 'node:path';
import type { WarningId } from '../features/acknowledge/warnings';
import { sharedBlock } from '../features/bucket/shared-block';
import { sharedQueue } from '../features/crash-detection/shared-queue';
import { sharedCode } from '../features/image/shared-code';
import { sharedRanges } from '../features/network/shared-ranges';
import { takenOnce } from '../features/network/taken-once';
import { sharedDeployments } from '../features/project/shared-deployments';
import { sharedPools } from '../features/work-pool/shared-pools';
import { type Account, accountOf } from '../inventory/scope';
import { type UniqueName, uniqueNames } from '../inventory/unique-names';
import type { Environment } from './environment';
import type { SharedRange, SharedThing } from './shared-thing';
import { unlessBroken } from './watch';

/** What of an environment others are compared with, as data: another run may have found it. */
export interface OwnThings {
  readonly environment: string;
  /** Left out where it depends on what is broken; then there are no names. */
  readonly account?: Account;
  /** Of what an account has once. */
  readonly names: readonly SharedThing[];
  readonly things: readonly SharedThing[];
  readonly ranges: readonly SharedRange[];
  readonly acknowledged: readonly Acknowledged[];
}

/** A warning that a stack file hides, and where: in a base, it is one for all that extend it. */
export interface Acknowledged {
  readonly id: WarningId;
  readonly place: string;
}

/** What is broken in a file silences only those that depend on it. */
const THINGS: readonly ((environment: Environment) => readonly SharedThing[])[] = [
  stateOf,
  (environment) => sharedNames(environment, ({ spansAccounts }) => spansAccounts),
  takenOnce,
  sharedQueue,
  sharedBlock,
  sharedPools,
  sharedDeployments,
  sharedCode,
];

export function ownThings(environment: Environment): OwnThings {
  const [account] = unlessBroken(() => [accountOf(environment)]);
  return {
    environment: environment.name,
    ...(account !== undefined && { account }),
    names:
      account === undefined ? [] : unlessBroken(() => sharedNames(environment, ({ spansAccounts }) => !spansAccounts)),
    things: THINGS.flatMap((thingsOf) => unlessBroken(() => thingsOf(environment))),
    ranges: unlessBroken(() => sharedRanges(environment)),
    acknowledged: unlessBroken(() => acknowledgedBy(environment)),
  };
}

function acknowledgedBy({ acknowledge, origin }: Environment): Acknowledged[] {
  return (Object.keys(acknowledge) as WarningId[]).map((id) => {
    const { file, line } = origin(['acknowledge', id]);
    return { id, place: `${file}:${line}` };
  });
}

function sharedNames(environment: Environment, isMeant: (name: UniqueName) => boolean): SharedThing[] {
  const { inputs, naming } = environment;
  return uniqueNames(environment)
    .filter(isMeant)
    .map(({ key, name: { field, text, kind, wayOut = 'set another name in one of them' }, what, ofAccount }) => ({
      key,
      path: field.split('.'),
      value: field === 'name' ? inputs.name : ((kind && naming.own[kind]) ?? text),
      consequence: `both would create ${what} ${text}`,
      hint: ofAccount ? `${wayOut}, or the account of each: aws.account_id` : wayOut,
    }));
}

/** Where a stack is written, from which its local state is found. */
const STACKS = join('generated', 'stacks');

/** Nothing where only terraform init will know. */
function stateOf({ name, backend }: Environment): SharedThing[] {
  const state = (id: string, path: string, value: string) => [
    {
      key: `state ${id}`,
      path: ['backend', ...path.split('.')],
      value,
      consequence: 'each apply would destroy what the other created',
      hint: 'remove it: each environment then gets a state of its own',
    },
  ];
  switch (backend.type) {
    case 'local':
      return state(normalize(join(STACKS, name, backend.path)), 'local.path', backend.path);
    case 's3':
      return state(`s3://${backend.bucket}/${backend.key}`, 's3.key', backend.key);
    case 'hcp': {
      const { hostname = 'app.terraform.io', organization, workspace } = backend;
      return state(`${hostname.toLowerCase()}/${organization}/${workspace}`, 'hcp.workspace', workspace);
    }
    case 'http':
      // Its host in lower case, and without the port that https has anyway.
      return state(new URL(backend.address).href, 'http.address', backend.address);
    case 'at_init':
      return [];
  }
}
