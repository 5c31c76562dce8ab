import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';
import { apiIdentity } from '../prefect/api-identity';

/** The block that has the results of an environment's flow runs. */
export function sharedBlock(environment: Environment): SharedThing[] {
  const { name, existing, results } = environment.bucket ?? {};
  if (results === undefined) return [];
  return [
    {
      key: `block ${results.block} in ${apiIdentity(environment)}`,
      like: JSON.stringify([name ?? existing, results.folder]),
      path: ['bucket', 'results', 'block'],
      value: results.block,
      consequence: 'a block of a workspace leads to one bucket and folder, those that were set last',
      hint: 'set another block in one of them',
    },
  ];
}
