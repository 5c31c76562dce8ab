import type { Config } from '../../environment/schema';
import { camelCase } from '../../values/fields';
import { KINDS, type Naming, type PhysicalName } from './physical-names';

/** The names that a stack file gives, by what they name. */
export function toNaming({ pattern, randomSuffix, ...own }: Config['names']): Required<Naming> {
  const given = own as Readonly<Record<string, string | undefined>>;
  const names = Object.entries(KINDS).flatMap(([of, { field }]): [PhysicalName, string][] => {
    const name = given[camelCase(field)];
    return name === undefined ? [] : [[of as PhysicalName, name]];
  });
  return { pattern, randomSuffix, own: Object.fromEntries(names) };
}
