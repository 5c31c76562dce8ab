import { isReadOnly } from '../config/read-only-volume';
import type { Container, WorkerSettings } from '../config/worker-settings';
import type { ContainerSettings, Mount, Tmpfs } from '../constructs/container-settings';
import { existingSecret } from '../constructs/secret-source';
import { sidecar } from '../constructs/sidecar';
import type { TaskVolume } from '../constructs/task-volume';
import { type Expression, type JsonDocument, literal, literalMap } from '../constructs/terraform-text';
import { withCertificate, workerCommand } from '../constructs/worker-command';
import { healthCheck } from '../constructs/worker-health';
import type { Variable, WorkerTaskProps } from '../constructs/worker-task';
import type { OneWorker, Shared } from './one-worker';
import { CA_VARIABLE } from './secrets';
import { regionVariables, variablesOf } from './variables';
import type { Ground } from './wired';

/** How a sidecar names the worker's container where it waits for it. */
const WORKER = 'worker';

/** Where everybody may write, root or not. */
const TEMPORARY = '/tmp';

/** The worker's container and those beside it. */
export function containerOf(
  shared: Shared,
  worker: OneWorker,
  containerName: string,
): Pick<
  WorkerTaskProps,
  | 'containerName'
  | 'command'
  | 'environment'
  | 'secrets'
  | 'logConfiguration'
  | 'healthCheck'
  | 'settings'
  | 'attributes'
  | 'sidecars'
  | 'volumes'
> {
  const { ground, secrets, values } = shared;
  const { container } = worker;
  const { logConfiguration } = container;
  const workersLog = logOf(shared, worker);
  return {
    containerName,
    command: commandOf(ground, worker),
    environment: withHome(
      [...regionOf(ground, worker), ...variablesOf(ground, values, container, shared.events)],
      container,
    ),
    secrets: secrets.into(container).map(({ name, secret: { valueFrom } }) => ({ name, valueFrom })),
    logConfiguration: logConfiguration ? driverOf(logConfiguration, ground) : workersLog,
    healthCheck: container.healthCheck && healthCheck(container.healthCheck),
    settings: {
      ...container,
      mounts: mountsOf(container),
      tmpfs: tmpfsOf(container),
      dependsOn: waitsOf(container.dependsOn, containerName),
      registrySecretArn: container.registryCredentials && secretArn(container.registryCredentials, ground),
    },
    attributes: container.attributes,
    sidecars: Object.entries(container.sidecars).map(([name, configured]) =>
      sidecarOf(name, configured, { ground, containerName, workersLog }),
    ),
    volumes: volumesOf(ground, container),
  };
}

function commandOf({ environment, inputs }: Ground, worker: OneWorker): (string | Expression)[] | undefined {
  const { prefect } = environment;
  const { command, healthCheck: health } = worker.container;
  const certificate = prefect.caCertificate && CA_VARIABLE;
  if (command === 'image') return undefined;
  if (command !== undefined) return withCertificate(command.map(literal), certificate);
  return workerCommand({
    ...prefect,
    workerName: prefect.workerName && literal(prefect.workerName),
    workQueues: worker.workQueues?.map(literal),
    workPoolName: worker.inputs.workPoolName,
    workerType: inputs.workerType,
    withHealthcheck: health !== undefined,
    caCertificateVariable: certificate,
  });
}

/** Off Fargate; those that the stack file sets are its own. */
function regionOf({ aws }: Ground, { capacity: { type }, container }: OneWorker): Variable[] {
  if (type === 'fargate' || type === 'fargate_spot') return [];
  return Object.entries(regionVariables(aws))
    .filter(([name]) => !(name in container.environment) && !(name in container.secrets))
    .map(([name, value]) => ({ name, value }));
}

/** Prefect writes to its home, which whoever is not root, or may write to /tmp alone, has there. */
function withHome(variables: Variable[], { readOnlyRootFilesystem, user, secrets }: Container): Variable[] {
  const isRoot = user === undefined || /^(root|0)(:|$)/.test(user);
  const isSet = 'HOME' in secrets || variables.some(({ name }) => name === 'HOME');
  return (readOnlyRootFilesystem || !isRoot) && !isSet ? [...variables, { name: 'HOME', value: TEMPORARY }] : variables;
}

function isMounted(path: string, { volumes, tmpfs }: Container): boolean {
  return [...Object.values(volumes), ...tmpfs].some(({ containerPath }) => containerPath === path);
}

