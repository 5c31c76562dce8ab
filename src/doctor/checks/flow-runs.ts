import type { PrefectCheck, PrefectContext } from '../context';
import { type Finding, ok } from '../finding';
import { clusterOf } from '../flow-run-tasks';
import { cancellingRuns, LONG_PENDING, pendingRuns, runningRuns } from '../flow-runs/begun-runs';
import { endedRuns } from '../flow-runs/ended-runs';
import { runsIn } from '../flow-runs/found-runs';
import { lateRuns, waitingRuns, withoutQueue } from '../flow-runs/late-runs';
import { tasksByRun } from '../flow-runs/tasks-by-run';
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
  const [late, waiting, begun, crashed] = await Promise.all([
    runsIn(context, pool.name, { state: { name: { any_: ['Late'] } } }),
    runsIn(context, pool.name, { state: { name: { any_: ['AwaitingConcurrencySlot'] } } }),
    Promise.all(
      ['PENDING', 'RUNNING', 'CANCELLING'].map((type) =>
        // What hangs is among the oldest.
        runsIn(
          context,
          pool.name,
          { state: { type: { any_: [type] } } },
          { sort: 'EXPECTED_START_TIME_ASC', limit: 200 },
        ),
      ),
    ),
    runsIn(context, pool.name, {
      state: { type: { any_: ['CRASHED', 'FAILED'] } },
      end_time: { after_: new Date(context.now.getTime() - HOUR).toISOString() },
    }),
  ]);
  const [stuck = [], running = [], cancelling = []] = begun.map((runs) =>
    runs.filter(({ state }) => context.now.getTime() - Date.parse(state.timestamp) > LONG_PENDING),
  );
  const cluster = clusterOf(pool.base_job_template) ?? worker.cluster;
  const found = [
    ...(late.length > 0 ? [await lateRuns(context, worker, subject, pool, late)] : []),
    ...(waiting.length > 0 ? [waitingRuns(subject, waiting)] : []),
    ...(stuck.length + running.length + cancelling.length > 0
      ? await looking(subject, 'ecs:DescribeTasks', async () => {
          const tasks = await tasksByRun(context, cluster);
          return [
            ...(await pendingRuns(context, subject, stuck, tasks)),
            ...runningRuns(context, subject, cluster, running, tasks),
            ...cancellingRuns(context, subject, cluster, cancelling, tasks),
          ];
        })
      : []),
    ...(await endedRuns(context, subject, crashed)),
  ];
  return found.length > 0 ? found : [ok(subject, 'none is late or stuck, and none crashed in the last hour')];
}
