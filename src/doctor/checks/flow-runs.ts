import { DescribeTasksCommand, paginateListTasks, type Task } from '@aws-sdk/client-ecs';
import { shellWord } from '../../runbook/shell';
import type { PrefectCheck, PrefectContext } from '../context';
import { type Explained, type Finding, ok, problem, warning } from '../finding';
import { clusterOf } from '../flow-run-tasks';
import { explain, shortened } from '../known-causes';
import type { Answer } from '../prefect-api';
import { looking } from '../unread';
import { currentTask, inWords, poolOf, type Worker } from '../workers';
import { reasonOf } from './stopped-tasks';
import { absentQueues, poolNamed, queueMissing, resumePool, workQueues } from './work-pool';
import { minutes } from './worker-log';

const HOUR = 3_600_000;

/** Runs of one kind that are looked at; one cause is most often that of all. */
const LOOKED_AT = 20;

/** A start takes a minute or two: the image is pulled first. */
const LONG_PENDING = 5 * 60_000;

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

function runsIn({ api }: PrefectContext, pool: string, filter: object, page: object = {}): Promise<Answer[]> {
  return api.filter('/flow_runs', {
    flow_runs: filter,
    work_pools: { name: { any_: [pool] } },
    sort: 'EXPECTED_START_TIME_DESC',
    limit: LOOKED_AT,
    ...page,
  });
}

/** A deleted work queue leaves its flow runs without a work pool, with its name. Runs that a process serves have none. */
async function withoutQueue({ api }: PrefectContext): Promise<Finding[]> {
  const late: Answer[] = await api.filter('/flow_runs', {
    flow_runs: { state: { name: { any_: ['Late'] } }, work_queue_name: { is_null_: false } },
    sort: 'EXPECTED_START_TIME_ASC',
    limit: 200,
  });
  const lost = late.filter(({ work_queue_id: id, work_queue_name: name }) => id === null && name);
  if (lost.length === 0) return [];
  const names = [...new Set(lost.map(({ work_queue_name: name }) => name))].join(', ');
  return [
    warning('flow runs', {
      id: 'late-queue-deleted',
      seen: `${count(lost)} ${lost.length === 1 ? 'is' : 'are'} Late, and the work queue ${names} does not exist any more`,
      cause: 'Somebody deleted the work queue, of this or another work pool: no worker takes its flow runs.',
      wayOut: 'Cancel these flow runs. Create the queue again, or choose another one, and deploy again.',
      section: 'Work pool',
    }),
  ];
}

/** `20 flow runs` may be more: no more were asked for. */
function count(runs: readonly Answer[]): string {
  if (runs.length === 1) return `flow run ${runs[0].name}`;
  return `${runs.length}${runs.length === LOOKED_AT || runs.length === 200 ? ' or more' : ''} flow runs`;
}

async function lateRuns(
  context: PrefectContext,
  worker: Worker,
  subject: string,
  pool: Answer,
  late: Answer[],
): Promise<Finding> {
  const oldest = Math.min(...late.map(({ expected_start_time: start }) => Date.parse(start)));
  const seen = `${count(late)} of ${pool.name} ${late.length === 1 ? 'is' : 'are'} Late, by ${minutes(context.now.getTime() - oldest)}`;
  return problem(subject, { ...(await whyLate(context, worker, pool, late)), seen });
}

/** The limit of a deployment, which Prefect asks when a worker takes the run. */
function waitingRuns(subject: string, waiting: readonly Answer[]): Finding {
  return warning(subject, {
    id: 'waits-for-slot',
    seen: `${count(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} in the state AwaitingConcurrencySlot`,
    cause: 'As many runs of the deployment as its concurrency limit allows are running, or are taken for that.',
    wayOut:
      'Wait until one ends; cancel runs whose task is gone; or raise concurrency_limit of the deployment, and deploy again.',
    section: 'When something is wrong',
  });
}

