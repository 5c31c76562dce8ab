import type { Config } from '../../environment/schema';
import { camelCase } from '../../values/fields';
import { KINDS, type PhysicalName } from './name-kinds';
import type { Naming } from './physical-names';
import { RANDOM, RANDOM_BY_DEFAULT } from './random-names';

const FIELDS = Object.entries(KINDS).map(([of, { field }]) => [of as PhysicalName, camelCase(field)] as const);

/** The names that a stack file gives, by what they name. */
export function toNaming({ pattern, suffix, randomSuffix, ...own }: Config['names']): Required<Naming> {
  const given = own as Readonly<Record<string, string | undefined>>;
  const names = FIELDS.filter(([, field]) => given[field] !== undefined).map(([of, field]) => [of, given[field]]);
  return {
    pattern: suffix === undefined ? pattern : `${pattern}-${suffix}`,
    random: typeof randomSuffix === 'boolean' ? (randomSuffix ? RANDOM_BY_DEFAULT : []) : listed(randomSuffix),
    own: Object.fromEntries(names),
  };
}

function listed(fields: readonly string[]): readonly PhysicalName[] {
  return RANDOM.filter((of) => fields.includes(KINDS[of].field));
}
