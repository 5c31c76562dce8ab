import { type JsonDocument, literal, literalMap } from './terraform-text';

/** What any container of a task may be told, the worker's and those beside it; every text literally. */
export interface ContainerSettings {
  readonly entryPoint?: readonly string[];
  readonly user?: string;
  readonly readOnlyRootFilesystem?: boolean;
  /** Seconds. */
  readonly stopTimeout?: number;
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly ulimits?: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[];
  readonly initProcess?: boolean;
  readonly dropCapabilities?: readonly string[];
  readonly tmpfs?: readonly Tmpfs[];
  readonly linuxParameters?: Readonly<Record<string, unknown>>;
  readonly gpus?: number;
  readonly mounts?: readonly Mount[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  /** ARN of the secret with the registry's user and password. */
  readonly registrySecretArn?: string;
}

export interface Tmpfs {
  readonly containerPath: string;
  /** MiB. */
  readonly size: number;
  readonly mountOptions?: readonly string[];
}

export interface Mount {
  readonly volume: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

export type ContainerFields = Readonly<Record<string, JsonDocument | undefined>>;

/** The fields of a container definition that say so; none that nobody asked for. */
export function containerFields(settings: ContainerSettings): ContainerFields {
  const { entryPoint, user, stopTimeout, dockerLabels = {}, ulimits, mounts, dependsOn, gpus } = settings;
  return {
    entryPoint: entryPoint?.map(literal),
    user: user && literal(user),
    readonlyRootFilesystem: settings.readOnlyRootFilesystem || undefined,
    stopTimeout,
    dockerLabels: Object.keys(dockerLabels).length > 0 ? literalMap(dockerLabels) : undefined,
    ulimits: some(ulimits?.map(({ name, softLimit, hardLimit }) => ({ name, softLimit, hardLimit }))),
    linuxParameters: linuxParameters(settings),
    mountPoints: some(
      mounts?.map(({ volume, containerPath, readOnly = false }) => ({
        sourceVolume: volume,
        containerPath: literal(containerPath),
        readOnly,
      })),
    ),
    dependsOn: some(dependsOn?.map(({ containerName, condition }) => ({ containerName, condition }))),
    resourceRequirements: gpus === undefined ? undefined : [{ type: 'GPU', value: String(gpus) }],
    repositoryCredentials: settings.registrySecretArn
      ? { credentialsParameter: settings.registrySecretArn }
      : undefined,
  };
}

function linuxParameters({ initProcess, dropCapabilities, tmpfs, linuxParameters: further = {} }: ContainerSettings) {
  const fields: ContainerFields = {
    initProcessEnabled: initProcess || undefined,
    // ECS stores a list for what is left out here: without it, the provider would replace the task definition at each plan.
    capabilities: dropCapabilities?.length ? { add: [], drop: dropCapabilities.map(literal) } : undefined,
    tmpfs: some(
      tmpfs?.map(({ containerPath, size, mountOptions = [] }) => ({
        containerPath: literal(containerPath),
        size,
        mountOptions: mountOptions.map(literal),
      })),
    ),
    ...literalFields(further),
  };
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

function some<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items;
}

/** Fields of the user's own, literally; what is null is left out. */
export function literalFields(fields: Readonly<Record<string, unknown>>): ContainerFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [literal(key), literalValue(value)]));
}

function literalValue(value: unknown): JsonDocument | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => literalValue(item) ?? '');
  if (typeof value === 'object') return literalFields(value as Readonly<Record<string, unknown>>);
  return typeof value === 'string' ? literal(value) : (value as number | boolean);
}
