import type { ResourceName } from '../../terraform/resource-name';
import type { PhysicalName } from './name-kinds';
import { type Naming, type PhysicalNames, physicalNames } from './physical-names';
import { REFERENCES } from './random-names';

export type ResourceNames = Readonly<Record<PhysicalName, ResourceName>>;

/** What each resource is named, and by which name the others refer to it. `addressEnd` is that of its address. */
export function namesOf(
  name: string,
  naming: Naming,
  addressEnd = '',
): { readonly names: PhysicalNames; readonly own: ResourceNames } {
  const names = physicalNames(name, naming);
  const random = new Set<string>(naming.random);
  const references = Object.entries(REFERENCES).flatMap(([of, reference]) =>
    random.has(of) ? [[of, `\${${reference.replace(/(?=\[0\]|\.name)/, addressEnd)}}`]] : [],
  );
  const own = Object.entries(names).map(([of, text]) => [
    of,
    random.has(of) ? { namePrefix: `${text}-` } : { name: text },
  ]);
  return { names: { ...names, ...Object.fromEntries(references) }, own: Object.fromEntries(own) };
}
