import { isMap, type JsonMap, merge } from '../../../terraform/merge';
import { type JsonDocument, literal, literalDocument, literalMap } from '../../../terraform/terraform-text';

/** A container of a task; every text in it literally, but for what is a `JsonDocument` already. */
export interface ContainerProps {
  readonly name?: JsonDocument;
  readonly image?: JsonDocument;
  readonly essential?: boolean;
  readonly command?: JsonDocument;
  /** Units of 1/1024 vCPU. */
  readonly cpu?: JsonDocument;
  /** MiB. */
  readonly memory?: JsonDocument;
  readonly memoryReservation?: number;
  readonly environment?: JsonDocument;
  /** What ECS injects: the variable's name, and where its value is. */
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly logConfiguration?: JsonDocument;
  readonly healthCheck?: HealthCheckProps;
  readonly entryPoint?: readonly string[];
  readonly user?: string;
  readonly readonlyRootFilesystem?: boolean;
  /** Seconds. */
  readonly startTimeout?: number;
  /** Seconds. */
  readonly stopTimeout?: number;
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly ulimits?: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[];
  readonly initProcessEnabled?: boolean;
  readonly dropCapabilities?: readonly string[];
  readonly tmpfs?: readonly Tmpfs[];
  readonly gpus?: number;
  readonly mounts?: readonly MountProps[];
  /** By the name of the container, the condition. */
  readonly dependsOn?: Readonly<Record<string, string>>;
  readonly firelens?: { readonly type: string; readonly options: Readonly<Record<string, string>> };
  /** ARN of the secret with the registry's user and password. */
  readonly registrySecretArn?: string;
  /** Further fields by AWS's own names. They are merged last; null removes. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Seconds, but for `retries`. */
export interface HealthCheckProps {
  readonly command: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
}

export interface Tmpfs {
  readonly containerPath: string;
  /** MiB. */
  readonly size: number;
  readonly mountOptions?: readonly string[];
}

export interface MountProps {
  readonly volume: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

/** The container definition, as ECS takes it, over what `base` has; it has only what is set. */
export function containerDefinition(props: ContainerProps, base: JsonMap = {}): JsonMap {
  const { name, image, essential, command, cpu, memory, memoryReservation, environment, logConfiguration } = props;
  const { stopTimeout, startTimeout, healthCheck, firelens, gpus, registrySecretArn } = props;
  const { secrets = [], dockerLabels = {}, ulimits = [], mounts = [], dependsOn = {} } = props;
  const fields: JsonMap = {
    name,
    image,
    essential,
    command,
    cpu,
    memory,
    memoryReservation,
    environment,
    secrets: some(secrets.map(({ name: variable, valueFrom }) => ({ name: variable, valueFrom }))),
    logConfiguration,
    // ECS's own defaults, said: otherwise it adds them, and Terraform would take them away.
    healthCheck: healthCheck && {
      command: healthCheck.command.map(literal),
      interval: healthCheck.interval ?? 30,
      timeout: healthCheck.timeout ?? 5,
      retries: healthCheck.retries ?? 3,
      startPeriod: healthCheck.startPeriod,
    },
    entryPoint: props.entryPoint?.map(literal),
    user: props.user && literal(props.user),
    readonlyRootFilesystem: props.readonlyRootFilesystem || undefined,
    startTimeout,
    stopTimeout,
    dockerLabels: Object.keys(dockerLabels).length > 0 ? literalMap(dockerLabels) : undefined,
    ulimits: some(ulimits.map(({ name: limit, softLimit, hardLimit }) => ({ name: limit, softLimit, hardLimit }))),
    linuxParameters: linuxParameters(props),
    mountPoints: some(
      mounts.map(({ volume, containerPath, readOnly = false }) => ({
        sourceVolume: volume,
        containerPath: literal(containerPath),
        readOnly,
      })),
    ),
    dependsOn: some(Object.entries(dependsOn).map(([containerName, condition]) => ({ containerName, condition }))),
    resourceRequirements: gpus === undefined ? undefined : [{ type: 'GPU', value: String(gpus) }],
    firelensConfiguration: firelens && {
      type: firelens.type,
      options: Object.keys(firelens.options).length > 0 ? literalMap(firelens.options) : undefined,
    },
    repositoryCredentials: registrySecretArn ? { credentialsParameter: registrySecretArn } : undefined,
  };
  return withLists(merge(merge(base, fields), literalDocument(props.attributes ?? {}) as JsonMap));
}

/** ECS stores lists that are left out as empty ones: without them, the provider would replace the task definition at each plan. */
function withLists(definition: JsonMap): JsonMap {
  const { linuxParameters: parameters } = definition;
  if (!isMap(parameters)) return definition;
  const { capabilities, tmpfs } = parameters;
  const lists = {
    ...(isMap(capabilities) && { capabilities: { add: [], drop: [], ...capabilities } }),
    ...(Array.isArray(tmpfs) && { tmpfs: tmpfs.map((one) => (isMap(one) ? { mountOptions: [], ...one } : one)) }),
  };
  return { ...definition, linuxParameters: { ...parameters, ...lists } };
}

function linuxParameters({
  initProcessEnabled,
  dropCapabilities = [],
  tmpfs = [],
}: ContainerProps): JsonMap | undefined {
  const fields: JsonMap = {
    initProcessEnabled: initProcessEnabled || undefined,
    capabilities: dropCapabilities.length > 0 ? { drop: dropCapabilities.map(literal) } : undefined,
    tmpfs: some(
      tmpfs.map(({ containerPath, size, mountOptions = [] }) => ({
        containerPath: literal(containerPath),
        size,
        mountOptions: mountOptions.map(literal),
      })),
    ),
  };
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

function some(items: readonly JsonDocument[]): readonly JsonDocument[] | undefined {
  return items.length === 0 ? undefined : items;
}
