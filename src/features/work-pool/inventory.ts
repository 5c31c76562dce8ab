import type { Environment } from '../../environment/environment';
import type { Item } from '../../inventory/item';
import { poolsOf } from './pools';

export function workPools(environment: Environment): readonly Item[] {
  const { workPool: by, inputs, prefect } = environment;
  if (by !== 'managed') return [];
  const api = JSON.stringify(prefect.apiUrl ?? [inputs.prefectAccountId, inputs.prefectWorkspaceId]);
  return poolsOf(environment).map(({ name, worker }) => ({
    address: `prefect_work_pool.prefect_worker_pool${worker === undefined ? '' : `_${worker}`}`,
    purpose: worker === undefined ? 'Work pool in Prefect' : `Work pool in Prefect of the worker ${worker}`,
    name: {
      text: name,
      field: worker === undefined ? 'worker_work_pool_name' : `workers.${worker}.worker_work_pool_name`,
      within: `Prefect API ${api}`,
    },
  }));
}
