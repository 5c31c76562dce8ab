import type { Environment } from '../environment/environment';

/** The account that an environment is applied in, as far as its stack file tells. */
export function accountKey({ aws: { accountId, profile, assumeRole } }: Environment): string {
  return accountId ?? JSON.stringify([profile, assumeRole?.roleArn]);
}

/** The region of that account. */
export function regionKey(environment: Environment): string {
  return `${accountKey(environment)} ${environment.region}`;
}
