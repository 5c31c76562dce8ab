import * as z from 'zod';

/** The container in which a worker runs, in the words of a stack file. */
export interface WorkerContainer {
  readonly name: string;
  readonly image: string;
  readonly start: WorkerStart;
  readonly environment: Readonly<Record<string, string>>;
  /** What ECS reads from secrets, less the credential: ARN by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly credential?: Credential;
  readonly logGroup?: string;
  readonly logPrefix?: string;
  /** The queue of task state changes. */
  readonly queue?: string;
  readonly hasHealthCheck: boolean;
  readonly mounts: readonly Mount[];
  /** The names of the containers beside it. */
  readonly sidecars: readonly string[];
  /** Settings of the container that are not taken over. */
  readonly others: readonly string[];
}

/** Where a volume of the task is mounted. */
export interface Mount {
  readonly volume: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** How a worker authenticates. */
export interface Credential {
  readonly auth: 'api_key' | 'auth_string';
  readonly secretArn: string;
  readonly jsonKey?: string;
}

/** What `prefect worker start` is given. */
export interface WorkerStart {
  readonly pool: string;
  readonly type?: string;
  readonly queues: readonly string[];
  readonly name?: string;
  readonly limit?: number;
  readonly others: readonly string[];
}

const nameAndValue = z.object({ name: z.string(), value: z.string().default('') });
const nameAndSource = z.object({ name: z.string(), valueFrom: z.string() });

const definition = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).nullish(),
  environment: z.array(nameAndValue).nullish(),
  secrets: z.array(nameAndSource).nullish(),
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
    .looseObject({ logDriver: z.string(), options: z.record(z.string(), z.string()).nullish() })
    .nullish(),
});

/** ECS sets these where the definition does not, and a stack file has the sizes of the task. */
const OF_COURSE = [
  ...['name', 'image', 'command', 'environment', 'secrets', 'healthCheck', 'logConfiguration', 'cpu', 'memory'],
  ...['essential', 'portMappings', 'mountPoints', 'volumesFrom', 'systemControls'],
];

export const QUEUE_VARIABLE = 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME';

const CREDENTIALS: Readonly<Record<string, Credential['auth']>> = {
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'auth_string',
  // The template of prefect-aws calls it so.
  PREFECT_AUTH_STRING: 'auth_string',
};

/** The container that runs `prefect worker start`, in the JSON of a task definition; undefined: there is none. */
export function workerContainerIn(text: string | undefined): WorkerContainer | undefined {
  const parsed = z.array(definition).safeParse(text === undefined ? undefined : JSON.parse(text));
  for (const container of parsed.data ?? []) {
    const start = workerStartIn(container.command ?? []);
    const sidecars = (parsed.data ?? []).filter((one) => one !== container).map(({ name }) => name);
    if (start !== undefined) return { ...described(container, start), sidecars };
  }
  return undefined;
}

function described(container: z.output<typeof definition>, start: WorkerStart): Omit<WorkerContainer, 'sidecars'> {
  const environment = Object.fromEntries((container.environment ?? []).map(({ name, value }) => [name, value]));
  const secrets = (container.secrets ?? []).map(({ name, valueFrom }) => [name, valueFrom] as const);
  const [credential] = secrets.filter(([name]) => name in CREDENTIALS);
  const { logDriver, options } = container.logConfiguration ?? {};
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);
  return {
    name: container.name,
    image: container.image,
    start,
    environment,
    secrets: Object.fromEntries(secrets.filter(([name]) => !(name in CREDENTIALS))),
    credential: credential && credentialOf(credential),
    logGroup: logDriver === 'awslogs' ? options?.['awslogs-group'] : undefined,
    logPrefix: options?.['awslogs-stream-prefix'],
    queue: environment[QUEUE_VARIABLE],
    hasHealthCheck: (container.healthCheck ?? null) !== null,
    mounts: (container.mountPoints ?? []).flatMap(({ sourceVolume, containerPath, readOnly }) =>
      sourceVolume && containerPath
        ? [{ volume: sourceVolume, path: containerPath, isReadOnly: readOnly === true }]
        : [],
    ),
    others: Object.entries(container)
      .filter(([field, value]) => !OF_COURSE.includes(field) && !isEmpty(value))
      .map(([field]) => field),
  };
}

/** Source: "Specifying sensitive data", https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
function credentialOf([name, source]: readonly [string, string]): Credential {
  const [arn = source, jsonKey] =
    /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+):([^:]*)/.exec(source)?.slice(1) ?? [];
  return { auth: CREDENTIALS[name] as Credential['auth'], secretArn: arn, ...(jsonKey && { jsonKey }) };
}

/** Source: `prefect worker start --help`. */
const OPTIONS: Readonly<Record<string, 'pool' | 'type' | 'queue' | 'name' | 'limit'>> = {
  '-p': 'pool',
  '--pool': 'pool',
  '-t': 'type',
  '--type': 'type',
  '-q': 'queue',
  '--work-queue': 'queue',
  '-n': 'name',
  '--name': 'name',
  '-l': 'limit',
  '--limit': 'limit',
};
/** A stack adds these itself, where its file asks for them. */
const OF_THE_STACK = ['--with-healthcheck', '--no-create-pool-if-not-found'];

function workerStartIn(command: readonly string[]): WorkerStart | undefined {
  const words = command.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  const at = words.findIndex((word, index) => word === 'worker' && words[index + 1] === 'start');
  if (at < 0) return undefined;
  const given: Record<'pool' | 'type' | 'queue' | 'name' | 'limit', string[]> = {
    ...{ pool: [], type: [], queue: [], name: [], limit: [] },
  };
  const others: string[] = [];
  const rest = words
    .slice(at + 2)
    .flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s).filter(Boolean) : word));
  while (rest.length > 0) {
    const word = rest.shift() as string;
    const option = OPTIONS[word];
    if (option !== undefined) given[option].push(...rest.splice(0, 1));
    else if (!OF_THE_STACK.includes(word)) others.push(word);
  }
  const [pool] = given.pool;
  if (pool === undefined) return undefined;
  const [type] = given.type;
  const [name] = given.name;
  const [limit] = given.limit;
  return {
    pool,
    queues: given.queue,
    others,
    ...(type !== undefined && { type }),
    ...(name !== undefined && { name }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}
