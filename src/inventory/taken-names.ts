import { overlap } from './replacing-attributes';
import { RESOURCE_TYPES } from './resource-types';

/**
 * Whether AWS refuses the successor of a resource that is replaced.
 * @param changed what changes of it, without indexes: `dns_config.dns_records.type`.
 */
export function isNameTaken(type: string, changed: readonly string[]): boolean {
  const toldApartBy = RESOURCE_TYPES[type]?.toldApartBy;
  return toldApartBy !== undefined && !changed.some((path) => toldApartBy.some((one) => overlap(path, one)));
}