async function whyLate(
  context: PrefectContext,
  worker: Worker,
  pool: Answer,
  late: readonly Answer[],
): Promise<Omit<Explained, 'seen'>> {
  const section = 'Work pool';
  if (pool.is_paused) {
    return {
      id: 'late-pool-paused',
      cause: 'The work pool is paused.',
      wayOut: resumePool(pool.name),
      section: 'Pause',
    };
  }
  if (pool.status !== 'READY') {
    return {
      id: 'late-not-polled',
      cause: 'No worker polls the work pool.',
      wayOut: "Look at the service and the worker's log, above.",
      section: 'Verify',
    };
  }
  const names = [...new Set(late.flatMap(({ work_queue_name: name }) => name ?? []))];
  const queues = await workQueues(context, pool.name);
  const absent = absentQueues(worker, queues);
  if (absent.length > 0) return queueMissing(pool.name, absent);
  const paused = queues.flatMap(({ name, is_paused: isPaused }) => (isPaused && names.includes(name) ? [name] : []));
  if (paused.length > 0) {
    return {
      id: 'late-queue-paused',
      cause: `The work queue ${paused.join(', ')} is paused.`,
      wayOut: `Resume it when the reason is gone: prefect work-queue resume ${shellWord(paused[0])} --pool ${shellWord(pool.name)}`,
      section,
    };
  }
  if (isFull(pool)) {
    return {
      id: 'late-limit',
      cause: `The work pool runs at most ${pool.concurrency_limit} flow runs at a time.`,
      wayOut: `Wait until some end, or raise it: prefect work-pool set-concurrency-limit ${shellWord(pool.name)} NUMBER`,
      section: 'Scale',
    };
  }
  const full = queues.find((queue) => names.includes(queue.name) && isFull(queue));
  if (full !== undefined) {
    return {
      id: 'late-limit',
      cause: `The work queue ${full.name} runs at most ${full.concurrency_limit} flow runs at a time.`,
      wayOut: `Wait until some end, or raise it: prefect work-queue set-concurrency-limit ${shellWord(full.name)} NUMBER --pool ${shellWord(pool.name)}`,
      section: 'Scale',
    };
  }
  const unpolled = queues.filter(({ name, status }) => names.includes(name) && status === 'NOT_READY');
  if (unpolled.length > 0) {
    return {
      id: 'late-queue-not-polled',
      cause: `No worker polls the work queue ${unpolled.map(({ name }) => name).join(', ')}.`,
      wayOut: 'Set prefect.work_queues so that it is among them, or use another queue.',
      section,
    };
  }
  return {
    id: 'late',
    cause: 'A worker polls, and does not take them: it is at its limit, or it starts them now.',
    wayOut: "Read the worker's log.",
    section: 'Is it down?',
  };
}

/** Whether a work pool or queue is at its limit; an API that does not count what runs may be. */
function isFull({ concurrency_limit: limit, active_slots: active }: Answer): boolean {
  return typeof limit === 'number' && (active ?? limit) >= limit;
}

type Tasks = ReadonlyMap<string, Task>;

async function pendingRuns(
  context: PrefectContext,
  subject: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Promise<Finding[]> {
  const explained = await Promise.all(runs.map((run) => whyPending(context, run, tasks.get(run.id))));
  return byCause(explained, runs).map(({ one, those }) => {
    const seen = `${count(those)} ${those.length === 1 ? 'is' : 'are'} Pending: ${one.seen}`;
    return problem(subject, { ...one, seen });
  });
}

/** Crash detection marks a run some seconds after its task stopped. */
function isGone({ now }: PrefectContext, task: Task | undefined): boolean {
  if (task === undefined) return true;
  return task.lastStatus === 'STOPPED' && now.getTime() - (task.stoppedAt?.getTime() ?? 0) > LONG_PENDING;
}

/** Runs that nothing executes any more, and that Prefect takes for running. */
function runningRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Finding[] {
  const gone = runs.filter(({ id }) => isGone(context, tasks.get(id)));
  const [first] = gone;
  if (first === undefined) return [];
  const task = tasks.get(first.id);
  return [
    warning(subject, {
      id: 'running-no-task',
      seen: `${count(gone)} ${gone.length === 1 ? 'is' : 'are'} Running, and ${task === undefined ? `ECS has no task of it in ${cluster}` : `its task stopped: ${shortened(reasonOf(task))}`}`,
      cause:
        'Its task is gone, and no worker has marked it as Crashed: crash detection is disabled, or does not work. Or a deployment runs it in another cluster.',
      wayOut:
        'Look at the rule, the queue and the worker, above. Then set the state of these flow runs to Crashed, in the UI.',
      section: 'Crash detection',
    }),
  ];
}

/** A run ends itself when it is cancelled: the worker only stops tasks of runs that have not begun. */
function cancellingRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Finding[] {
  const explained = runs.map((run): Explained => {
    const task = tasks.get(run.id);
    const gone = isGone(context, task);
    return {
      id: gone ? 'cancelling-no-task' : 'cancelling-hangs',
      seen: gone ? 'it has no task' : `its task is ${task?.lastStatus}`,
      cause: gone
        ? 'Its task is gone, so nothing ends the cancellation. It may hold a slot of a concurrency limit.'
        : 'The process of the flow does not react: it hangs, or does not reach the Prefect API.',
      wayOut: gone
        ? 'Set its state to Cancelled, in the UI.'
        : `Stop its task: aws ecs stop-task --region ${context.aws.region} --cluster ${shellWord(cluster)} --task ${task?.taskArn}. Then set its state to Cancelled, in the UI.`,
      section: 'When something is wrong',
    };
  });
  return byCause(explained, runs).map(({ one, those }) =>
    warning(subject, {
      ...one,
      seen: `${count(those)} ${those.length === 1 ? 'is' : 'are'} Cancelling for more than 5 minutes: ${one.seen}`,
    }),
  );
}

/** The tasks of the pool's cluster by the flow run that their tags name: those that run, and those that stopped lately. */
async function tasksByRun({ aws }: PrefectContext, cluster: string): Promise<Map<string, Task>> {
  const arns: string[] = [];
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    for await (const { taskArns = [] } of paginateListTasks({ client: aws.ecs }, { cluster, desiredStatus })) {
      arns.push(...taskArns);
    }
  }
  const tasks = new Map<string, Task>();
  // DescribeTasks takes 100 tasks.
  for (let from = 0; from < arns.length; from += 100) {
    const answer = await aws.ecs.send(
      new DescribeTasksCommand({ cluster, tasks: arns.slice(from, from + 100), include: ['TAGS'] }),
    );
    for (const task of answer.tasks ?? []) {
      const run = task.tags?.find(({ key }) => key === 'prefect.io/flow-run-id')?.value;
      if (run !== undefined) tasks.set(run, task);
    }
  }
  return tasks;
}

