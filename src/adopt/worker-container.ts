import * as z from 'zod';
import { type WorkerStart, workerStartIn } from './worker-start';

/** A container of a task, in the words of a stack file. */
export interface FoundContainer {
  readonly name: string;
  readonly image: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What ECS reads from secrets: ARN by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** undefined: none. */
  readonly log?: FoundLog;
  readonly healthCheck?: Readonly<Record<string, unknown>>;
  readonly mounts: readonly Mount[];
  /** The condition, by the name of another container. */
  readonly dependsOn: Readonly<Record<string, string>>;
  /** Other settings under their names in ECS. */
  readonly others: Readonly<Record<string, unknown>>;
}

export interface FoundLog {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  /** Those that ECS reads from secrets: ARN by option. */
  readonly secretOptions: Readonly<Record<string, string>>;
}

/** The container in which a worker runs. */
export interface WorkerContainer extends FoundContainer {
  readonly start: WorkerStart;
  readonly credential?: Credential;
  readonly logGroup?: string;
  readonly logPrefix?: string;
  /** The queue of task state changes. */
  readonly queue?: string;
  /** The containers beside it. */
  readonly sidecars: readonly FoundContainer[];
  /** The names of those that have no name or image. */
  readonly unread: readonly string[];
}

/** Where a volume of the task is mounted. */
export interface Mount {
  /** In the stack file, where each volume is mounted once in a container. */
  readonly volume: string;
  /** In the task definition. */
  readonly source: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** How a worker authenticates. */
export interface Credential {
  readonly auth: 'api_key' | 'auth_string';
  /** As ECS has it: an ARN or a name, with a key and a version or without. */
  readonly source: string;
  readonly secretArn: string;
  readonly jsonKey?: string;
}

/** Of AWS or of a configuration that writes numbers where AWS has text. */
const text = z.union([z.string(), z.number(), z.boolean()]).nullish();
const textOr = (value: z.output<typeof text>) => (value === null || value === undefined ? '' : String(value));
const words = z.array(z.string()).nullish();

const definition = z.looseObject({
  name: z.string(),
  image: z.string(),
  entryPoint: words,
  command: words,
  environment: z.array(z.object({ name: z.string(), value: text })).nullish(),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).nullish(),
  healthCheck: z.looseObject({}).nullish(),
  mountPoints: z
    .array(
      z.object({
        sourceVolume: z.string().nullish(),
        containerPath: z.string().nullish(),
        readOnly: z.boolean().nullish(),
      }),
    )
    .nullish(),
  logConfiguration: z
    .looseObject({
      logDriver: z.string(),
      options: z.record(z.string(), text).nullish(),
      secretOptions: z.array(z.object({ name: z.string(), valueFrom: z.string() })).nullish(),
    })
    .nullish(),
  dependsOn: z.array(z.looseObject({ containerName: z.string().nullish(), condition: z.string().nullish() })).nullish(),
});
type Definition = z.output<typeof definition>;

/** What is read into fields. */
const FIELDS = [
  ...['name', 'image', 'command', 'entryPoint', 'environment', 'secrets', 'healthCheck', 'logConfiguration'],
  ...['mountPoints', 'dependsOn'],
];

export const QUEUE_VARIABLE = 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME';

const CREDENTIALS: Readonly<Record<string, Credential['auth']>> = {
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'auth_string',
  // The template of prefect-aws calls it so.
  PREFECT_AUTH_STRING: 'auth_string',
};

/** The container that runs `prefect worker start`, in the JSON of a task definition; undefined: there is none. */
export function workerContainerIn(definitions: string | undefined): WorkerContainer | undefined {
  const containers = containersIn(definitions);
  for (const one of containers) {
    const { data } = definition.safeParse(one);
    const container = data && described(data);
    const start = container && workerStartIn(container);
    if (container === undefined || start === undefined) continue;
    const beside = containers.filter((other) => other !== one);
    const read = beside.map((other) => definition.safeParse(other).data);
    return {
      ...workerIn(container),
      start,
      sidecars: read.flatMap((sidecar) => sidecar && described(sidecar)).filter((sidecar) => sidecar !== undefined),
      unread: beside.flatMap(({ name }, index) => (read[index] === undefined ? [String(name)] : [])),
    };
  }
  return undefined;
}

