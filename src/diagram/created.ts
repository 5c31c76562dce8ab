import type { Environment } from '../environment/environment';
import { createdItems } from '../inventory/inventory';

/** The addresses of what a stack creates, less the blocks of the stack file's own `terraform`. */
function createdAddresses(environment: Environment): readonly string[] {
  return createdItems(environment).flatMap(({ address, fromStackFile }) => (fromStackFile ? [] : [address]));
}

/** Those that a pattern fits. */
export type Created = (pattern: RegExp) => string[];

export function createdIn(environment: Environment): Created {
  const all = createdAddresses(environment);
  return (pattern) => all.filter((address) => pattern.test(address));
}
