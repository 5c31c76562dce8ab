import { hasSecret, isSecretLike } from '../features/secrets/secret-like';
import type { Fields } from '../init/answers';
import { withoutSecrets } from '../problems/secret-texts';
import { shellWord } from '../runbook/shell';
import { CONTAINER_NAME } from '../values/limits/ecs';
import { type Place, secretSource } from './found-task';
import type { FoundContainer, FoundLog, WorkerContainer } from './worker-container';

/** What a container has beside the start of a worker. */
export interface ContainerFields {
  readonly worker: Fields;
  readonly prefect: Fields;
  readonly notTaken: readonly string[];
}

/** A command that does more than to start a worker, or not by the entry point of its image, stays as it is, and its options with it. */
export function containerFieldsOf(container: WorkerContainer, place: Place): ContainerFields {
  const { start, entryPoint, command, healthCheck } = container;
  const isWhole = start.isAll && entryPoint.length === 0;
  const isOwn = !isWhole && isPlain([entryPoint, command]);
  const logging = logConfigurationOf(container, place);
  const sidecars = sidecarsOf(container, place);
  const others = othersOf(container, [...OF_THE_STACK, ...(container.sidecars.length > 0 ? [] : SIZES)]);
  return {
    worker: {
      ...(isOwn && { entry_point: entryPoint, command }),
      depends_on: dependenciesOf(container, container, sidecars.taken),
      health_check: healthCheck && healthCheckOf(healthCheck),
      ...logging.fields,
      attributes: others.attributes,
      sidecars: sidecars.taken,
    },
    prefect: isOwn
      ? {}
      : {
          work_queues: start.queues,
          worker_name: start.name,
          limit: start.limit,
          prefetch_seconds: start.prefetchSeconds,
          install_policy: start.installPolicy,
        },
    notTaken: [
      ...(isWhole || isOwn ? [] : ['the command of the container: it looks like it holds a secret']),
      ...(isOwn || start.type !== undefined
        ? []
        : [
            `the type of the worker: its command has no --type, and that of a stack has; prefect work-pool inspect ${shellWord(start.pool)} shows it; set worker_type if it is not ecs`,
          ]),
      ...others.hidden.map((name) => `${name} of the container: it looks like it holds a secret`),
      ...logging.notTaken,
      ...sidecars.notTaken,
    ],
  };
}

/** The worker ends its task, and shares no memory with another process of it. */
const OF_THE_STACK = ['essential'];
/** A container alone has the sizes of its task. */
const SIZES = ['cpu', 'memory', 'memoryReservation'];

function sidecarsOf(
  worker: WorkerContainer,
  place: Place,
): { readonly taken: Fields; readonly notTaken: readonly string[] } {
  const isNamed = ({ name }: FoundContainer) => CONTAINER_NAME.pattern.test(name);
  const named = worker.sidecars.filter(isNamed);
  const taken = Object.fromEntries(named.map(({ name }): [string, Fields] => [name, {}]));
  const described = named.map((sidecar) => [sidecar.name, sidecarOf(sidecar, worker, taken, place)] as const);
  const unread = [...worker.unread, ...worker.sidecars.filter((one) => !isNamed(one)).map(({ name }) => name)];
  return {
    taken: Object.fromEntries(described.map(([name, { fields }]) => [name, fields])),
    notTaken: [
      ...unread.map((name) => `the container ${name} beside the worker: use worker.sidecars`),
      ...described.flatMap(([, { notTaken }]) => notTaken),
    ],
  };
}

function sidecarOf(
  sidecar: FoundContainer,
  worker: WorkerContainer,
  taken: Fields,
  place: Place,
): { readonly fields: Fields; readonly notTaken: readonly string[] } {
  const { name, image, entryPoint, command, healthCheck, environment, secrets, mounts } = sidecar;
  const { firelensConfiguration: router, ...rest } = sidecar.others as Fields & { firelensConfiguration?: Fields };
  const hidden = Object.keys(environment).filter((variable) => isSecretLike(variable, environment[variable] ?? ''));
  const others = othersOf({ others: rest }, ['essential', ...SIZES]);
  const logging = logOf(sidecar, worker, place);
  const isHidden = !isPlain([entryPoint, command]);
  return {
    fields: {
      image,
      // What a task definition does not say, and ECS takes for true.
      essential: sidecar.others['essential'] === false ? undefined : true,
      ...(!isHidden && { entry_point: entryPoint, command }),
      depends_on: dependenciesOf(sidecar, worker, taken),
      cpu: rest['cpu'],
      memory: rest['memory'],
      memory_reservation: rest['memoryReservation'],
      environment: Object.fromEntries(Object.entries(environment).filter(([variable]) => !hidden.includes(variable))),
      secrets: sourcesOf(secrets, place),
      health_check: healthCheck && healthCheckOf(healthCheck),
      mounts: Object.fromEntries(
        mounts.map(({ volume, path, isReadOnly }) => [
          volume,
          { container_path: path, read_only: isReadOnly ? true : undefined },
        ]),
      ),
      ...logging.fields,
      firelens_configuration: router && { type: router['type'], options: router['options'] ?? undefined },
      attributes: others.attributes,
    },
    notTaken: [
      ...(isHidden ? [`the command of the container ${name}: it looks like it holds a secret`] : []),
      ...hidden.map(
        (variable) =>
          `the variable ${variable} of the container ${name}: it looks like a secret; use worker.sidecars.${name}.secrets`,
      ),
      ...others.hidden.map((attribute) => `${attribute} of the container ${name}: it looks like it holds a secret`),
      ...logging.notTaken,
    ],
  };
}

