import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, when } from '../../environment/rule';
import { tasksByInterfaces } from '../../values/instance-interfaces';
import type { InstanceSize } from '../../values/instance-types';
import { runsOnCreatedInstances } from '../flow-runs/capacity';
import { type Worker, workersOf } from '../workers/workers-of';
import { knownTypesOf } from './instance-rules';
import type { Instances } from './resolve';

/** A limit that ends at the number of instances. */
type Limit = (instances: Instances, environment: Environment) => Finding[];

const MAX_SIZE = ['capacity', 'ec2', 'max_size'];

function onOwnInstances(environment: Environment): Worker[] {
  return workersOf(environment).filter(({ capacity }) => capacity.type === 'ec2');
}

/** All tasks of the workers on our instances, as their desired count says. */
const allFit: Limit = (instances, environment) => {
  const known = knownTypesOf(instances);
  if (known.length === 0) return [];
  const workers = onOwnInstances(environment);
  const most = (part: 'cpu' | 'memory') => instances.maxSize * Math.max(...known.map(({ size }) => size[part]));
  const needed = (part: 'cpu' | 'memory') =>
    workers.reduce((sum, worker) => sum + worker[part] * worker.desiredCount, 0);
  return [
    ...when(
      needed('memory') >= most('memory'),
      MAX_SIZE,
      `is too low: the tasks of the workers have ${needed('memory')} MiB in all, and these instances at most ${most('memory')}, of which the operating system needs a part`,
      'raise it, set larger instance_types, or reduce worker_desired_count',
    ),
    ...when(
      needed('cpu') > most('cpu'),
      MAX_SIZE,
      `is too low: the tasks of the workers have ${needed('cpu')} CPU units in all, and these instances at most ${most('cpu')}`,
      'raise it, set larger instance_types, or reduce worker_desired_count',
    ),
  ];
};

/** What is left of an instance beside a task may be too little for another one. */
const tasksOfOneFit: Limit = (instances, environment) => {
  const known = knownTypesOf(instances);
  return each(onOwnInstances(environment), (worker) => {
    const room = Math.max(...known.map(({ size }) => tasksOn(size, worker)));
    // That not one fits is said where its size is; of types that are not known there is nothing to say.
    return when(
      room > 0 && worker.desiredCount > room * instances.maxSize,
      MAX_SIZE,
      `is too low: an instance has room for ${room} ${room === 1 ? 'task' : 'tasks'} of ${worker.cpu} CPU units and ${worker.memory} MiB, and worker_desired_count is ${worker.desiredCount}`,
      'raise it, set larger instance_types, or reduce worker_desired_count',
    );
  });
};

/** The operating system needs a part of the memory. */
function tasksOn(size: InstanceSize, { cpu, memory }: Worker): number {
  return Math.min(Math.floor(size.cpu / cpu), Math.floor((size.memory - 1) / memory));
}

/** Each task has a network interface of its own. */
const interfacesSuffice: Limit = (instances, environment) => {
  const { flowRuns } = environment;
  const counts = instances.instanceTypes.map((type) => tasksByInterfaces(type) ?? Number.POSITIVE_INFINITY);
  const most = instances.maxSize * Math.max(...counts);
  const ofWorkers = onOwnInstances(environment).reduce((sum, { desiredCount }) => sum + desiredCount, 0);
  const hasFlowRuns = flowRuns !== undefined && runsOnCreatedInstances(flowRuns.capacity);
  return warning(
    'network-interfaces',
    ofWorkers > most || (hasFlowRuns && ofWorkers === most),
    MAX_SIZE,
    `leaves ${ofWorkers > most ? 'some of the workers' : 'flow runs'} without a network interface: these instances run ${most} ${most === 1 ? 'task' : 'tasks'} at once, and the workers need ${ofWorkers}`,
    'raise it, set larger instance_types, or enable ENI trunking in the account (awsvpcTrunking)',
  );
};

const LIMITS: readonly Limit[] = [allFit, tasksOfOneFit, interfacesSuffice];

/** The first limit that is too low is enough. */
const enoughInstances: Rule = (environment) => {
  const { instances } = environment;
  if (instances === undefined) return [];
  for (const limit of LIMITS) {
    const [finding] = limit(instances, environment);
    if (finding !== undefined) return [finding];
  }
  return [];
};

export const INSTANCE_COUNT_RULES: readonly Rule[] = [enoughInstances];
