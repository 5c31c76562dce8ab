import { anyOf, inOrder } from '../in-order';
import { type KnownCause, TABLE } from './known-cause';

/** Why a task ended. */
export const END_CAUSES: readonly KnownCause[] = [
  {
    id: 'out-of-memory',
    in: ['task', 'flow run'],
    text: /OutOfMemory/i,
    cause: 'The container used more memory than it has, and was killed.',
    wayOut: 'Raise worker_memory (for flow runs: flow_runs.memory or the job variable memory).',
    ...TABLE,
  },
  {
    // Of a task of the worker the stopped task itself tells it, with its log.
    id: 'killed',
    in: ['flow run'],
    text: /(?:exited|process) with (?:non-zero )?(?:status |exit )?code:? (?:137|-9)\b/i,
    cause: 'The container was killed: it used more memory than it has, or did not stop within its stop timeout.',
    wayOut: 'Raise flow_runs.memory, or the job variable memory.',
    ...TABLE,
  },
  {
    id: 'terminated',
    in: ['flow run'],
    text: /Task terminated by infrastructure|had no exit code, indicating the task was terminated/i,
    cause:
      'Its task was ended from outside: someone stopped it, Spot took the capacity back, or AWS replaced the machine.',
    wayOut: 'See why the task stopped, in the last hour; set retries for flow runs that may run again.',
    section: 'Is it down?',
  },
  {
    id: 'unhealthy',
    in: ['task'],
    text: /failed container health checks/i,
    cause: "The worker has not polled for five minutes, or never reached Prefect's API.",
    wayOut: "Read the worker's log, and check the way out to Prefect.",
    ...TABLE,
  },
  {
    id: 'spot-interruption',
    in: ['task', 'flow run'],
    text: /SpotInterruption|Your Spot Task was interrupted/i,
    cause: 'AWS took the Spot capacity back.',
    wayOut: 'Nothing for a worker, ECS replaces it; for flow runs set retries, or use FARGATE.',
    ...TABLE,
  },
  {
    id: 'maintenance',
    in: ['task', 'flow run'],
    text: anyOf(
      /performing maintenance on the underlying|task retirement/i,
      inOrder(/Host EC2 /i, /terminated|stopped/i),
    ),
    cause: 'AWS replaced the machine under the task, or the instance was ended.',
    wayOut: 'Nothing for a worker, ECS replaces it; for flow runs set retries.',
    ...TABLE,
  },
];
