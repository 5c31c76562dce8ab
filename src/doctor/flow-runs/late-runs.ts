import { shellWord } from '../../runbook/shell';
import { absentQueues, queueMissing, resumePool, workQueues } from '../checks/work-pool';
import { minutes } from '../checks/worker-log';
import type { PrefectContext } from '../context';
import { type Explained, type Finding, problem, warning } from '../finding';
import type { Answer } from '../prefect-api';
import type { Worker } from '../workers';
import { count } from './found-runs';

/** A deleted work queue leaves its flow runs without a work pool, with its name. Runs that a process serves have none. */
export async function withoutQueue({ api }: PrefectContext): Promise<Finding[]> {
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

export async function lateRuns(
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
export function waitingRuns(subject: string, waiting: readonly Answer[]): Finding {
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
