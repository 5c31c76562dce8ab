import type { Environment } from '../environment/environment';
import { readOnce } from '../environment/watch';
import { mayHold } from './condition';
import { inventoryOf } from './inventory';
import type { ItemName } from './item';
import { RESOURCE_TYPES, typeOf } from './resource-types';

/** A name that AWS or Prefect takes once. */
export interface UniqueName {
  /** The same for two names that cannot both be there: in one account, unless it spans accounts. */
  readonly key: string;
  readonly name: ItemName;
  /** The thing that has it: "the role". */
  readonly what: string;
  readonly spansAccounts: boolean;
  /** Whether it is free in any other account. */
  readonly ofAccount: boolean;
}

/** The names that an environment needs for itself. */
export const uniqueNames = readOnce((environment: Environment): readonly UniqueName[] =>
  inventoryOf(environment).flatMap(({ address, name, condition }) => {
    const type = RESOURCE_TYPES[typeOf(address)];
    if (name === undefined || name.randomEnd || type?.uniqueIn === undefined || !mayHold(condition, environment)) {
      return [];
    }
    const within = withinOf(type.uniqueIn, name, environment);
    return within === undefined
      ? []
      : [
          {
            key: JSON.stringify([typeOf(address), within, comparable(name.text, typeOf(address))]),
            name,
            what: type.what,
            spansAccounts: type.spansAccounts === true,
            ofAccount: type.uniqueIn !== 'item',
          },
        ];
  }),
);

/**
 * Whose names are not distinguished by case. Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
const WITHOUT_CASE = /^aws_(iam_|security_group$)/;

function comparable(name: string, type: string): string {
  return WITHOUT_CASE.test(type) ? name.toLowerCase() : name;
}

function withinOf(
  uniqueIn: 'account' | 'region' | 'item',
  { within }: ItemName,
  environment: Environment,
): string | undefined {
  if (uniqueIn === 'item') return within;
  const scope = uniqueIn === 'account' ? '' : environment.region;
  return within === undefined ? scope : `${scope}, ${within}`;
}
