import { join, normalize } from 'node:path';
import { takenOnce } from '../features/network/taken-once';
import { uniqueNames } from '../inventory/unique-names';
import type { Problem } from '../problems/errors';
import { pathInWords } from '../stack-file/path';
import type { Environment } from './environment';

export interface Clash extends Omit<Problem, 'file' | 'line'> {
  readonly environment: string;
  /** The one that had it first. */
  readonly other: string;
}

/** What an environment needs for itself, as data: another run may have found it. */
export interface OwnThings {
  readonly environment: string;
  /** Left out: only terraform init will know. */
  readonly state?: State;
  readonly names: readonly OwnName[];
}

/** What identifies a state, and the field that decides it. */
interface State {
  readonly id: string;
  readonly path: string;
  readonly value: string;
}

/** A name that is there once. */
interface OwnName {
  /** The same for two names that cannot both be there. */
  readonly key: string;
  /** The field that decides it, and its value. */
  readonly path: string;
  readonly value: string;
  /** What has the name, and the name: "the role prefect-worker-dev". */
  readonly thing: string;
  /** What to do where another environment has it. */
  readonly hint: string;
}

export function ownThings(environment: Environment): OwnThings {
  const state = stateOf(environment);
  const { name, inputs, naming } = environment;
  return {
    environment: name,
    ...(state !== undefined && { state }),
    names: [
      ...uniqueNames(environment).map(({ key, name: { field, text, kind, wayOut }, what, ofAccount }) => ({
        key,
        path: field,
        value: field === 'name' ? inputs.name : ((kind && naming.own[kind]) ?? text),
        thing: `${what} ${text}`,
        hint: `${wayOut ?? 'set another name in one of them'}${ofAccount ? ', or the account of each: aws.account_id' : ''}`,
      })),
      ...takenOnce(environment).map(({ path, ...taken }) => ({ ...taken, path: pathInWords(path) })),
    ],
  };
}

/** What two environments may not share: a state, and names that are there once. Reported on the later one. */
export function clashesBetween(all: readonly OwnThings[]): Clash[] {
  return [...sharedStates(all), ...sharedNames(all)];
}

function sharedStates(all: readonly OwnThings[]): Clash[] {
  const states = new Map<string, string>();
  return all.flatMap(({ environment, state }) => {
    if (state === undefined) return [];
    const { id, path, value } = state;
    const other = states.get(id);
    if (other === undefined) {
      states.set(id, environment);
      return [];
    }
    const message = `already used by environment ${JSON.stringify(other)}: each apply would destroy what the other created`;
    const hint = 'remove it: each environment then gets a state of its own';
    return [{ environment, other, path, value, message, hint }];
  });
}

/** One clash for each field and each environment that had the name first. */
function sharedNames(all: readonly OwnThings[]): Clash[] {
  const owners = new Map<string, string>();
  return all.flatMap(({ environment, names }) => {
    const clashes = new Map<string, Clash>();
    for (const { key, path, value, thing, hint } of names) {
      const other = owners.get(key) ?? environment;
      owners.set(key, other);
      if (other === environment || clashes.has(`${other} ${path}`)) continue;
      const message = `already used by environment ${JSON.stringify(other)}: both would create ${thing}`;
      clashes.set(`${other} ${path}`, { environment, other, path, value, message, hint });
    }
    return [...clashes.values()];
  });
}

/** Where a stack is written, from which its local state is found. */
const STACKS = join('generated', 'stacks');

function stateOf({ name, backend }: Environment): State | undefined {
  switch (backend.type) {
    case 'local':
      return { id: normalize(join(STACKS, name, backend.path)), path: 'backend.local.path', value: backend.path };
    case 's3':
      return { id: `s3://${backend.bucket}/${backend.key}`, path: 'backend.s3.key', value: backend.key };
    case 'hcp': {
      const { hostname = 'app.terraform.io', organization, workspace } = backend;
      return {
        id: `${hostname.toLowerCase()}/${organization}/${workspace}`,
        path: 'backend.hcp.workspace',
        value: workspace,
      };
    }
    case 'http':
      // Its host in lower case, and without the port that https has anyway.
      return { id: new URL(backend.address).href, path: 'backend.http.address', value: backend.address };
    case 'at_init':
      return undefined;
  }
}