/** In a stack file, the container of the worker is called worker. */
function dependenciesOf({ dependsOn }: FoundContainer, worker: WorkerContainer, taken: Fields): Fields {
  const entries = Object.entries(dependsOn).map(([name, condition]) => [
    name === worker.name ? 'worker' : name,
    condition,
  ]);
  return Object.fromEntries(entries.filter(([name = '']) => name === 'worker' || Object.hasOwn(taken, name)));
}

/** Settings that have no field here, as attributes. */
function othersOf(
  { others }: Pick<FoundContainer, 'others'>,
  except: readonly string[],
): { readonly attributes: Fields; readonly hidden: readonly string[] } {
  const all = Object.entries(others).filter(([name]) => !except.includes(name));
  return {
    attributes: Object.fromEntries(all.filter(([, value]) => isPlain(value))),
    hidden: all.flatMap(([name, value]) => (isPlain(value) ? [] : [name])),
  };
}

/** Whether nothing in it is a secret by its form. */
function isPlain(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !hasSecret(text) && withoutSecrets(text) === text;
}

function healthCheckOf({ command, interval, timeout, retries, startPeriod }: Fields): Fields {
  return { command, interval, timeout, retries, start_period: startPeriod || undefined };
}

type Logging = Pick<ContainerFields, 'notTaken'> & { readonly fields: Fields };

function logConfigurationOf({ log, logGroup }: WorkerContainer, place: Place): Logging {
  if (log === undefined) return { fields: {}, notTaken: [] };
  if (logGroup === undefined) return ownLog(log, 'use worker.log_configuration', place);
  return addedToLog(log, 'use worker.log_configuration');
}

/** A stack sets these options for its log group. */
const LOG_OPTIONS = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix', 'awslogs-create-group'];

/** A sidecar writes to the log of the worker, where nothing else is set. */
function logOf({ name, log }: FoundContainer, worker: WorkerContainer, place: Place): Logging {
  const hint = `use worker.sidecars.${name}.log_configuration`;
  if (log === undefined) return { fields: { log_configuration: 'none' }, notTaken: [] };
  const isShared =
    worker.logGroup !== undefined &&
    log.driver === 'awslogs' &&
    log.options['awslogs-group'] === worker.logGroup &&
    log.options['awslogs-stream-prefix'] === worker.logPrefix;
  return isShared ? addedToLog(log, hint) : ownLog(log, hint, place);
}

function addedToLog({ driver, options }: FoundLog, hint: string): Logging {
  const added = Object.fromEntries(Object.entries(options).filter(([name]) => !LOG_OPTIONS.includes(name)));
  return isPlain(added) ? { fields: { log_configuration: { options: added } }, notTaken: [] } : hiddenLog(driver, hint);
}

function ownLog({ driver, options, secretOptions }: FoundLog, hint: string, place: Place): Logging {
  if (!Object.entries(options).every(([name, value]) => !isSecretLike(name, value) && isPlain(value)))
    return hiddenLog(driver, hint);
  const fields = { log_driver: driver, options, secret_options: sourcesOf(secretOptions, place) };
  return { fields: { log_configuration: fields }, notTaken: [] };
}

function hiddenLog(driver: string, hint: string): Logging {
  return { fields: {}, notTaken: [`the log driver ${driver}: its options look like they hold a secret; ${hint}`] };
}

function sourcesOf(secrets: Readonly<Record<string, string>>, place: Place): Fields {
  return Object.fromEntries(Object.entries(secrets).map(([name, source]) => [name, secretSource(source, place)]));
}
