import { hasSecret } from '../features/secrets/secret-like';
import type { Fields } from '../init/answers';
import { withoutSecrets } from '../problems/secret-texts';
import type { WorkerContainer } from './worker-container';

/** What a container has beside the start of a worker. */
export interface ContainerFields {
  readonly worker: Fields;
  readonly prefect: Fields;
  readonly notTaken: readonly string[];
}

/** A command that does more than to start a worker stays as it is, and its options with it. */
export function containerFieldsOf(container: WorkerContainer): ContainerFields {
  const { start, entryPoint, command, healthCheck, others } = container;
  const isOwn = !start.isAll && isPlain([entryPoint, command]);
  const plain = Object.entries(others).filter(([name, value]) => name !== 'dependsOn' && isPlain(value));
  const hidden = Object.keys(others).filter((name) => name !== 'dependsOn' && !plain.some(([one]) => one === name));
  const logging = logConfigurationOf(container);
  return {
    worker: {
      ...(isOwn && { entry_point: entryPoint, command }),
      // Of the stack's own command, the check of a stack.
      health_check: healthCheck && (isOwn ? healthCheckOf(healthCheck) : {}),
      ...logging.fields,
      attributes: Object.fromEntries(plain),
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
      ...(start.isAll || isOwn ? [] : ['the command of the container: it looks like it holds a secret']),
      ...hidden.map((name) => `${name} of the container: it looks like it holds a secret`),
      ...('dependsOn' in others ? ['dependsOn of the container: use worker.depends_on with worker.sidecars'] : []),
      ...logging.notTaken,
    ],
  };
}

/** Whether nothing in it is a secret by its form. */
function isPlain(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !hasSecret(text) && withoutSecrets(text) === text;
}

function healthCheckOf({ command, interval, timeout, retries, startPeriod }: Fields): Fields {
  return { command, interval, timeout, retries, start_period: startPeriod };
}

function logConfigurationOf({
  logDriver,
  logOptions,
  logGroup,
}: WorkerContainer): Pick<ContainerFields, 'notTaken'> & { fields: Fields } {
  if (logDriver === undefined && logGroup === undefined) return { fields: {}, notTaken: [] };
  if (logDriver === 'awsfirelens' || !isPlain(logOptions)) {
    return {
      fields: {},
      notTaken: [`the log driver ${logDriver ?? 'awslogs'} with its options: use worker.log_configuration`],
    };
  }
  return { fields: { log_configuration: { log_driver: logDriver, options: logOptions } }, notTaken: [] };
}
