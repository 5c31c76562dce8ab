import { valueAt } from '../../environment/origin';
import { each, type Finding, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import { workersWithOwn } from '../workers/workers-of';
import { containersOf, ofTasks, type Task } from './of-tasks';

/** Where `prefect worker start --with-healthcheck` answers, and the default health check asks. */
const HEALTH_PORT = 8080;

interface Listener {
  readonly container: string;
  readonly port: number;
  readonly protocol: string;
  readonly path: Path;
}

/** The ports of portMappings: all containers of a task share one network interface. */
function listenersOf(task: Task): Listener[] {
  return containersOf(task).flatMap(({ name, container: { attributes }, at }) => {
    const mappings = valueAt(attributes, ['portMappings']);
    if (!Array.isArray(mappings)) return [];
    return mappings.flatMap((mapping, index): Listener[] => {
      const port = valueAt(mapping, ['containerPort']);
      const protocol = String(valueAt(mapping, ['protocol']) ?? 'tcp');
      const path = at('attributes', 'portMappings', index, 'containerPort');
      return typeof port === 'number' && port > 0 ? [{ container: name, port, protocol, path }] : [];
    });
  });
}

const onePortEach = ofTasks((task) => {
  const listeners = listenersOf(task);
  return listeners.flatMap(({ port, protocol, path, container }, index) => {
    const earlier = listeners.slice(0, index).find((other) => other.port === port && other.protocol === protocol);
    return when(
      earlier !== undefined,
      path,
      `is already used by the container ${earlier?.container}: the containers of a task share one network interface`,
      earlier?.container === container ? 'remove one of the two' : 'set another port, on which the container listens',
    );
  });
});

/** Whether the worker serves /health, and the check asks it. */
function servesHealth({ main, isWorker }: Task): boolean {
  return isWorker && main.healthCheck !== undefined && main.healthCheck.command === undefined;
}

const healthPort = ofTasks((task) => {
  if (!servesHealth(task)) return [];
  return listenersOf(task)
    .filter(({ container }) => container !== task.mainName)
    .flatMap(({ port, protocol, path }) =>
      when(
        port === HEALTH_PORT && protocol === 'tcp',
        path,
        `must not be ${HEALTH_PORT}: the worker answers its health check there, and the containers share one network interface`,
        'set another port, on which the container listens; or set worker.health_check: false',
      ),
    );
});

/** Where the default health check finds the worker. */
const HEALTH_SETTINGS: Readonly<Record<string, (value: string) => boolean>> = {
  PREFECT_WORKER_WEBSERVER_PORT: (value) => value.trim() === String(HEALTH_PORT),
  PREFECT_WORKER_WEBSERVER_HOST: (value) => /^(0\.0\.0\.0|127\.0\.0\.1|localhost)$/.test(value),
};

const healthCheckNeedsServer: Rule = (environment) => {
  const asked = workersWithOwn(environment, 'worker').filter(({ container: { healthCheck } }) => {
    return healthCheck !== undefined && healthCheck.command === undefined;
  });
  if (asked.length === 0) return [];
  return [
    ...moved(['prefect', 'settings'], environment.prefect.settings),
    ...each(asked, ({ container, at }) => [
      ...moved(at('worker', 'environment'), container.environment),
      ...moved(at('worker', 'secrets'), container.secrets),
    ]),
  ];
};

function moved(path: Path, variables: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(HEALTH_SETTINGS).flatMap(([name, isAsked]) => {
    const value = inTable(variables, name);
    const at = [...path, name];
    const away = `/health away from 127.0.0.1:${HEALTH_PORT}, where the default health check asks`;
    const wayOut = 'remove it, or set worker.health_check.command';
    return [
      ...when(
        typeof value === 'string' && !isAsked(value),
        at,
        `moves ${away}: the worker would never be healthy`,
        wayOut,
      ),
      ...warning(
        'doubtful-variable',
        typeof value === 'object',
        at,
        `may move ${away}: then the worker would never be healthy`,
        wayOut,
      ),
    ];
  });
}

export const PORT_RULES: readonly Rule[] = [onePortEach, healthPort, healthCheckNeedsServer];
