import { each, type Rule, when } from '../../environment/rule';
import { ECS_POOL_NAME } from '../../values/limits';
import { KINDS, physicalNames } from '../names/physical-names';
import { workersOf } from './workers-of';

const pools: Rule = (environment) =>
  each(workersOf(environment), (worker) =>
    when(
      worker.name !== undefined &&
        environment.inputs.workerType === 'ecs' &&
        !ECS_POOL_NAME.pattern.test(worker.workPoolName),
      worker.at('worker_work_pool_name'),
      `must be ${ECS_POOL_NAME.allowed}`,
      `for example worker_work_pool_name: ${ECS_POOL_NAME.example}`,
    ),
  );

/** Source: API_PutMetricAlarm. */
const LONGEST_ALARM_NAME = 255;

const namesFit: Rule = ({ inputs, naming, workers, alarms }) => {
  const { service, taskFamily, container, alarm } = physicalNames(inputs.name, naming);
  const longest = Math.max(service.length, taskFamily.length, container.length);
  return Object.keys(workers).flatMap((worker) => [
    ...when(
      longest + 1 + worker.length > KINDS.service.limit.longest,
      ['workers', worker],
      `is too long: a name in ECS that ends in -${worker} would be longer than ${KINDS.service.limit.longest} characters`,
      'shorten it',
    ),
    ...when(
      alarms?.furtherTasksMissing[worker] !== undefined &&
        `${alarm}-tasks-missing-${worker}`.length > LONGEST_ALARM_NAME,
      ['workers', worker],
      `is too long: the name of an alarm that ends in -${worker} would be longer than ${LONGEST_ALARM_NAME} characters`,
      'shorten it, or names.alarm',
    ),
  ]);
};

/** A secret's input is worker_secret_VARIABLE, a worker's NAME_worker_…. */
const inputsDiffer: Rule = ({ workers }) =>
  Object.keys(workers).flatMap((name) =>
    when(
      name.startsWith('worker_secret'),
      ['workers', name],
      'must not begin with worker_secret: the Terraform inputs of secrets begin so',
      'rename it',
    ),
  );

export const WORKERS_RULES: readonly Rule[] = [pools, namesFit, inputsDiffer];
