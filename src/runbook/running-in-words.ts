import type { Environment } from '../environment/environment';
import { flowRunsOnInstances } from '../features/flow-runs/capacity';
import { everyFlowRuns } from '../features/flow-runs/own-flow-runs';
import { physicalNames } from '../features/names/physical-names';
import type { Service } from '../features/service/resolve';
import { code } from './template';

/** How the tasks of an environment run, where that is more than a worker on Fargate. */
export interface Running {
  readonly notes: readonly string[];
  readonly workers: readonly { readonly name: string; readonly service: string; readonly pool: string }[];
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
  return notes.length + further.length === 0 ? undefined : { notes, workers: further };
}

function capacityNotes(environment: Environment): string[] {
  const { capacity, workers, instances, region } = environment;
  const withFlowRuns = everyFlowRuns(environment).some((flowRuns) => flowRunsOnInstances(flowRuns.capacity));
  const types = [capacity, ...Object.values(workers).map((worker) => worker.capacity)].map(({ type }) => type);
  return [
    ...(types.includes('fargate_spot')
      ? [
          'AWS can stop tasks on Spot, with two minutes’ notice. ECS starts another one when Spot has capacity. Until then none runs in its place, and the events of the service say `unable to place a task`.',
        ]
      : []),
    ...(instances
      ? [
          `Up to ${instances.maxSize} instances (${instances.instanceTypes.join(', ')}) start and stop with the tasks. New instances use the newest image of AWS. To replace those that run, drain one after the other in the console of the cluster: ECS replaces the tasks of the worker on it${withFlowRuns ? ', and flow runs go on until they end' : ''}. When no task is left on it, terminate it in the console of EC2: the Auto Scaling group starts another.`,
        ]
      : []),
    ...(instances?.sessionManager
      ? [
          `\`aws ssm start-session --region ${region} --target ID\` opens a shell on an instance, whose ID [is it down?](#is-it-down) shows. It needs \`ssm:StartSession\` and the Session Manager plugin of the AWS CLI.`,
        ]
      : []),
  ];
}

function ownershipNotes({ create, ignore, autoscaling, schedule = {} }: Service): string[] {
  return [
    ...(create ? [] : ['This stack creates the task definition and no service: others run it.']),
    ...(ignore.includes('task_definition')
      ? ['An apply creates revisions of the task definition and deploys none: others decide which one runs.']
      : []),
    ...(ignore.includes('desired_count') && !autoscaling
      ? ['An apply does not change the number of tasks: others decide it.']
      : []),
    ...(autoscaling
      ? [
          `AWS keeps between ${autoscaling.min} and ${autoscaling.max} tasks running. An apply does not change their number.`,
        ]
      : []),
    ...(Object.keys(schedule).length > 0
      ? [
          `${scheduled(schedule)} An apply does not change these bounds: a changed schedule applies from its next time on.`,
        ]
      : []),
  ];
}

/** When the number of tasks changes by itself, as a sentence. */
export function scheduled(schedule: NonNullable<Service['schedule']>): string {
  const changes = Object.values(schedule).map(({ schedule: when, timezone, min, max }) => {
    const bounds = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`];
    return `\`${when}\` (${timezone}) ${bounds.filter((bound) => bound !== '').join(', ')}`;
  });
  return `The number of tasks follows a schedule: ${changes.join('; ')}.`;
}
