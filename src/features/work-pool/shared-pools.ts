import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';
import { apiIdentity } from '../prefect/api-identity';
import { poolsOf } from './pools';

/** The work pools of which an environment has the base job template. */
export function sharedPools(environment: Environment): SharedThing[] {
  if (environment.flowRuns === undefined) return [];
  const api = apiIdentity(environment);
  return poolsOf(environment).map(({ name, worker }) => ({
    key: `work pool ${name} of ${api}`,
    path: [...(worker === undefined ? [] : ['workers', worker]), 'worker_work_pool_name'],
    value: name,
    consequence: 'a work pool has one base job template: all its flow runs start in the environment that wrote it last',
    hint: 'set another work pool in one of them, or acknowledge it',
    warning: 'shared-pool',
  }));
}
