import type { Environment } from '../environment/environment';
import { physicalNames } from '../features/names/physical-names';
import type { Service } from '../features/worker/resolve';
import { code } from './template';

/** How the tasks of an environment run, where that is more than a worker on Fargate. */
export interface Running {
  readonly notes: readonly string[];
  readonly workers: readonly { readonly name: string; readonly service: string; readonly pool: string }[];
  /** Whether the first worker's container can be entered. */
  readonly exec: boolean;
}

/** undefined where there is nothing to say. */
export function runningInWords(environment: Environment): Running | undefined {
  const { workers, inputs, naming, service } = environment;
  const names = physicalNames(inputs.name, naming);
  const notes = [...capacityNotes(environment), ...ownershipNotes(service)];
  const further = Object.entries(workers).map(([name, { inputs: own }]) => ({
    name,
    service: `${names.service}-${name}`,
    pool: code(own.workerWorkPoolName ?? inputs.workerWorkPoolName),
  }));
  const exec = service.create && service.enableExecuteCommand;
  return notes.length + further.length === 0 && !exec ? undefined : { notes, workers: further, exec };
}

/** The services of all workers, the first one's first. */
export function allServices({ service, workers }: Environment): readonly Service[] {
  return [service, ...Object.values(workers).map((worker) => worker.service)];
}

function capacityNotes({ capacity, workers, instances }: Environment): string[] {
  const types = [capacity, ...Object.values(workers).map((worker) => worker.capacity)].map(({ type }) => type);
  return [
    ...(types.includes('fargate_spot')
      ? [
          'Tasks on Spot may be taken back, with two minutes’ notice. ECS starts another one when there is room; when there is none, nothing runs in its place, and the service’s events say `unable to place a task`.',
        ]
      : []),
    ...(instances
      ? [
          `Up to ${instances.maxSize} instances (${instances.instanceTypes.join(', ')}) come and go with the tasks. A new image of AWS’s is used by instances that start from then on; to replace those that run, drain one after the other in the console of the cluster.`,
        ]
      : []),
  ];
}

function ownershipNotes({ create, ignore, autoscaling, schedule = {} }: Service): string[] {
  const changes = Object.values(schedule).map(({ schedule: when, timezone, min, max }) => {
    const bounds = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`];
    return `\`${when}\` (${timezone}): ${bounds.filter((bound) => bound !== '').join(', ')}`;
  });
  return [
    ...(create ? [] : ['This stack makes the task definition and no service: others run it.']),
    ...(ignore.includes('task_definition')
      ? ['Which revision runs is decided elsewhere: an apply makes new ones and deploys none.']
      : []),
    ...(ignore.includes('desired_count') && !autoscaling
      ? ['How many tasks run is decided elsewhere: an apply leaves their number.']
      : []),
    ...(autoscaling
      ? [`AWS keeps between ${autoscaling.min} and ${autoscaling.max} tasks running; an apply leaves their number.`]
      : []),
    ...(changes.length > 0
      ? [
          `By the clock: ${changes.join('; ')}. An apply leaves these bounds, so a change of them takes effect at the next of these times.`,
        ]
      : []),
  ];
}
