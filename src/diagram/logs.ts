import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { flowsIn, workersIn } from './tasks';

/** The log groups, and who writes to them. */
export function logsIn(environment: Environment, created: Created): Part {
  const { logs, cluster } = environment;
  const nodes: Box[] = [];
  const edges: Edge[] = [];
  const log = (id: string, note: string, items: RegExp | undefined, writers: readonly Omit<Edge, 'to'>[]) => {
    nodes.push({ id, title: 'Log group', notes: [note], within: 'aws', items: items ? created(items) : [] });
    edges.push(...writers.map((writer) => ({ ...writer, to: id })));
  };
  const workers = workersIn(environment).map(({ id }) => ({ from: id, label: 'writes' }));
  const flows = flowsIn(environment).filter(({ settings }) => settings !== undefined);
  const writer = ({ id }: { readonly id: string }) => ({ from: id, label: 'write' });
  if (logs.group !== 'none') {
    const shared = flows.filter(({ settings }) => settings?.log.group === 'worker').map(writer);
    const note = shared.length > 0 ? 'of worker and flow runs' : 'of the worker';
    log('log', note, /^aws_cloudwatch_log_group\.prefect_worker_log_group$/, [...workers, ...shared]);
  }
  for (const one of flows) {
    const { group } = one.settings?.log ?? {};
    if (group !== 'created' && group !== 'existing') continue;
    const items = new RegExp(`^aws_cloudwatch_log_group\\.prefect_flow_runs${one.suffix}$`);
    log(one.id.replace('flows', 'flowlog'), 'of flow runs', items, [writer(one)]);
  }
  if (cluster.existing === undefined && cluster.executeCommand !== undefined) {
    log('execlog', 'of ECS Exec sessions', /^aws_cloudwatch_log_group\.prefect_worker_exec_log_group$/, [
      { from: 'cluster', label: 'writes' },
    ]);
  }
  if (environment.network.create?.flowLogs !== undefined) {
    log(
      'connections',
      'of connections',
      /^aws_(cloudwatch_log_group\.prefect_worker_vpc_flow_logs_group|flow_log\..*|iam_role\.prefect_worker_vpc_flow_logs_role)$/,
      [{ from: 'vpc', label: 'writes' }],
    );
  }
  return { nodes, edges };
}
