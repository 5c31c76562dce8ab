import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isOwnContainer } from '../../values/api-url';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersWithOwn } from '../workers/workers-of';
import { type Closed, closedOfFlowRuns, closedOfWorkers } from './closed-ports';
import { proxiesIn } from './proxies';

const proxiesAreReached: Rule = (environment) => [
  ...each(workersWithOwn(environment, 'worker'), ({ container, at }) =>
    closedProxies(container.environment, at('worker', 'environment'), 'the worker', (port) =>
      closedOfWorkers(environment, port),
    ),
  ),
  ...closedProxies(environment.flowRuns?.environment ?? {}, [...FLOW_RUNS, 'environment'], 'a flow run', (port) =>
    closedOfFlowRuns(environment, port),
  ),
];

function closedProxies(
  variables: Readonly<Record<string, unknown>>,
  path: Path,
  whose: string,
  closed: (port: number) => Closed | undefined,
): Finding[] {
  return proxiesIn(variables)
    .filter(({ url }) => !isOwnContainer(`http://${url.hostname}/`))
    .flatMap(({ name, port, url }) => {
      const group = closed(port);
      return warning(
        'unreachable',
        group !== undefined,
        [...path, name],
        `is a proxy at port ${port}, which no rule of the security group opens: ${whose} reaches nothing through it`,
        `set ${group?.field} to a list with {port: ${port}, cidr_blocks: [RANGE]}, RANGE with the addresses of ${url.hostname}`,
      );
    });
}

export const PROXY_RULES: readonly Rule[] = [proxiesAreReached];
