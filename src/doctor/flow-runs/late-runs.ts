import { shellWord } from '../../runbook/shell';
import { absentQueues, queueMissing, resumePool, workQueues } from '../checks/work-pool';
import { minutes } from '../checks/worker-log';
import type { PrefectContext } from '../context';
import { type Explained, type Finding, problem, warning } from '../finding';
import type { Answer } from '../prefect-api';
import type { Worker } from '../workers';
import { type FoundRuns, oldestRuns } from './found-runs';

/** A deleted work queue leaves its flow runs without a work pool, with its name. Runs that a process serves have none. */
export async function withoutQueue(context: PrefectContext): Promise<Finding[]> {
  const late = await oldestRuns(context, {
    state: { name: { any_: ['Late'] } },
    work_queue_name: { is_null_: false },
  });
  const lost = late.filter(({ work_queue_id: id, work_queue_name: name }) => id === null && name);
  if (lost.isEmpty) return [];
  const names = queuesOf(lost).join(', ');
  return [
    warning('flow runs', {
      id: 'late-queue-deleted',
      seen: `${lost.inWords} ${lost.verb('is', 'are')} Late, and the work queue ${names} does not exist any more`,
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
  late: FoundRuns,
): Promise<Finding> {
  const oldest = Math.min(...late.all.map(({ expected_start_time: start }) => Date.parse(start)));
  const since = minutes(context.now.getTime() - oldest);
  return problem(subject, {
    ...(await whyLate(context, worker, pool, late)),
    seen: `${late.inWords} of ${pool.name} ${late.verb('is', 'are')} Late, by ${since}`,
  });
}

/** The limit of a deployment, which Prefect asks when a worker takes the run. */
export function waitingRuns(subject: string, waiting: FoundRuns): Finding {
  return warning(subject, {
    id: 'waits-for-slot',
    seen: `${waiting.inWords} ${waiting.verb('waits', 'wait')} in the state AwaitingConcurrencySlot`,
    cause: 'As many runs of the deployment as its concurrency limit allows are running, or are taken for that.',
    wayOut:
      'Wait until one ends; cancel runs whose task is gone; or raise concurrency_limit of the deployment, and deploy again.',
    section: 'When something is wrong',
  });
}

type Cause = Omit<Explained, 'seen'>;

/** What keeps late runs from being taken: of the pool, or of the queues that they are in. */
async function whyLate(context: PrefectContext, worker: Worker, pool: Answer, late: FoundRuns): Promise<Cause> {
  const closed = pausedPool(pool) ?? unpolledPool(pool);
  if (closed !== undefined) return closed;
  const queues = await workQueues(context, pool.name);
  const absent = absentQueues(worker, queues);
  if (absent.length > 0) return queueMissing(pool.name, absent);
  const names = queuesOf(late);
  const theirs = queues.filter(({ name }) => names.includes(name));
  return (
    pausedQueue(pool, theirs) ?? fullPool(pool) ?? fullQueue(pool, theirs) ?? unpolledQueue(theirs) ?? notYetTaken()
  );
}

function queuesOf(runs: FoundRuns): string[] {
  return [...new Set(runs.all.flatMap(({ work_queue_name: name }) => name ?? []))];
}

function pausedPool({ name, is_paused: isPaused }: Answer): Cause | undefined {
  if (!isPaused) return undefined;
  return { id: 'late-pool-paused', cause: 'The work pool is paused.', wayOut: resumePool(name), section: 'Pause' };
}

function unpolledPool({ status }: Answer): Cause | undefined {
  if (status === 'READY') return undefined;
  return {
    id: 'late-not-polled',
    cause: 'No worker polls the work pool.',
    wayOut: "Look at the service and the worker's log, above.",
    section: 'Verify',
  };
}

function pausedQueue(pool: Answer, queues: readonly Answer[]): Cause | undefined {
  const paused = queues.filter(({ is_paused: isPaused }) => isPaused).map(({ name }) => name);
  if (paused.length === 0) return undefined;
  return {
    id: 'late-queue-paused',
    cause: `The work queue ${paused.join(', ')} is paused.`,
    wayOut: `Resume it when the reason is gone: prefect work-queue resume ${shellWord(paused[0])} --pool ${shellWord(pool.name)}`,
    section: 'Work pool',
  };
}

function fullPool(pool: Answer): Cause | undefined {
  if (!isFull(pool)) return undefined;
  return {
    id: 'late-limit',
    cause: `The work pool runs at most ${pool.concurrency_limit} flow runs at a time.`,
    wayOut: `Wait until some end, or raise it: prefect work-pool set-concurrency-limit ${shellWord(pool.name)} NUMBER`,
    section: 'Scale',
  };
}

function fullQueue(pool: Answer, queues: readonly Answer[]): Cause | undefined {
  const full = queues.find(isFull);
  if (full === undefined) return undefined;
  return {
    id: 'late-limit',
    cause: `The work queue ${full.name} runs at most ${full.concurrency_limit} flow runs at a time.`,
    wayOut: `Wait until some end, or raise it: prefect work-queue set-concurrency-limit ${shellWord(full.name)} NUMBER --pool ${shellWord(pool.name)}`,
    section: 'Scale',
  };
}

/** Whether a work pool or queue is at its limit; an API that does not count what runs may be. */
function isFull({ concurrency_limit: limit, active_slots: active }: Answer): boolean {
  return typeof limit === 'number' && (active ?? limit) >= limit;
}

function unpolledQueue(queues: readonly Answer[]): Cause | undefined {
  const unpolled = queues.filter(({ status }) => status === 'NOT_READY');
  if (unpolled.length === 0) return undefined;
  return {
    id: 'late-queue-not-polled',
    cause: `No worker polls the work queue ${unpolled.map(({ name }) => name).join(', ')}.`,
    wayOut: 'Set prefect.work_queues so that it is among them, or use another queue.',
    section: 'Work pool',
  };
}

function notYetTaken(): Cause {
  return {
    id: 'late',
    cause: 'A worker polls, and does not take them: it is at its limit, or it starts them now.',
    wayOut: "Read the worker's log.",
    section: 'Is it down?',
  };
}
