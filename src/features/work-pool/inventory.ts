import type { Environment } from '../../environment/environment';
import { type Item, when } from '../../inventory/item';

export function workPool({ workPool: pool, inputs, prefect: { apiUrl } }: Environment): readonly Item[] {
  const api = JSON.stringify(apiUrl ?? [inputs.prefectAccountId, inputs.prefectWorkspaceId]);
  return when(pool === 'managed', {
    address: 'prefect_work_pool.prefect_worker_pool',
    purpose: 'Work pool in Prefect',
    name: { text: inputs.workerWorkPoolName, field: 'worker_work_pool_name', within: `Prefect API ${api}` },
  });
}
