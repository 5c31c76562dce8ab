import { each, eachEntry, noEffect, type Rule, when } from '../../environment/rule';
import { ECS_POOL_NAME } from '../../values/limits/prefect';
import { dnsSuffixOf } from '../../values/regions';
import { namingFor, OF_FLOW_RUNS } from '../flow-runs/own-flow-runs';
import { KINDS } from '../names/name-kinds';
import { physicalNames } from '../names/physical-names';
import { workersOf } from './workers-of';

const pools: Rule = (environment) =>
  each(workersOf(environment), (worker) =>
    when(
      environment.inputs.workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(worker.workPoolName),
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
      `rename it, for example ${name.replace('worker_secret', 'secret')}`,
    ),
  );

const ownFlowRuns: Rule = (environment) => {
  const { workers, image, inputs, naming } = environment;
  return eachEntry(workers, (name, { flowRuns, ownsPool }) => {
    const path = ['workers', name, 'flow_runs'];
    if (flowRuns === undefined) {
      const isGiven = environment.isInFile(path);
      return noEffect(isGiven, path, `only an ecs worker starts tasks, and worker_type is ${inputs.workerType}`);
    }
    const names = physicalNames(inputs.name, namingFor(name, inputs.name, naming));
    // The name of a file system is checked together with its volume.
    const kinds = OF_FLOW_RUNS.filter((kind) => kind !== 'flowRunVolume');
    const tooLong = kinds.map((kind) => ({ ...KINDS[kind], name: names[kind] })).find((one) => !fits(one));
    return [
      ...when(
        tooLong !== undefined,
        ['workers', name],
        `is too long: ${tooLong?.name}, the name of ${tooLong?.limit.of}, would be longer than ${tooLong?.limit.longest} characters`,
        `shorten it, or set names.${tooLong?.field}`,
      ),
      ...when(
        !ownsPool,
        path,
        'must belong to a work pool of its own: a work pool has one template',
        `set worker_work_pool_name of ${name} to a work pool that no worker before it polls, or remove flow_runs`,
      ),
      ...when(
        flowRuns.image === undefined && image.repository === undefined,
        [...path, 'image'],
        'is required: without image.repository, the flow runs of a further worker need an image of their own',
        `for example image: 111122223333.dkr.ecr.${environment.region}.${dnsSuffixOf(environment.region)}/flows:1`,
      ),
    ];
  });
};

function fits({ name, limit }: { readonly name: string; readonly limit: { readonly longest: number } }): boolean {
  return name.length <= limit.longest;
}

export const WORKERS_RULES: readonly Rule[] = [pools, namesFit, inputsDiffer, ownFlowRuns];