function mountsOf(container: Container): Mount[] {
  const temporary = container.temporaryFiles === 'volume' && !isMounted(TEMPORARY, container);
  return [
    ...(temporary ? [{ volume: TEMPORARY_VOLUME, containerPath: TEMPORARY }] : []),
    ...Object.entries(container.volumes).flatMap(([volume, { containerPath, readOnly }]) =>
      containerPath === undefined ? [] : [{ volume, containerPath, readOnly }],
    ),
  ];
}

const TEMPORARY_VOLUME = 'tmp';

function tmpfsOf(container: Container): Tmpfs[] {
  const temporary = container.temporaryFiles === 'tmpfs' && !isMounted(TEMPORARY, container);
  return [...(temporary ? [{ containerPath: TEMPORARY, size: 64 }] : []), ...container.tmpfs];
}

function volumesOf({ lookUps }: Ground, container: Container): TaskVolume[] {
  const temporary = container.temporaryFiles === 'volume' && !isMounted(TEMPORARY, container);
  return [
    ...(temporary ? [{ name: TEMPORARY_VOLUME }] : []),
    ...Object.entries(container.volumes).map(([name, { efs, hostPath }]) => ({
      name,
      hostPath,
      efs: efs && {
        ...efs,
        fileSystemId: lookUps.value(efs.fileSystemId),
        accessPointId: efs.accessPointId && lookUps.value(efs.accessPointId),
        readOnly: isReadOnly(name, container),
      },
    })),
  ];
}

interface Beside {
  readonly ground: Ground;
  readonly containerName: string;
  readonly workersLog?: JsonDocument;
}

type ConfiguredSidecar = Container['sidecars'][string];

function sidecarOf(name: string, configured: ConfiguredSidecar, { ground, containerName, workersLog }: Beside) {
  const { aws, lookUps } = ground;
  const { logs, healthCheck: health, mounts, dependsOn, registryCredentials, secrets } = configured;
  const settings: ContainerSettings = {
    ...configured,
    mounts: Object.entries(mounts).map(([volume, mount]) => ({ volume, ...mount })),
    dependsOn: waitsOf(dependsOn, containerName),
    registrySecretArn: registryCredentials && secretArn(registryCredentials, ground),
  };
  return sidecar({
    ...configured,
    name,
    settings,
    secrets: Object.entries(secrets).map(([variable, source]) => ({
      name: variable,
      valueFrom: existingSecret(source, lookUps, aws).valueFrom,
    })),
    // ECS's own defaults, said: otherwise it adds them, and Terraform would take them away.
    healthCheck: health && {
      command: health.command,
      interval: health.interval ?? 30,
      timeout: health.timeout ?? 5,
      retries: health.retries ?? 3,
      ...(health.startPeriod !== undefined && { startPeriod: health.startPeriod }),
    },
    logConfiguration: typeof logs === 'object' ? driverOf(logs, ground) : logs === 'worker' ? workersLog : undefined,
  });
}

function waitsOf(dependsOn: Readonly<Record<string, string>> = {}, containerName: string) {
  return Object.entries(dependsOn).map(([on, condition]) => ({
    containerName: on === WORKER ? containerName : on,
    condition,
  }));
}

/** The worker's log; a further worker's streams begin with its name too. */
function logOf({ logs }: Shared, { name }: OneWorker): JsonDocument | undefined {
  if (logs === undefined || name === undefined) return logs?.configuration;
  const { logDriver, options } = logs.configuration;
  const prefix = `${options['awslogs-stream-prefix']}-${name}`;
  return { logDriver, options: { ...options, 'awslogs-stream-prefix': prefix } };
}

type ConfiguredLog = NonNullable<WorkerSettings['container']['logConfiguration']>;

function driverOf({ driver, options, secretOptions }: ConfiguredLog, { aws, lookUps }: Ground): JsonDocument {
  const secrets = Object.entries(secretOptions).map(([name, source]) => ({
    name: literal(name),
    valueFrom: existingSecret(source, lookUps, aws).valueFrom,
  }));
  return {
    logDriver: driver,
    options: Object.keys(options).length > 0 ? literalMap(options) : undefined,
    secretOptions: secrets.length > 0 ? secrets : undefined,
  };
}

function secretArn(source: NonNullable<Container['registryCredentials']>, { aws, lookUps }: Ground): string {
  return existingSecret(source, lookUps, aws).secretArn;
}
