import type { Environment } from '../../environment/environment';
import { createdInShell } from '../../runbook/created-names';
import { nameInShell } from '../../runbook/shell';
import { physicalNames } from '../names/physical-names';
import { ownFlowRuns } from './own-flow-runs';
import type { FlowRuns } from './resolve';

/** Where the tasks of flow runs are, and what they print. */
export function flowRunsView(environment: Environment) {
  const own = ownFlowRuns(environment);
  const every = [environment, ...own.map(({ environment: seen }) => seen)];
  const logGroups = every.flatMap((one, index) =>
    one.flowRuns === undefined ? [] : logGroupInShell(one, one.flowRuns, own[index - 1]?.worker),
  );
  return {
    flowRunClusters: [...new Set(every.map(clusterInShell))],
    flowRunLogGroups: [...new Set(logGroups.filter((group) => group !== ''))],
  };
}

/** The cluster that the worker starts tasks in, as a shell reads it. */
function clusterInShell({ flowRuns, cluster, inputs, naming, region }: Environment): string {
  const given = flowRuns?.cluster ?? cluster.existing ?? physicalNames(inputs.name, naming).cluster;
  return nameInShell(given, region, (name) => name.split('/').at(-1) ?? name);
}

/** The name of a log group that `aws logs tail` can read, or the command that finds it; empty where there is none. */
export function logGroupInShell(environment: Environment, { log }: FlowRuns, worker?: string): string {
  const { logs, region } = environment;
  const ofWorker = log.group === 'worker';
  if (ofWorker && logs.class === 'INFREQUENT_ACCESS') return '';
  if ((ofWorker ? logs.group : log.group) === 'none') return '';
  const name = ofWorker ? logs.name : log.name;
  if (name !== undefined) return nameInShell(name, region);
  return ofWorker
    ? createdInShell(environment, 'logGroup')
    : createdInShell(environment, 'flowRunLogGroup', worker === undefined ? '' : `_${worker}`);
}