async function whyPending(context: PrefectContext, run: Answer, task: Task | undefined): Promise<Explained> {
  if (task?.lastStatus === 'STOPPED') {
    const reason = reasonOf(task);
    const known = explain(reason, 'flow run');
    if (known) return known;
    return {
      id: 'pending-task-stopped',
      seen: `its task stopped: ${shortened(reason)}`,
      cause: 'The task ended before the flow began, and no worker has marked the run as Crashed.',
      wayOut: 'Read the log of flow runs; check that crash detection works.',
      section: 'Crash detection',
    };
  }
  if (task !== undefined) {
    return {
      id: 'pending-task-starts',
      seen: `its task is ${task.lastStatus}`,
      cause:
        task.lastStatus === 'RUNNING'
          ? "The container runs, and does not reach Prefect's API: no way out of its subnets, or its security group lacks the port."
          : 'ECS still prepares the task: it waits for capacity, or pulls a large image.',
      wayOut:
        task.lastStatus === 'RUNNING'
          ? 'Check the way out of the subnets, and flow_runs.own_security_group.egress.'
          : 'Wait some minutes; then look at the capacity and at the size of the image.',
      section: 'Before you apply',
    };
  }
  const lines: Answer[] = await context.api.filter('/logs', {
    logs: { flow_run_id: { any_: [run.id] } },
    sort: 'TIMESTAMP_DESC',
    limit: 50,
  });
  const known = lines.map(({ message }) => explain(message, 'flow run')).find((one) => one !== undefined);
  if (known) return known;
  return {
    id: 'pending-no-task',
    seen: 'ECS has no task of it',
    cause: 'The worker has not started its task, or the task stopped more than an hour ago.',
    wayOut: "Read the worker's log; cancel the run, and start it again.",
    section: 'Is it down?',
  };
}

/** Runs that crashed or failed for a reason that is not in their code. */
async function endedRuns({ api }: PrefectContext, subject: string, runs: readonly Answer[]): Promise<Finding[]> {
  const explained = await Promise.all(
    runs.map(async ({ id, state }): Promise<Explained | undefined> => {
      const known = explain(state.message ?? '', 'flow run');
      if (known) return known;
      const lines: Answer[] = await api.filter('/logs', {
        logs: { flow_run_id: { any_: [id] }, level: { ge_: 30 } },
        sort: 'TIMESTAMP_DESC',
        limit: 50,
      });
      const fromLog = lines.map(({ message }) => explain(message, 'flow run')).find((one) => one !== undefined);
      if (fromLog || state.type !== 'CRASHED') return fromLog;
      return {
        id: 'crashed',
        seen: shortened(state.message ?? 'no reason given'),
        cause: 'Its task ended before the flow did.',
        wayOut: 'Read the log of flow runs.',
        section: 'Is it down?',
      };
    }),
  );
  return byCause(explained, runs).map(({ one, those }) =>
    warning(subject, { ...one, seen: `${count(those)} crashed or failed in the last hour: ${one.seen}` }),
  );
}

/** Runs of one cause are one finding. */
function byCause(explained: readonly (Explained | undefined)[], runs: readonly Answer[]) {
  const groups = new Map<string, { readonly one: Explained; readonly those: Answer[] }>();
  explained.forEach((one, index) => {
    if (one === undefined) return;
    const group = groups.get(one.id) ?? { one, those: [] };
    group.those.push(runs[index]);
    groups.set(one.id, group);
  });
  return [...groups.values()];
}
