import type { StackContext } from '../../stack/context';
import { type JsonMap, merge } from '../../terraform/merge';
import { literal, literalMap } from '../../terraform/terraform-text';
import { containerProps, type InTask, sidecarsOf } from '../container/create';
import { FLOW_CONTAINER, TEMPORARY_VOLUME } from '../container/resolve';
import { type ContainerProps, containerDefinition } from '../container/resources/container-definition';
import type { Secrets } from '../secrets/create';
import { flowRunsOnInstances } from './capacity';
import type { FlowRunContext, FlowRunResources } from './create-types';
import type { FlowRuns } from './resolve';

/** Without a version: a pool outlives a rotation, and flow runs take the value that is current when they start. */
export function credentialValueFrom(from: 'input' | 'existing', { credential: secret }: Secrets): string {
  return (from === 'existing' ? secret?.valueFrom : secret?.secretArn) ?? '';
}

export function injectsItself({ containerSecrets, settings }: FlowRunResources): boolean {
  return containerSecrets.length > 0 || settings.taskDefinitionArn !== undefined || settings.createTaskDefinition;
}

/** The flow's container, as far as the template does not have it. */
export function flowContainer(context: StackContext, flowRuns: FlowRunContext): ContainerProps {
  const container = ownContainer(context, flowRuns);
  const { logConfiguration: _, ...attributes } = container.attributes ?? {};
  return isLogOfPrefect(flowRuns) ? { ...container, attributes } : container;
}

/** Whether prefect-aws writes where the flow's container logs, from variables of the template. */
export function isLogOfPrefect({ resources: { logGroup, settings } }: FlowRunContext): boolean {
  return logGroup !== undefined && (settings.logConfiguration === undefined || addedOptions(settings) !== undefined);
}

/** Options for the log group, beside those that it has. */
export function addedOptions({ logConfiguration }: Pick<FlowRuns, 'logConfiguration'>) {
  const isAdded = typeof logConfiguration === 'object' && logConfiguration.logDriver === undefined;
  return isAdded ? logConfiguration.options : undefined;
}

function ownContainer(context: StackContext, flowRuns: FlowRunContext): ContainerProps {
  const { settings } = flowRuns.resources;
  const { sidecars, capacity, cpu, memory } = settings;
  const taken = (of: 'cpu' | 'memory') => Object.values(sidecars).reduce((sum, sidecar) => sum + (sidecar[of] ?? 0), 0);
  // On instances prefect-aws would give it the whole task, sidecars or not.
  const isShared = flowRunsOnInstances(capacity) && Object.keys(sidecars).length > 0;
  return {
    ...containerProps(settings, TEMPORARY_VOLUME, { ...taskOf(context, flowRuns), log: undefined }),
    secrets: injected(context, flowRuns),
    ...(isShared && { cpu: cpu - taken('cpu'), memory: memory - taken('memory') }),
  };
}

/** The flow's container as a whole, for a task definition that no worker completes. */
export function completeFlowContainer(context: StackContext, flowRuns: FlowRunContext): JsonMap {
  return containerDefinition({
    ...ownContainer(context, flowRuns),
    name: FLOW_CONTAINER,
    image: flowRuns.resources.image,
    essential: true,
    ...(isLogOfPrefect(flowRuns) && { logConfiguration: completeLogOf(context, flowRuns) }),
  });
}

export function flowSidecars(context: StackContext, flowRuns: FlowRunContext): JsonMap[] {
  return sidecarsOf(taskOf(context, flowRuns));
}

function taskOf(context: StackContext, flowRuns: FlowRunContext): InTask {
  return {
    context,
    main: flowRuns.resources.settings,
    mainName: FLOW_CONTAINER,
    log: logOf(context, flowRuns, 'sidecars'),
  };
}

function injected({ environment: { apiKey } }: StackContext, { resources, secrets }: FlowRunContext) {
  if (resources.containerSecrets.length === 0 && !resources.settings.createTaskDefinition) return [];
  const own = resources.containerSecrets.map(({ name, secret: { valueFrom } }) => ({ name, valueFrom }));
  if (apiKey.from === 'nowhere') return own;
  return [{ name: apiKey.setting, valueFrom: credentialValueFrom(apiKey.from, secrets) }, ...own];
}

function completeLogOf(context: StackContext, flowRuns: FlowRunContext): JsonMap | undefined {
  const log = logOf(context, flowRuns, 'flow-runs');
  return log && merge(log, { options: literalMap(addedOptions(flowRuns.resources.settings) ?? {}) });
}

function logOf(
  { aws }: StackContext,
  { resources: { logGroup, settings } }: FlowRunContext,
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
