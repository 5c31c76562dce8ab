import type { Environment } from '../environment/environment';

/** The account that an environment is applied in, as far as its stack file tells. A role makes things in its own. */
export function accountKey({ aws: { accountId, profile, assumeRole } }: Environment): string {
  return accountId ?? assumeRole?.roleArn.split(':')[4] ?? JSON.stringify([profile]);
}

/** An event bus, in which the name of a rule is unique; undefined for the default one, as without a bus. */
export function busKey(eventBus: string | undefined): string | undefined {
  return eventBus === undefined || eventBus === 'default' ? undefined : `event bus ${eventBus}`;
}

/** The region of that account. */
export function regionKey(environment: Environment): string {
  return `${accountKey(environment)} ${environment.region}`;
}
