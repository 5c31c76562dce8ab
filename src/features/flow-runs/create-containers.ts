import type { Ground } from '../../stack/wired';
import type { JsonMap } from '../../terraform/merge';
import { literal } from '../../terraform/terraform-text';
import { containerProps, type InTask, sidecarsOf } from '../container/create';
import { FLOW_CONTAINER, TEMPORARY_VOLUME } from '../container/resolve';
import { type ContainerProps, containerDefinition } from '../container/resources/container-definition';
import type { Secrets } from '../secrets/create';
import { flowRunsOnInstances } from './capacity';
import type { FlowRunSurroundings, FlowRunThings } from './create-types';

/** Without a version: a pool outlives a rotation, and flow runs take the value that is current when they start. */
export function credentialValueFrom(from: 'input' | 'existing', { credential: secret }: Secrets): string {
  return (from === 'existing' ? secret?.valueFrom : secret?.secretArn) ?? '';
}

export function injectsItself({ containerSecrets, settings }: FlowRunThings): boolean {
  return containerSecrets.length > 0 || settings.taskDefinitionArn !== undefined || settings.createTaskDefinition;
}

/** The flow's container, as far as the template does not have it. */
export function flowContainer(ground: Ground, around: FlowRunSurroundings): ContainerProps {
  const container = ownContainer(ground, around);
  const { logConfiguration: _, ...attributes } = container.attributes ?? {};
  return isLogOfPrefect(around) ? { ...container, attributes } : container;
}

/** Whether prefect-aws writes where the flow's container logs, from variables of the template. */
export function isLogOfPrefect({ things: { logGroup, settings } }: FlowRunSurroundings): boolean {
  return logGroup !== undefined && settings.logConfiguration === undefined;
}

function ownContainer(ground: Ground, around: FlowRunSurroundings): ContainerProps {
  const { settings } = around.things;
  const { sidecars, capacity, cpu, memory } = settings;
  const taken = (of: 'cpu' | 'memory') => Object.values(sidecars).reduce((sum, sidecar) => sum + (sidecar[of] ?? 0), 0);
  // On instances prefect-aws would give it the whole task, sidecars or not.
  const isShared = flowRunsOnInstances(capacity) && Object.keys(sidecars).length > 0;
  return {
    ...containerProps(settings, TEMPORARY_VOLUME, { ...taskOf(ground, around), log: undefined }),
    secrets: injected(ground, around),
    ...(isShared && { cpu: cpu - taken('cpu'), memory: memory - taken('memory') }),
  };
}

/** The flow's container as a whole, for a task definition that no worker completes. */
export function wholeFlowContainer(ground: Ground, around: FlowRunSurroundings): JsonMap {
  return containerDefinition({
    ...ownContainer(ground, around),
    name: FLOW_CONTAINER,
    image: around.things.image,
    essential: true,
    ...(around.things.settings.logConfiguration === undefined && {
      logConfiguration: logOf(ground, around, 'flow-runs'),
    }),
  });
}

export function flowSidecars(ground: Ground, around: FlowRunSurroundings): JsonMap[] {
  return sidecarsOf(taskOf(ground, around));
}

function taskOf(ground: Ground, around: FlowRunSurroundings): InTask {
  return {
    ground,
    main: around.things.settings,
    mainName: FLOW_CONTAINER,
    log: logOf(ground, around, 'sidecars'),
  };
}

function injected({ environment: { apiKey } }: Ground, { things, secrets }: FlowRunSurroundings) {
  if (things.containerSecrets.length === 0 && !things.settings.createTaskDefinition) return [];
  const own = things.containerSecrets.map(({ name, secret: { valueFrom } }) => ({ name, valueFrom }));
  if (apiKey.from === 'nowhere') return own;
  return [{ name: apiKey.setting, valueFrom: credentialValueFrom(apiKey.from, secrets) }, ...own];
}

function logOf(
  { aws }: Ground,
  { things: { logGroup, settings } }: FlowRunSurroundings,
  prefix: string,
): JsonMap | undefined {
  if (logGroup === undefined) return undefined;
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': logGroup,
      'awslogs-region': aws.region,
      'awslogs-stream-prefix': literal(settings.log.streamPrefix ?? prefix),
    },
  };
}
