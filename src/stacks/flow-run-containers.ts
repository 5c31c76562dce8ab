import { flowRunsOnInstances } from '../config/flow-run-capacity';
import type { FlowSidecar } from '../config/groups/flow-containers';
import { existingSecret } from '../constructs/secret-source';
import { type JsonDocument, literal, literalDocument, literalMap } from '../constructs/terraform-text';
import { type JobSettings, merge } from './base-job-template';
import type { FlowRunSurroundings, FlowRunThings } from './flow-run-resources';
import type { NamedSecret, Secrets } from './secrets';
import type { Ground } from './wired';

type Map = JobSettings['defaults'];

/** What Prefect calls the flow's container where nothing else is said. */
export const FLOW_CONTAINER = 'prefect';

/** Without a version: a pool outlives a rotation, and flow runs take the value that is current when they start. */
export function credentialValueFrom(from: 'input' | 'existing', { credential: secret }: Secrets): string {
  return (from === 'existing' ? secret?.valueFrom : secret?.secretArn) ?? '';
}

export function injectsItself({ containerSecrets, settings }: FlowRunThings): boolean {
  return containerSecrets.length > 0 || settings.taskDefinitionArn !== undefined || settings.createTaskDefinition;
}

function containerSecrets({ environment: { apiKey } }: Ground, { things, secrets }: FlowRunSurroundings): Map {
  if (things.containerSecrets.length === 0 && !things.settings.createTaskDefinition) return {};
  const own = things.containerSecrets.map(injected);
  const all =
    apiKey.from === 'nowhere'
      ? own
      : [{ name: apiKey.setting, valueFrom: credentialValueFrom(apiKey.from, secrets) }, ...own];
  return all.length === 0 ? {} : { secrets: all };
}

function injected({ name, secret: { valueFrom } }: NamedSecret): Map {
  return { name, valueFrom };
}

/** Attributes of the flow's container that the template does not have. */
export function container(ground: Ground, around: FlowRunSurroundings): Map {
  const {
    volumes,
    dockerLabels,
    containerDefinition,
    exec,
    sidecars,
    capacity: chosen,
    cpu,
    memory,
  } = around.things.settings;
  const taken = (of: 'cpu' | 'memory') => Object.values(sidecars).reduce((sum, sidecar) => sum + (sidecar[of] ?? 0), 0);
  const ours: Map = {
    ...containerSecrets(ground, around),
    ...(Object.keys(volumes).length > 0 && {
      mountPoints: Object.entries(volumes).map(([sourceVolume, { path, readOnly }]) => ({
        sourceVolume,
        containerPath: path,
        readOnly,
      })),
    }),
    ...(Object.keys(dockerLabels).length > 0 && { dockerLabels: literalMap(dockerLabels) }),
    ...(exec && { linuxParameters: { initProcessEnabled: true } }),
    // On instances prefect-aws would give it the whole task, sidecars or not.
    ...(flowRunsOnInstances(chosen) &&
      Object.keys(sidecars).length > 0 && { cpu: cpu - taken('cpu'), memory: memory - taken('memory') }),
  };
  return merge(ours, literalDocument(containerDefinition) as Map);
}

export function sidecarOf(
  ground: Ground,
  around: FlowRunSurroundings,
  [name, sidecar]: readonly [string, FlowSidecar],
): Map {
  const { image, essential, command, entryPoint, cpu, memory, memoryReservation, user, readOnlyRoot } = sidecar;
  const { environment, secrets, mounts, dependsOn, startTimeout, stopTimeout, healthCheck } = sidecar;
  const optional: Record<string, JsonDocument | undefined> = {
    command: command?.map(literal),
    entryPoint: entryPoint?.map(literal),
    cpu,
    memory,
    memoryReservation,
    user: user && literal(user),
    readonlyRootFilesystem: readOnlyRoot || undefined,
    startTimeout,
    stopTimeout,
    healthCheck: healthCheck && { command: healthCheck.map(literal) },
    environment: some(Object.entries(environment).map(([key, value]) => ({ name: key, value: literal(value) }))),
    secrets: some(
      Object.entries(secrets).map(([key, source]) =>
        injected({ name: key, secret: existingSecret(source, ground.lookUps, ground.aws) }),
      ),
    ),
    mountPoints: some(
      mounts.map(({ volume, path, readOnly }) => ({ sourceVolume: volume, containerPath: path, readOnly })),
    ),
    dependsOn: some(dependsOn.map(({ container: containerName, condition }) => ({ containerName, condition }))),
    logConfiguration: logConfiguration(ground, around, 'sidecars'),
  };
  return merge(
    { name, image: literal(image), essential, ...optional },
    literalDocument(sidecar.containerDefinition) as Map,
  );
}

/** The flow's container as a whole, for a task definition that no worker completes. */
export function wholeContainer(ground: Ground, around: FlowRunSurroundings): Map {
  const { image } = around.things;
  const given: Map = {
    name: FLOW_CONTAINER,
    image,
    essential: true,
    logConfiguration: logConfiguration(ground, around, 'flow-runs'),
  };
  return merge(given, container(ground, around));
}

function logConfiguration(
  { aws }: Ground,
  { things: { logGroup, settings } }: FlowRunSurroundings,
  prefix: string,
): Map | undefined {
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

function some(list: readonly JsonDocument[]): readonly JsonDocument[] | undefined {
  return list.length === 0 ? undefined : list;
}
