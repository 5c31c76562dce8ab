import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isOwnContainer } from '../../values/api-url';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersWithOwn } from '../workers/workers-of';
import { type Closed, closedOfFlowRuns, closedOfWorkers } from './closed-ports';
import { destinationOf, logDestinationsIn } from './destinations';
import { proxiesIn } from './proxies';
import { isShortName, shortNameInWords } from './short-name';

type Values = Readonly<Record<string, unknown>>;

/** What the rules need of a container. */
interface Reaching {
  readonly environment?: Values;
  readonly logConfiguration?: unknown;
}

/** The containers of a task that share its address, and the egress that they have. */
interface Task {
  readonly whose: string;
  readonly path: Path;
  readonly main: Reaching & { readonly sidecars: Readonly<Record<string, Reaching>> };
  closed(port: number): Closed | undefined;
  /** Service Connect has names without a domain. */
  readonly findsShortNames: boolean;
}

const urlsAreReached: Rule = (environment) =>
  each(tasksOf(environment), (task) => [
    ...ofContainer(task, task.path, task.main),
    ...Object.entries(task.main.sidecars).flatMap(([name, sidecar]) =>
      ofContainer(task, [...task.path, 'sidecars', name], sidecar),
    ),
  ]);

function tasksOf(environment: Environment): Task[] {
  const { flowRuns } = environment;
  return [
    ...workersWithOwn(environment, 'worker').map(({ container, service, at }) => ({
      whose: 'the worker',
      path: at('worker'),
      main: container,
      closed: (port: number) => closedOfWorkers(environment, port),
      findsShortNames: service.serviceConnect !== undefined,
    })),
    ...(flowRuns === undefined
      ? []
      : [
          {
            whose: 'a flow run',
            path: FLOW_RUNS,
            main: flowRuns,
            closed: (port: number) => closedOfFlowRuns(environment, port),
            findsShortNames: false,
          },
        ]),
  ];
}

function ofContainer(task: Task, path: Path, container: Reaching): Finding[] {
  const { whose, closed, findsShortNames, main } = task;
  const { environment: variables = {}, logConfiguration } = container;
  const proxies = proxiesIn(variables).map(({ name, url, port }) => ({
    path: [...path, 'environment', name],
    what: `is a proxy at port ${port}`,
    host: url.hostname,
    port,
    outcome: `${whose} reaches nothing through it`,
  }));
  const urls = Object.entries(variables).flatMap(([name, value]) => {
    const found = NOT_CALLED.test(name) ? undefined : destinationOf(value);
    if (found === undefined) return [];
    const outcome = `${whose} cannot reach it`;
    return [{ ...found, path: [...path, 'environment', name], what: `is at port ${found.port}`, outcome }];
  });
  const logs = logDestinationsIn(logConfiguration).map(({ option, ...found }) => ({
    ...found,
    path: [...path, 'log_configuration', 'options', option],
    what: `sends the log to port ${found.port}`,
    outcome: 'the log arrives nowhere',
  }));
  return [...proxies, ...urls, ...logs]
    .filter(({ host }) => !isOwnContainer(`http://${host}/`))
    .flatMap(({ path: place, what, host, port, outcome }) => {
      if (isShortName(host) && !findsShortNames) {
        return warningAt('unreachable', place, ...shortNameInWords(host, Object.keys(main.sidecars)));
      }
      const group = closed(port);
      return warning(
        'unreachable',
        group !== undefined,
        place,
        `${what}, which no rule of the security group opens: ${outcome}`,
        `set ${group?.field} to a list with {port: ${port}, cidr_blocks: [RANGE]}, RANGE with the addresses of ${host}`,
      );
    });
}

/** Proxies and the API have findings of their own; the address of the UI is only shown. */
const NOT_CALLED = /^PREFECT_(API|UI|CLOUD_UI)_URL$|_proxy$/i;

export const URL_RULES: readonly Rule[] = [urlsAreReached];
