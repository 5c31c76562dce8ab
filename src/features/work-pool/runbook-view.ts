import type { Environment } from '../../environment/environment';
import { shellWord } from '../../runbook/shell';
import { code } from '../../runbook/template';
import { ownFlowRuns } from '../flow-runs/own-flow-runs';
import { poolOfQueue, poolsOf, queuesOf } from './pools';
import { templateFileName } from './template-file-name';

/** What the runbook says of the work pools of an environment. */
export function poolsView(environment: Environment) {
  const pools = poolsOf(environment).map(({ name, worker }) => ({
    argument: shellWord(name),
    /** With which the names of its outputs and its address end. */
    end: worker === undefined ? '' : `_${worker}`,
  }));
  const names = poolsOf(environment).map(({ name }) => code(name));
  const several = pools.length > 1;
  const queues = queuesOf(environment);
  return {
    pools,
    severalPools: several,
    createsQueues: queues.length > 0 && environment.workPool === 'output',
    queuesInWords: queues.map(({ name }) => code(name)).join(', '),
    /** With which their addresses end, and by what Prefect's provider imports them. */
    queues: queues.map((queue) => ({
      name: queue.name,
      importId: shellWord(`${poolOfQueue(environment, queue)},${queue.name}`),
    })),
    polledQueues: polledQueues(environment),
    pollsQueues: [environment.prefect, ...Object.values(environment.workers)].some(
      ({ workQueues }) => workQueues !== undefined,
    ),
    /** Of pools with flow runs of their own. */
    ownTemplates: ownFlowRuns(environment).map(({ worker }) => ({
      file: templateFileName(worker),
      pool: code(environment.workers[worker]?.inputs.workerWorkPoolName ?? ''),
    })),
    severalWorkers: Object.keys(environment.workers).length > 0,
    /** `the work pool a`, or `the work pools a, b and c`. */
    poolsInWords: several
      ? `the work pools ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
      : `the work pool ${names[0]}`,
  };
}

/** A work queue that a worker polls and that nothing of the stack creates, as a shell reads both names. */
interface PolledQueue {
  readonly queue: string;
  readonly pool: string;
}

/** Every work pool has the queue default. */
function polledQueues(environment: Environment): PolledQueue[] {
  const { inputs, prefect, workers, workPoolQueues } = environment;
  const created = new Set(
    Object.entries(workPoolQueues).map(([name, queue]) => JSON.stringify([name, poolOfQueue(environment, queue)])),
  );
  const polled = [
    { pool: inputs.workerWorkPoolName, queues: prefect.workQueues ?? [] },
    ...Object.values(workers).map(({ inputs: own, workQueues = [] }) => ({
      pool: own.workerWorkPoolName ?? inputs.workerWorkPoolName,
      queues: workQueues,
    })),
  ].flatMap(({ pool, queues }) => queues.map((queue) => JSON.stringify([queue, pool])));
  return [...new Set(polled)]
    .filter((one) => !created.has(one))
    .map((one) => JSON.parse(one) as [string, string])
    .filter(([queue]) => queue !== 'default')
    .map(([queue, pool]) => ({ queue: shellWord(queue), pool: shellWord(pool) }));
}
