import type { StackContext } from '../../stack/context';
import { type JsonMap, merge } from '../../terraform/merge';
import { literal, literalMap } from '../../terraform/terraform-text';
import { existingSecret } from '../secrets/resources/secret-source';
import {
  type Container,
  isRoot,
  type MainContainer,
  mountsOf,
  type Sidecar,
  TEMPORARY_VOLUME,
  WORKER_CONTAINER,
} from './resolve';
import {
  type ContainerProps,
  containerDefinition,
  type MountProps,
  type Tmpfs,
} from './resources/container-definition';
import type { LogConfiguration } from './schema';

/** Where everybody may write, root or not. */
const TEMPORARY = '/tmp';

/** What a task is around a container of it. */
export interface InTask {
  readonly context: StackContext;
  readonly main: MainContainer;
  /** The name in ECS of the container that the task is for. */
  readonly mainName: string;
  /** Where the containers' logs go that have none of their own. */
  readonly log?: JsonMap;
}

/** What the fields of a container of any kind are in its container definition. */
export function containerProps(
  container: Container & (Pick<Sidecar, 'mounts'> | Pick<MainContainer, 'volumes'>),
  temporaryVolume: string,
  { context, mainName, log }: InTask,
): ContainerProps {
  const { repositoryCredentials, logConfiguration, dependsOn, healthCheck } = container;
  // A script may start the command, which has this one already.
  const { command, ...attributes } = container.attributes;
  return {
    entryPoint: container.entryPoint,
    user: container.user,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    startTimeout: container.startTimeout,
    stopTimeout: container.stopTimeout,
    dockerLabels: container.dockerLabels,
    ulimits: container.ulimits,
    initProcessEnabled: container.initProcessEnabled,
    dropCapabilities: container.dropCapabilities,
    gpus: container.gpus,
    attributes,
    healthCheck: healthCheck?.command && { ...healthCheck, command: healthCheck.command },
    tmpfs: tmpfsOf(container),
    mounts: mountPropsOf(container, temporaryVolume),
    dependsOn: Object.fromEntries(
      Object.entries(dependsOn).map(([on, condition]) => [on === WORKER_CONTAINER ? mainName : on, condition]),
    ),
    registrySecretArn:
      repositoryCredentials && existingSecret(repositoryCredentials, context.lookUps, context.aws).secretArn,
    logConfiguration: logOf(logConfiguration, log, context),
  };
}

/** The containers beside the one that the task is for. */
export function sidecarsOf(task: InTask): JsonMap[] {
  const { lookUps, aws } = task.context;
  return Object.entries(task.main.sidecars).map(([name, sidecar]) => {
    const { image, essential, command, cpu, memory, memoryReservation, environment, secrets } = sidecar;
    const variables = Object.entries(literalMap(environment)).map(([variable, value]) => ({ name: variable, value }));
    return containerDefinition({
      ...containerProps(sidecar, temporaryVolumeOf(name), task),
      name: literal(name),
      image: literal(image),
      essential,
      command: command?.map(literal),
      cpu,
      memory,
      memoryReservation,
      environment: variables.length === 0 ? undefined : variables,
      secrets: Object.entries(secrets).map(([variable, source]) => ({
        name: variable,
        valueFrom: existingSecret(source, lookUps, aws).valueFrom,
      })),
      firelens: sidecar.firelensConfiguration,
    });
  });
}

/** The volumes of temporary_files, of all containers of a task. */
export function temporaryVolumesOf(main: MainContainer): string[] {
  return [
    ...(hasTemporary('volume', main) ? [TEMPORARY_VOLUME] : []),
    ...Object.entries(main.sidecars).flatMap(([name, sidecar]) =>
      hasTemporary('volume', sidecar) ? [temporaryVolumeOf(name)] : [],
    ),
  ];
}

function temporaryVolumeOf(sidecar: string): string {
  return `${TEMPORARY_VOLUME}-${sidecar}`;
}

/** Prefect writes to its home, which whoever is not root, or may write to /tmp alone, has there. */
export function homeOf({ readonlyRootFilesystem, user }: Container): string | undefined {
  return readonlyRootFilesystem || !isRoot(user) ? TEMPORARY : undefined;
}

type AnyContainer = Container & (Pick<Sidecar, 'mounts'> | Pick<MainContainer, 'volumes'>);

function hasTemporary(kind: 'tmpfs' | 'volume', container: AnyContainer): boolean {
  const mounted = [...mountsOf(container).map(([, mount]) => mount), ...container.tmpfs];
  return container.temporaryFiles === kind && mounted.every(({ containerPath }) => containerPath !== TEMPORARY);
}

function mountPropsOf(container: AnyContainer, temporaryVolume: string): MountProps[] {
  return [
    ...(hasTemporary('volume', container) ? [{ volume: temporaryVolume, containerPath: TEMPORARY }] : []),
    ...mountsOf(container).map(([volume, mount]) => ({ volume, ...mount })),
  ];
}

function tmpfsOf(container: AnyContainer): Tmpfs[] {
  const temporary = hasTemporary('tmpfs', container) ? [{ containerPath: TEMPORARY, size: 64 }] : [];
  return [...temporary, ...container.tmpfs];
}

function logOf(
  configuration: 'none' | LogConfiguration | undefined,
  log: JsonMap | undefined,
  { aws, lookUps }: StackContext,
): JsonMap | undefined {
  if (configuration === undefined) return log;
  if (configuration === 'none') return undefined;
  const { logDriver, options, secretOptions } = configuration;
  if (logDriver === undefined) return log && merge(log, { options: literalMap(options) });
  const secrets = Object.entries(secretOptions).map(([name, source]) => ({
    name: literal(name),
    valueFrom: existingSecret(source, lookUps, aws).valueFrom,
  }));
  return {
    logDriver,
    options: Object.keys(options).length > 0 ? literalMap(options) : undefined,
    secretOptions: secrets.length > 0 ? secrets : undefined,
  };
}
