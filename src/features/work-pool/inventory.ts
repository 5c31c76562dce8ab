import type { Environment } from '../../environment/environment';
import type { Item } from '../../inventory/item';
import { apiIdentity } from '../prefect/api-identity';
import { poolOfQueue, poolsOf } from './pools';

export function workPools(environment: Environment): readonly Item[] {
  const { workPool: by } = environment;
  if (by !== 'managed') return [];
  const api = apiIdentity(environment);
  const queues = Object.entries(environment.workPoolQueues).map(([queue, settings]) => ({
    address: `prefect_work_queue.prefect_worker_queue_${queue}`,
    purpose: 'Work queue in Prefect',
    name: {
      text: queue,
      field: `work_pool_queues.${queue}`,
      within: `Prefect API ${api} ${poolOfQueue(environment, settings)}`,
    },
  }));
  const pools = poolsOf(environment).map(({ name, worker }) => ({
    address: `prefect_work_pool.prefect_worker_pool${worker === undefined ? '' : `_${worker}`}`,
    purpose: worker === undefined ? 'Work pool in Prefect' : `Work pool in Prefect of the worker ${worker}`,
    name: {
      text: name,
      field: worker === undefined ? 'worker_work_pool_name' : `workers.${worker}.worker_work_pool_name`,
      within: `Prefect API ${api}`,
    },
  }));
  return [...pools, ...queues];
}
