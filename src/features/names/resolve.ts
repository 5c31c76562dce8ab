import type { Config } from '../../environment/schema';
import { camelCase } from '../../values/fields';
import { KINDS, type PhysicalName } from './name-kinds';
import type { Naming } from './physical-names';
import { RANDOM, RANDOM_BY_DEFAULT } from './random-names';

/** The names that a stack file gives, by what they name. */
export function toNaming({ pattern, suffix, randomSuffix, ...own }: Config['names']): Required<Naming> {
  const given = own as Readonly<Record<string, string | undefined>>;
  const names = Object.entries(KINDS).flatMap(([of, { field }]): [PhysicalName, string][] => {
    const name = given[camelCase(field)];
    return name === undefined ? [] : [[of as PhysicalName, name]];
  });
  return {
    pattern: suffix === undefined ? pattern : `${pattern}-${suffix}`,
    random: typeof randomSuffix === 'boolean' ? (randomSuffix ? RANDOM_BY_DEFAULT : []) : listed(randomSuffix),
    own: Object.fromEntries(names),
  };
}

function listed(fields: readonly string[]): readonly PhysicalName[] {
  return RANDOM.filter((of) => fields.includes(KINDS[of].field));
}
