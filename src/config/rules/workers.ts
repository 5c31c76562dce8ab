import { everyWorker } from '../every-worker';
import { ECS_POOL_NAME } from '../limits';
import { KINDS, physicalNames } from '../names';
import { toNaming } from '../naming';
import { type ConfigRule as Rule, when } from './rule';

const pools: Rule = (config) =>
  everyWorker(config).flatMap(({ name, workPoolName, at }) =>
    when(
      name !== undefined && config.workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(workPoolName),
      at('worker_work_pool_name'),
      `must be ${ECS_POOL_NAME.allowed}`,
    ),
  );

const namesFit: Rule = ({ name = '', names, workers }) => {
  const { service, taskFamily, container } = physicalNames(name, toNaming(names));
  const longest = Math.max(service.length, taskFamily.length, container.length);
  return Object.keys(workers).flatMap((worker) =>
    when(
      longest + 1 + worker.length > KINDS.service.limit.longest,
      ['workers', worker],
      `must be shorter: with -${worker} behind it a name of ECS is longer than ${KINDS.service.limit.longest} characters`,
    ),
  );
};

/** A secret's input is worker_secret_VARIABLE, a worker's NAME_worker_…. */
const inputsDiffer: Rule = ({ workers }) =>
  Object.keys(workers).flatMap((name) =>
    when(
      name.startsWith('worker_secret'),
      ['workers', name],
      'must not begin with worker_secret, as the inputs of secrets do',
    ),
  );

export const WORKERS_RULES: readonly Rule[] = [pools, namesFit, inputsDiffer];
