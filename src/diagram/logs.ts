import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { startsTasks, workersIn } from './tasks';

/** The log groups, and who writes to them. */
export function logsIn(environment: Environment, created: Created): Part {
  const { logs, flowRuns, cluster } = environment;
  const nodes: Box[] = [];
  const edges: Edge[] = [];
  const log = (id: string, note: string, items: RegExp | undefined, writers: readonly Omit<Edge, 'to'>[]) => {
    nodes.push({ id, title: 'Log group', notes: [note], within: 'aws', items: items ? created(items) : [] });
    edges.push(...writers.map((writer) => ({ ...writer, to: id })));
  };
  const workers = workersIn(environment).map(({ id }) => ({ from: id, label: 'writes' }));
  const flows = startsTasks(environment) && flowRuns !== undefined ? [{ from: 'flows', label: 'write' }] : [];
  const where = flowRuns?.log.group;
  if (logs.group !== 'none') {
    const shared = where === 'worker' ? flows : [];
    const note = shared.length > 0 ? 'of worker and flow runs' : 'of the worker';
    log('log', note, /^aws_cloudwatch_log_group\.prefect_worker_log_group$/, [...workers, ...shared]);
  }
  if (where === 'created' || where === 'existing') {
    log('flowlog', 'of flow runs', /^aws_cloudwatch_log_group\.prefect_flow_runs$/, flows);
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
