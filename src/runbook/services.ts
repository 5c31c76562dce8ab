import type { Environment } from '../environment/environment';
import { physicalNames } from '../features/names/physical-names';
import type { Service } from '../features/service/resolve';
import { poolsOf } from '../features/work-pool/pools';
import { type Worker, workersOf } from '../features/workers/workers-of';
import { batchesOf } from '../values/batches';
import { MOST_DESCRIBED_SERVICES } from '../values/limits/ecs';
import { scheduled } from './running-in-words';
import { code } from './template';

/** A service that this stack creates, and the family of its task definitions. */
export interface WorkerService {
  readonly service: string;
  readonly family: string;
  readonly container: string;
  /** How many tasks it is to run. */
  readonly count: number;
  /** Whether ECS Exec opens a shell in its tasks. */
  readonly exec: boolean;
  /** The bounds between which AWS changes how many tasks run; left out: it does not. */
  readonly bounds?: Bounds;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** The services that this stack creates, the first worker's first. */
export function createdServices(environment: Environment): WorkerService[] {
  const { service, taskFamily, container } = physicalNames(environment.inputs.name, environment.naming);
  return workersOf(environment).flatMap((worker) => {
    const { create, enableExecuteCommand: exec } = worker.service;
    if (!create) return [];
    const end = worker.name === undefined ? '' : `-${worker.name}`;
    const bounds = boundsOf(worker);
    return [
      {
        service: service + end,
        family: taskFamily + end,
        container: container + end,
        count: worker.desiredCount,
        exec,
        ...(bounds !== undefined && { bounds }),
      },
    ];
  });
}

/** Without autoscaling the schedule alone changes how many run. */
function boundsOf({ service: { autoscaling, schedule = {} }, desiredCount }: Worker): Bounds | undefined {
  if (autoscaling !== undefined) return { min: autoscaling.min, max: autoscaling.max };
  return Object.keys(schedule).length > 0 ? { min: desiredCount, max: desiredCount } : undefined;
}

/** What sets the number of tasks again after a person has changed it: `the next apply or autoscaling`; empty: nothing does. */
export function taskCountSetter(environment: Environment): string {
  const services = workersOf(environment).flatMap(({ service }) => (service.create ? [service] : []));
  const isScheduled = ({ schedule = {} }: Service) => Object.keys(schedule).length > 0;
  const applied = services.some(
    (one) => !one.ignore.includes('desired_count') && one.autoscaling === undefined && !isScheduled(one),
  );
  return [
    ...(applied ? ['the next apply'] : []),
    ...(services.some(({ autoscaling }) => autoscaling !== undefined) ? ['autoscaling'] : []),
    ...(services.some(isScheduled) ? ['the schedule'] : []),
  ].join(' or ');
}

/** How many tasks each service is to run: `2`, or `1, of NAME 2, of OTHER 0`. */
export function desiredCounts(environment: Environment): string {
  const counts = workersOf(environment).flatMap(({ name, service, desiredCount }) => {
    if (!service.create) return [];
    return [name === undefined ? String(desiredCount) : `of ${name} ${desiredCount}`];
  });
  return counts.join(', ');
}

/** The services as arguments of `aws ecs describe-services`, in as many commands as these take. */
export function describedServices(services: readonly string[]): string[] {
  return batchesOf(services, MOST_DESCRIBED_SERVICES).map((some) => some.join(' '));
}

/** The work pools of workers that the stack file sets to 0 tasks, where no other worker polls them. */
export function unpolledPools(environment: Environment): string[] {
  const workers = workersOf(environment);
  const polled = new Set(workers.filter((worker) => !isStopped(worker)).map(({ workPoolName }) => workPoolName));
  return poolsOf(environment).flatMap(({ name }) => (polled.has(name) ? [] : [code(name)]));
}

function isStopped(worker: Worker): boolean {
  return worker.service.create && worker.desiredCount === 0 && boundsOf(worker) === undefined;
}

/** Why fewer tasks than the stack file sets can be right, a sentence each. */
export function scheduleNotes(environment: Environment): string[] {
  return workersOf(environment).flatMap(({ name, service }) =>
    notesOn(service).map((note) => (name === undefined ? note : `Of ${name}: ${note}`)),
  );
}

function notesOn({ create, autoscaling, schedule = {} }: Service): string[] {
  if (!create) return [];
  const isScheduled = Object.keys(schedule).length > 0;
  const mayStop = Object.values(schedule).some(({ max, min }) => max === 0 || min === 0);
  return [
    ...(isScheduled ? [scheduled(schedule)] : []),
    ...(mayStop ? ['So `desired` 0 and `running` 0 are right at the hours when the schedule sets 0.'] : []),
    ...(!isScheduled && autoscaling
      ? [`Autoscaling keeps \`desired\` between ${autoscaling.min} and ${autoscaling.max}.`]
      : []),
  ];
}
