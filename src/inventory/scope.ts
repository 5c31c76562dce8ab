import type { Environment } from '../environment/environment';

/** The account that an environment is applied in, as far as its stack file tells. */
export interface Account {
  /** The same for environments that are applied with the same credentials, or in an account with the same ID. */
  readonly key: string;
  /** Whether it is an ID: another ID is another account. */
  readonly isId: boolean;
}

/** A role creates things in its own account. */
export function accountOf({ aws: { accountId, profile, assumeRole } }: Pick<Environment, 'aws'>): Account {
  const id = accountId ?? assumeRole?.roleArn.split(':')[4];
  return id === undefined ? { key: JSON.stringify([profile]), isId: false } : { key: id, isId: true };
}

/** An event bus, in which the name of a rule is unique; undefined for the default one, as without a bus. */
export function busKey(eventBus: string | undefined): string | undefined {
  return eventBus === undefined || eventBus === 'default' ? undefined : `event bus ${eventBus}`;
}
