import type { PrefectCheck, PrefectContext } from '../context';
import { type Finding, ok } from '../finding';
import { clusterOf } from '../flow-run-tasks';
import { cancellingRuns, LONG_PENDING, pendingRuns, runningRuns } from '../flow-runs/begun-runs';
import { endedRuns } from '../flow-runs/ended-runs';
import { type FoundRuns, lastRuns, oldestRuns } from '../flow-runs/found-runs';
import { lateRuns, waitingRuns, withoutQueue } from '../flow-runs/late-runs';
import { tasksByRun } from '../flow-runs/tasks-by-run';
import type { Answer } from '../prefect-api';
import { looking } from '../unread';
import { currentTask, inWords, poolOf, type Worker } from '../workers';
import { poolNamed } from './work-pool';

const HOUR = 3_600_000;

/** Flow runs of each worker's pool that do not start, and those that ended because of their task. */
export const checkFlowRuns: PrefectCheck = async (context) => {
  const found = await Promise.all([
    ...context.workers.map((worker) => flowRuns(context, worker)),
    ...(context.workers.length === 0 ? [] : [withoutQueue(context)]),
  ]);
  return found.flat();
};

async function flowRuns(context: PrefectContext, worker: Worker): Promise<Finding[]> {
  const subject = `${inWords(worker)}: flow runs`;
  const name = poolOf(currentTask(worker));
  const pool = name === undefined ? undefined : await poolNamed(context, name);
  if (pool === undefined) return [];
  const [late, waiting, begun, ended] = await Promise.all([
    lastRuns(context, pool.name, { state: { name: { any_: ['Late'] } } }),
    lastRuns(context, pool.name, { state: { name: { any_: ['AwaitingConcurrencySlot'] } } }),
    begunLongAgo(context, pool),
    lastRuns(context, pool.name, {
      state: { type: { any_: ['CRASHED', 'FAILED'] } },
      end_time: { after_: new Date(context.now.getTime() - HOUR).toISOString() },
    }),
  ]);
  const cluster = clusterOf(pool.base_job_template) ?? worker.cluster;
  const found = [
    ...(late.isEmpty ? [] : [await lateRuns(context, worker, subject, pool, late)]),
    ...(waiting.isEmpty ? [] : [waitingRuns(subject, waiting)]),
    ...(await stuckRuns(context, subject, cluster, begun)),
    ...(await endedRuns(context, subject, ended)),
  ];
  return found.length > 0 ? found : [ok(subject, 'none is late or stuck, and none crashed in the last hour')];
}

type BegunRuns = Readonly<Record<'pending' | 'running' | 'cancelling', FoundRuns>>;

/** The runs of a pool that have been in one of these states for long. */
async function begunLongAgo(context: PrefectContext, pool: Answer): Promise<BegunRuns> {
  const inState = async (type: string) => {
    const runs = await oldestRuns(context, { state: { type: { any_: [type] } } }, pool.name);
    return runs.filter(({ state }) => context.now.getTime() - Date.parse(state.timestamp) > LONG_PENDING);
  };
  const [pending, running, cancelling] = await Promise.all([
    inState('PENDING'),
    inState('RUNNING'),
    inState('CANCELLING'),
  ]);
  return { pending, running, cancelling };
}

/** What their tasks say of runs that began long ago. */
async function stuckRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  { pending, running, cancelling }: BegunRuns,
): Promise<readonly Finding[]> {
  if (pending.isEmpty && running.isEmpty && cancelling.isEmpty) return [];
  return looking(subject, 'ecs:DescribeTasks', async () => {
    const tasks = await tasksByRun(context, cluster);
    return [
      ...(await pendingRuns(context, subject, pending, tasks)),
      ...runningRuns(context, subject, cluster, running, tasks),
      ...(await cancellingRuns(context, subject, cluster, cancelling, tasks)),
    ];
  });
}
