import { join, normalize } from 'node:path';
import type { Problem } from '../errors';
import type { Environment } from './environment';

interface Clash extends Omit<Problem, 'file' | 'line'> {
  readonly environment: string;
}

/** What two environments may not share: a state, and names in one account. Said of the later one. */
export function sharedThings(environments: readonly Environment[]): Clash[] {
  return environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => [...sharedState(earlier, later), ...sharedNames(earlier, later)]),
  );
}

function sharedState(earlier: Environment, later: Environment): Clash[] {
  const { type } = later.backend;
  return stateOf(earlier) === stateOf(later)
    ? [
        {
          environment: later.name,
          path: type === 's3' ? 'backend.s3.key' : 'backend.local.path',
          value: type === 's3' ? later.backend.key : later.backend.path,
          message: `must not be the state of ${earlier.name} too: each apply would destroy what the other made`,
          hint: 'leave it out, and each environment gets a state of its own',
        },
      ]
    : [];
}

function stateOf({ name, backend }: Environment): string {
  return backend.type === 's3' ? `s3://${backend.bucket}/${backend.key}` : normalize(join(name, backend.path));
}

/** Roles and policies are named once in an account, whatever the region. */
function sharedNames(earlier: Environment, later: Environment): Clash[] {
  return earlier.inputs.name === later.inputs.name && account(earlier) === account(later)
    ? [
        {
          environment: later.name,
          path: 'name',
          value: later.inputs.name,
          message: `must not be the name of ${earlier.name} too: both would make the same roles in one account`,
          hint: 'give one of them another name, or say in which account each is: aws.account_id',
        },
      ]
    : [];
}

function account({ aws }: Environment): string {
  return aws.accountId ?? JSON.stringify([aws.profile, aws.assumeRole?.roleArn]);
}
