import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from './context';
import { type Fargate, fargateOf } from './fargate';
import { plannedTemplate } from './planned-template';
import type { Placement, Worker, WorkerTask } from './workers';

/** A task of flow runs, as the stack's template for the work pool of a worker starts it. */
export interface FlowRunTask extends WorkerTask {
  readonly worker: Worker;
  /** `flow runs`, or `flow runs of NAME`. */
  readonly whose: string;
  /** The name or the ARN; undefined where the template leaves it to a deployment. */
  readonly cluster?: string;
  readonly placement?: Placement;
  /** None: they run on instances, or as a deployment says. */
  readonly fargate: readonly Fargate[];
}

/** One for each template of the stack: a further worker without one has the first worker's. */
export function flowRunTasks({ stack, workers }: Pick<Context, 'stack' | 'workers'>): FlowRunTask[] {
  return workers.flatMap((worker) => {
    const template = plannedTemplate(stack, worker.name);
    return template === undefined ? [] : taskOf(template, worker);
  });
}

/** The cluster in which the template of a work pool starts tasks. */
export function clusterOf(template: Template): string | undefined {
  return text(resolved(template, template?.job_configuration?.task_run_request?.cluster));
}

// biome-ignore lint/suspicious/noExplicitAny: a JSON document.
type Template = any;

function taskOf(template: Template, worker: Worker): FlowRunTask {
  const value = (written: unknown) => resolved(template, written);
  const { task_definition: definition = {}, task_run_request: request = {} } = template.job_configuration ?? {};
  const network = request.networkConfiguration?.awsvpcConfiguration ?? value('{{ network_configuration }}');
  const containers: ContainerDefinition[] = Array.isArray(definition.containerDefinitions)
    ? definition.containerDefinitions
    : [];
  const [cluster, executionRole, taskRole] = [
    clusterOf(template),
    text(value(definition.executionRoleArn)),
    text(value(request.overrides?.taskRoleArn)),
  ];
  const strategy = value(request.capacityProviderStrategy);
  const providers = Array.isArray(strategy) ? strategy.map(({ capacityProvider }) => capacityProvider) : [];
  return {
    worker,
    fargate: fargateOf(value(request.launchType), providers),
    whose: worker.name === undefined ? 'flow runs' : `flow runs of ${worker.name}`,
    ...(cluster !== undefined && { cluster }),
    ...(executionRole !== undefined && { executionRole }),
    ...(taskRole !== undefined && { taskRole }),
    ...(network !== undefined && { placement: placementOf(network) }),
    architecture: definition.runtimePlatform?.cpuArchitecture ?? 'X86_64',
    containers: containers.map(({ image, ...container }) => ({ ...container, image: text(value(image)) })),
  };
}

/** A placeholder of Prefect's stands for the default of its variable. */
function resolved(template: Template, written: unknown): unknown {
  const [, variable] = typeof written === 'string' ? (/^\{\{ (\w+) \}\}$/.exec(written) ?? []) : [];
  if (variable === undefined) return written;
  return template?.variables?.properties?.[variable]?.default ?? undefined;
}

function placementOf({ subnets, securityGroups, assignPublicIp }: Template): Placement {
  return {
    subnets: Array.isArray(subnets) ? subnets.map(String) : [],
    securityGroups: Array.isArray(securityGroups) ? securityGroups.map(String) : [],
    publicAddress: assignPublicIp === 'ENABLED',
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
