import { join, normalize } from 'node:path';
import type { Problem } from '../errors';
import type { ItemName } from '../inventory/item';
import { uniqueNames } from '../inventory/unique-names';
import type { Environment } from './environment';

export interface Clash extends Omit<Problem, 'file' | 'line'> {
  readonly environment: string;
  /** The one that had it first. */
  readonly other: string;
}

/** What two environments may not share: a state, and names that are there once. Reported on the later one. */
export function sharedThings(environments: readonly Environment[]): Clash[] {
  return [...sharedStates(environments), ...sharedNames(environments)];
}

function sharedStates(environments: readonly Environment[]): Clash[] {
  const states = new Map<string, string>();
  return environments.flatMap((environment) => {
    const state = stateOf(environment);
    if (state === undefined) return [];
    const { id, path, value } = state;
    const other = states.get(id);
    if (other === undefined) {
      states.set(id, environment.name);
      return [];
    }
    const message = `already used by environment ${JSON.stringify(other)}: each apply would destroy what the other created`;
    const hint = 'remove it: each environment then gets a state of its own';
    return [{ environment: environment.name, other, path, value, message, hint }];
  });
}

/** One clash for each field and each environment that had the name first. */
function sharedNames(environments: readonly Environment[]): Clash[] {
  const owners = new Map<string, string>();
  return environments.flatMap((environment) => {
    const clashes = new Map<string, Clash>();
    for (const { key, name, what } of uniqueNames(environment)) {
      const other = owners.get(key) ?? environment.name;
      owners.set(key, other);
      if (other !== environment.name && !clashes.has(`${other} ${name.field}`)) {
        clashes.set(`${other} ${name.field}`, clash(environment, other, name, what));
      }
    }
    return [...clashes.values()];
  });
}

function clash(
  { name: environment, inputs, naming }: Environment,
  other: string,
  { field, text, kind }: ItemName,
  what: string,
): Clash {
  return {
    environment,
    other,
    path: field,
    value: field === 'name' ? inputs.name : ((kind && naming.own[kind]) ?? text),
    message: `already used by environment ${JSON.stringify(other)}: both would create ${what} ${text}`,
    hint: 'set another name in one of them, or the account of each: aws.account_id',
  };
}

/** Where a stack is written, from which its local state is found. */
const STACKS = join('generated', 'stacks');

/** What identifies a state, and the field that decides it; nothing where only terraform init will know. */
function stateOf({ name, backend }: Environment): { id: string; path: string; value: string } | undefined {
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
