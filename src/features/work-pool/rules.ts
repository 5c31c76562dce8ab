import { comparing, eachEntry, type Rule, when } from '../../environment/rule';
import { isPrefectCloud } from '../prefect/rules';
import { poolsOf, queuesOf } from './pools';

/** Prefect's provider must know where the API is, and Prefect Cloud's by account and workspace. */
const managedWhereKnown: Rule = (environment) => {
  const { workPool, prefect } = environment;
  const { apiUrl } = prefect;
  if (workPool === 'output') return [];
  return [
    ...when(
      typeof apiUrl === 'object' && apiUrl.ssmParameter === undefined,
      ['work_pool'],
      'must not be managed with the URL of the API in a secret: Terraform must know the URL',
      'set the URL itself in prefect.api_url, or an SSM parameter; or remove work_pool, and create the pool by command',
    ),
    ...when(
      typeof apiUrl === 'string' && isPrefectCloud(environment),
      ['work_pool'],
      'must not be managed with the URL of Prefect Cloud: the Prefect provider requires account and workspace',
      'set prefect_account_id and prefect_workspace_id instead of prefect.api_url',
    ),
  ];
};

/** A pool is created once, by the first worker that polls it. */
const queuesOfPools: Rule = (environment) => {
  const { workPoolQueues, workers } = environment;
  return eachEntry(workPoolQueues, (queue, { worker }) =>
    when(
      worker !== undefined && workers[worker]?.ownsPool !== true,
      ['work_pool_queues', queue, 'worker'],
      workers[worker ?? ''] === undefined
        ? 'is not one of workers'
        : 'polls the work pool of a worker before it: the queue is in that pool',
      `allowed: ${
        Object.keys(workers)
          .filter((name) => workers[name]?.ownsPool)
          .join(', ') || 'none'
      }; without worker, the work pool of the first worker`,
    ),
  );
};

/** Prefect moves every queue down that has the priority of a new one. Source: prefect 3.8.8, `prefect work-queue create`. */
const prioritiesDiffer: Rule = (environment) => {
  const queues = queuesOf(environment);
  return queues.flatMap(({ name, priority, worker }, index) => {
    const other = queues.slice(0, index).find((one) => one.priority === priority && one.worker === worker);
    return when(
      priority !== undefined && other !== undefined,
      ['work_pool_queues', name, 'priority'],
      `is also that of the queue ${other?.name}: each queue of a work pool has its own priority, and Prefect would move one of the two down`,
      'set another one; 1 is the highest',
    );
  });
};

/** The name stands between quotes in a command. */
const namesInCommands: Rule = (environment) => {
  const { workPool, workPoolQueues } = environment;
  if (workPool !== 'output' || Object.keys(workPoolQueues).length === 0) return [];
  return poolsOf(environment).flatMap(({ name, worker }) =>
    when(
      name.includes("'"),
      [...(worker === undefined ? [] : ['workers', worker]), 'worker_work_pool_name'],
      "must not contain ' with work_pool_queues: a command of the runbook contains it in quotes",
      'rename the work pool, or set work_pool: managed',
    ),
  );
};

export const WORK_POOL_RULES: readonly Rule[] = [
  managedWhereKnown,
  queuesOfPools,
  comparing(prioritiesDiffer),
  namesInCommands,
];
