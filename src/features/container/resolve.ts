import type * as z from 'zod';
import { valueAt } from '../../environment/origin';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';
import { camelCase, type group } from '../../values/fields';
import { partitionOf } from '../../values/regions';
import type { containerFields, HealthCheck } from './schema';
import type { ConfiguredSidecar } from './sidecar-schema';

type ConfiguredContainer = z.output<ReturnType<typeof group<typeof containerFields>>>;

/** What is decided of a container that its fields leave open. */
interface Decided {
  /** undefined: none. */
  readonly healthCheck?: HealthCheck;
  readonly initProcessEnabled: boolean;
  /** What /tmp is. */
  readonly temporaryFiles: 'tmpfs' | 'volume' | 'none';
}

/** A container of any kind with every default resolved. */
export type Resolved<Configured extends ConfiguredContainer> = Omit<Configured, keyof Decided> & Decided;
export type Container = Resolved<ConfiguredContainer>;
export type Sidecar = Resolved<ConfiguredSidecar>;

/** The container that a task is for, with those beside it. */
export type ResolvedMain<Configured extends ConfiguredMain> = Omit<Resolved<Configured>, 'sidecars'> & {
  readonly sidecars: Readonly<Record<string, Sidecar>>;
};

/** A mount of a volume of the task. */
export interface Mount {
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** The container that a task is for, with the volumes of the task and the containers beside it. */
export type MainContainer = Container & {
  readonly volumes: Readonly<Record<string, Partial<Mount> & { readonly readOnly: boolean }>>;
  readonly sidecars: Readonly<Record<string, Sidecar>>;
};

/** What a container's defaults depend on. */
export interface ContainerDefaults {
  readonly hasTmpfs: boolean;
  readonly initProcessEnabled: boolean;
  readonly healthCheck?: HealthCheck;
}

/** Fargate has tmpfs in the commercial regions alone, instances have it everywhere. */
export function hasTmpfs(onFargate: boolean, region: string): boolean {
  return !onFargate || partitionOf(region) === 'aws';
}

function toContainer<Configured extends ConfiguredContainer>(
  configured: Configured,
  defaults: ContainerDefaults,
): Resolved<Configured> {
  const { initProcessEnabled, temporaryFiles } = configured;
  const replaced = { ...configured, ...fromAttributes(configured) };
  const { readonlyRootFilesystem } = replaced;
  return {
    ...replaced,
    healthCheck: healthCheckOf(configured, defaults),
    initProcessEnabled: initProcessEnabled ?? defaults.initProcessEnabled,
    temporaryFiles: readonlyRootFilesystem ? (temporaryFiles ?? (defaults.hasTmpfs ? 'tmpfs' : 'volume')) : 'none',
  };
}

type WithAttributes = Pick<ConfiguredContainer, 'attributes'>;

/** What `attributes` replaces in the container: the rules see what will be there. */
function fromAttributes({ attributes }: WithAttributes): {
  readonly user?: string;
  readonly readonlyRootFilesystem?: boolean;
  readonly entryPoint?: string[];
  readonly command?: string[];
} {
  const { user, readonlyRootFilesystem, entryPoint, command } = attributes;
  return {
    ...(typeof user === 'string' && { user }),
    ...(typeof readonlyRootFilesystem === 'boolean' && { readonlyRootFilesystem }),
    ...(isWords(entryPoint) && { entryPoint: entryPoint ?? undefined }),
    ...(isWords(command) && { command: command ?? undefined }),
  };
}

/** Whether an attribute is a list of words, or null, which removes it. */
function isWords(value: unknown): value is string[] | null {
  return (
    value === null || (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string'))
  );
}

/** The attribute is merged into it, and null removes it. */
function healthCheckOf(
  { healthCheck, attributes }: Pick<ConfiguredContainer, 'attributes' | 'healthCheck'>,
  defaults: ContainerDefaults,
): HealthCheck | undefined {
  const own = attributes['healthCheck'];
  if (own === null) return undefined;
  const below = healthCheck === false ? undefined : (healthCheck ?? defaults.healthCheck);
  const command = valueAt(own, ['command']);
  return isWords(command) ? { ...below, command: command ?? undefined } : below;
}

/** Where the file sets a field of a container: by the name of the field, or by the one that AWS has for it. */
export function containerFieldPath({ attributes }: WithAttributes, [field = '', ...below]: Path): Path {
  const attribute = [camelCase(String(field)), ...below];
  const isReplaced = REPLACED.includes(field) && valueAt(attributes, attribute) !== undefined;
  return isReplaced ? ['attributes', ...attribute] : [field, ...below];
}

/** Fields that an attribute replaces. */
const REPLACED: Path = ['user', 'readonly_root_filesystem', 'entry_point', 'command', 'health_check'];

type ConfiguredMain = ConfiguredContainer & { readonly sidecars: Readonly<Record<string, ConfiguredSidecar>> };

/** The container that a task is for, and those beside it. */
export function toMainContainer<Configured extends ConfiguredMain>(
  configured: Configured,
  defaults: Omit<ContainerDefaults, 'initProcessEnabled'> & { readonly exec: boolean },
): ResolvedMain<Configured> {
  const { hasTmpfs: inMemory, exec } = defaults;
  const sidecars = Object.entries(configured.sidecars).map(([name, sidecar]): [string, Sidecar] => [
    name,
    // Images with an init process of their own want it to be the first process.
    toContainer(sidecar, { hasTmpfs: inMemory, initProcessEnabled: false }),
  ]);
  const { entryPoint } = { ...configured, ...fromAttributes(configured) };
  const initProcessEnabled = entryPoint !== undefined || exec;
  return {
    ...toContainer(configured, { ...defaults, initProcessEnabled }),
    sidecars: Object.fromEntries(sidecars),
  };
}

/** The volumes of its task that a container mounts, by name. */
export function mountsOf(
  of: Pick<Sidecar, 'mounts'> | Pick<MainContainer, 'volumes'>,
): [volume: string, mount: Mount][] {
  const all: [string, Partial<Mount> & { readonly readOnly: boolean }][] = Object.entries(
    'mounts' in of ? of.mounts : of.volumes,
  );
  return all.flatMap(([volume, { containerPath, readOnly }]): [string, Mount][] =>
    containerPath === undefined ? [] : [[volume, { containerPath, readOnly }]],
  );
}

/** Whether no container of the task may write to a volume. */
export function isReadOnly(volume: string, main: Pick<MainContainer, 'volumes' | 'sidecars'>): boolean {
  const mounts = [main, ...Object.values(main.sidecars)].flatMap((each) => mountsOf(each));
  return mounts.every(([mounted, { readOnly }]) => mounted !== volume || readOnly);
}

/** The secrets that ECS reads for a container beside those that become its environment variables. */
export function furtherSecretsOf({
  repositoryCredentials,
  logConfiguration,
}: Pick<Container, 'repositoryCredentials' | 'logConfiguration'>): SecretSource[] {
  return [
    ...(repositoryCredentials ? [repositoryCredentials] : []),
    ...(typeof logConfiguration === 'object' ? Object.values(logConfiguration.secretOptions) : []),
  ];
}

/** Those of the containers beside the one that a task is for, their environment variables included. */
export function sidecarSecretsOf({ sidecars }: Pick<MainContainer, 'sidecars'>): SecretSource[] {
  return Object.values(sidecars).flatMap((sidecar) => [
    ...Object.values(sidecar.secrets),
    ...furtherSecretsOf(sidecar),
  ]);
}

/** How depends_on names the worker's container, whose name in ECS is built from the environment's. */
export const WORKER_CONTAINER = 'worker';

/** The volume that temporary_files: volume creates for the container that the task is for; for a sidecar, with its name. */
export const TEMPORARY_VOLUME = 'tmp';

/** What Prefect calls the container of a flow run where nothing else is set. */
export const FLOW_CONTAINER = 'prefect';

/** Prefect's own images, as Docker Hub has them. */
export const PREFECTS_OWN_IMAGE = /^(docker\.io\/)?prefecthq\//;

/** A copy of one in another registry, or an image that was built from it under its name. */
const NAMED_AS_PREFECTS = /\/prefect(-aws)?:\d[\d.]*-python3[\d.]*(-prefect[\d.]+)?(@|$)/;

/** Whether an image has Python and Prefect where Prefect's own images have them. */
export function hasPrefectsPrograms(image: string): boolean {
  return PREFECTS_OWN_IMAGE.test(image) || NAMED_AS_PREFECTS.test(image);
}

/** Root, by name or number. */
export function isRoot(user: string | undefined): boolean {
  return user === undefined || /^(root|0)(:|$)/.test(user);
}

/** What of a task's size its sidecars have. */
export function takenBySidecars({ sidecars }: Pick<MainContainer, 'sidecars'>): { cpu: number; memory: number } {
  const sum = (sizeOf: (sidecar: Sidecar) => number | undefined) =>
    Object.values(sidecars).reduce((total, sidecar) => total + (sizeOf(sidecar) ?? 0), 0);
  return {
    cpu: sum(({ cpu }) => cpu),
    memory: sum(({ memory, memoryReservation }) => memory ?? memoryReservation),
  };
}

/** Whether a log goes elsewhere than to CloudWatch, or nowhere. */
export function isLoggedElsewhere(log: Container['logConfiguration']): boolean {
  return log === 'none' || (log?.logDriver ?? 'awslogs') !== 'awslogs';
}
