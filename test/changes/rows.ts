import type { Environment } from '../../src/environment/environment';
import { stackToPlan } from '../helpers/planned-policies';
import type { Row } from '../pairwise/planned';

/** An environment's stack, with a value for everything that Terraform would ask for. */
export function rowOf(environment: Environment, name: string): Row {
  return { ...stackToPlan(environment), name };
}
