import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Block } from '../runbook/terraform-document';
import { type Fargate, fargateOf } from './fargate';
import type { PlannedStack } from './planned-stack';
import { isKnown, UNKNOWN, type Value } from './terraform-value';

/** A task of a worker, as it would be created or as it runs. */
export interface WorkerTask {
  readonly containers: readonly ContainerDefinition[];
  readonly executionRole?: string;
  readonly taskRole?: string;
  readonly architecture: string;
}

/** Where the tasks of a service are placed. */
export interface Placement {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly publicAddress: boolean;
}

/** A worker of a stack. What only Terraform knows before an apply is left out. */
export interface PlannedWorker {
  /** As the stack file names it; the first has none. */
  readonly name?: string;
  readonly cluster: string;
  readonly service: string;
  readonly desiredCount?: number;
  /** Whether something else than an apply changes how many tasks are to run. */
  readonly scaled: boolean;
  /** None: it runs on instances. */
  readonly fargate: readonly Fargate[];
  /** The namespace in which Service Connect finds others, by name or ARN. */
  readonly namespace?: string;
  readonly placement: Placement;
  readonly task: WorkerTask;
}

/** A worker with what runs of it; nothing before its first apply. */
export interface Worker extends PlannedWorker {
  readonly live?: { readonly service: Service; readonly definition: TaskDefinition };
}

const SERVICE = 'prefect_worker_service';

/** The workers of a stack, the first one first. */
export function plannedWorkers(stack: PlannedStack): PlannedWorker[] {
  const definitions = stack.resources('aws_ecs_task_definition');
  const services = [...stack.resources('aws_ecs_service')].filter(([address]) => address.startsWith(SERVICE));
  return services.map(([address, service]) => {
    const suffix = address.slice(SERVICE.length);
    const definition = definitions.get(`prefect_worker_task_definition${suffix}`) ?? {};
    const count = service['desired_count'] as Value;
    return {
      ...(suffix !== '' && { name: suffix.slice(1) }),
      cluster: lastPart(text(service['cluster'])),
      service: text(service['name']),
      ...(typeof count === 'number' && { desiredCount: count }),
      scaled: stack.resources('aws_appautoscaling_target').has(`prefect_worker${suffix}`),
      fargate: fargateOfService(service),
      ...known('namespace', (service['service_connect_configuration'] as Block | undefined)?.['namespace']),
      placement: placementOf(service['network_configuration'] as Block | undefined),
      task: {
        containers: containersOf(definition['container_definitions'] as Value),
        ...known('executionRole', definition['execution_role_arn']),
        ...known('taskRole', definition['task_role_arn']),
        architecture: text((definition['runtime_platform'] as Block | undefined)?.['cpu_architecture'] ?? 'X86_64'),
      },
    };
  });
}

/** The worker's own container: that which starts a worker, or else the first. */
export function workerContainer({ containers }: WorkerTask): ContainerDefinition | undefined {
  const startsWorker = ({ command = [] }: ContainerDefinition) => command.join(' ').includes('worker start');
  return containers.find(startsWorker) ?? containers[0];
}

/** The task that runs, or else the one that would be created. */
export function currentTask({ live, task }: Worker): WorkerTask {
  if (live === undefined) return task;
  const { containerDefinitions = [], executionRoleArn, taskRoleArn, runtimePlatform } = live.definition;
  return {
    containers: containerDefinitions,
    ...(executionRoleArn !== undefined && { executionRole: executionRoleArn }),
    ...(taskRoleArn !== undefined && { taskRole: taskRoleArn }),
    architecture: runtimePlatform?.cpuArchitecture ?? 'X86_64',
  };
}

/** Where tasks are, as planned where that is known, or else as they run. */
export function currentPlacement({ live, placement }: Worker): Placement {
  const running = live?.service.networkConfiguration?.awsvpcConfiguration;
  if (running === undefined || isKnown(placement.subnets as Value)) return placement;
  return {
    subnets: running.subnets ?? [],
    securityGroups: running.securityGroups ?? [],
    publicAddress: running.assignPublicIp === 'ENABLED',
  };
}

/** The work pool that a worker polls. */
export function poolOf(task: WorkerTask): string | undefined {
  return optionOf(task, '-p', '--pool');
}

/** The work queues that a worker polls; none: all of its pool. */
export function queuesOf(task: WorkerTask): string[] {
  const { command = [] } = workerContainer(task) ?? {};
  return command.filter((word, index) => ['-q', '--work-queue'].includes(command[index - 1] ?? '') && isKnown(word));
}

/** The type of a worker, which is that of the pools it can poll. */
export function typeOf(task: WorkerTask): string | undefined {
  return optionOf(task, '-t', '--type');
}

function optionOf(task: WorkerTask, ...flags: readonly string[]): string | undefined {
  const { command = [] } = workerContainer(task) ?? {};
  const flag = command.findIndex((word) => flags.includes(word));
  const value = flag < 0 ? undefined : command[flag + 1];
  return value !== undefined && isKnown(value) ? value : undefined;
}

/** The value of a variable of the worker's container. */
export function variableOf(task: WorkerTask, name: string): string | undefined {
  const value = workerContainer(task)?.environment?.find((variable) => variable.name === name)?.value;
  return value !== undefined && isKnown(value) ? value : undefined;
}

/** Where ECS reads a variable of the worker's container from. */
export function secretOf(task: WorkerTask, name: string): string | undefined {
  return workerContainer(task)?.secrets?.find((secret) => secret.name === name)?.valueFrom;
}

/** `the worker`, or `worker reports`. */
export function inWords({ name }: PlannedWorker): string {
  return name === undefined ? 'worker' : `worker ${name}`;
}

function containersOf(written: Value): ContainerDefinition[] {
  if (typeof written !== 'string') return [];
  try {
    const containers: unknown = JSON.parse(written);
    return Array.isArray(containers) ? containers : [];
  } catch {
    // An expression in it could not be read.
    return [];
  }
}

function placementOf(configuration: Block | undefined): Placement {
  return {
    subnets: list(configuration?.['subnets']),
    securityGroups: list(configuration?.['security_groups']),
    publicAddress: configuration?.['assign_public_ip'] === true,
  };
}

function fargateOfService({
  launch_type: type = 'FARGATE',
  capacity_provider_strategy: strategy,
}: Block): readonly Fargate[] {
  const providers = Array.isArray(strategy) ? strategy.map(({ capacity_provider: provider }) => provider) : [];
  return fargateOf(type, providers);
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [UNKNOWN];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : UNKNOWN;
}

function known<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { readonly [Key in Name]?: string }) : {};
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