function containersIn(definitions: string | undefined): readonly Readonly<Record<string, unknown>>[] {
  try {
    return z.array(z.record(z.string(), z.unknown())).safeParse(JSON.parse(definitions ?? '')).data ?? [];
  } catch {
    return [];
  }
}

function environmentOf({ environment }: Definition): Readonly<Record<string, string>> {
  return Object.fromEntries((environment ?? []).map(({ name, value }) => [name, textOr(value)]));
}

function described(container: Definition): FoundContainer {
  return {
    name: container.name,
    image: container.image,
    entryPoint: container.entryPoint ?? [],
    command: container.command ?? [],
    environment: environmentOf(container),
    secrets: Object.fromEntries((container.secrets ?? []).map(({ name, valueFrom }) => [name, valueFrom])),
    log: logIn(container),
    healthCheck: container.healthCheck ?? undefined,
    mounts: mountsIn(container),
    dependsOn: Object.fromEntries(
      (container.dependsOn ?? []).flatMap(({ containerName, condition }) =>
        containerName && condition ? [[containerName, condition]] : [],
      ),
    ),
    others: Object.fromEntries(
      Object.entries(container).filter(([field, value]) => !FIELDS.includes(field) && !isDefault(field, value)),
    ),
  };
}

function mountsIn({ mountPoints }: Definition): Mount[] {
  const mounts: Mount[] = [];
  for (const { sourceVolume: source, containerPath: path, readOnly } of mountPoints ?? []) {
    if (!source || !path) continue;
    const before = mounts.filter((mount) => mount.source === source).length;
    const volume = before === 0 ? source : `${source}-mount-${before + 1}`;
    mounts.push({ volume, source, path, isReadOnly: readOnly === true });
  }
  return mounts;
}

/** ECS sets what is empty where the definition does not. */
function isDefault(field: string, value: unknown): boolean {
  if (field === 'essential') return value === true;
  if (field === 'versionConsistency') return value === 'enabled';
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === null || value === false || value === 0 || isEmpty;
}

function logIn({ logConfiguration: log }: Definition): FoundLog | undefined {
  if (log === undefined || log === null) return undefined;
  return {
    driver: log.logDriver,
    options: Object.fromEntries(Object.entries(log.options ?? {}).map(([name, value]) => [name, textOr(value)])),
    secretOptions: Object.fromEntries((log.secretOptions ?? []).map(({ name, valueFrom }) => [name, valueFrom])),
  };
}

function workerIn(container: FoundContainer): Omit<WorkerContainer, 'start' | 'sidecars' | 'unread'> {
  const { environment, log } = container;
  const secrets = Object.entries(container.secrets);
  const [credential] = secrets.filter(([name]) => name in CREDENTIALS);
  return {
    ...container,
    secrets: Object.fromEntries(secrets.filter(([name]) => name !== credential?.[0])),
    credential: credential && credentialOf(credential),
    logGroup: log?.driver === 'awslogs' ? log.options['awslogs-group'] : undefined,
    logPrefix: log?.options['awslogs-stream-prefix'],
    queue: environment[QUEUE_VARIABLE],
  };
}

/** Source: "Specifying sensitive data", https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
function credentialOf([name, source]: readonly [string, string]): Credential {
  const [arn = source, jsonKey] =
    /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+):([^:]*)/.exec(source)?.slice(1) ?? [];
  return { auth: CREDENTIALS[name] as Credential['auth'], source, secretArn: arn, ...(jsonKey && { jsonKey }) };
}
