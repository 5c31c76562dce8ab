import type { Environment } from '../../environment/environment';

/** The queue of a work pool in which flow runs are whose deployment sets none. */
export const DEFAULT_QUEUE = 'default';

/** The queues of a work pool that workers of an environment poll; undefined: all of them, or none of them polls the pool. */
export function polledQueues(
  { inputs, prefect, workers }: Pick<Environment, 'inputs' | 'prefect' | 'workers'>,
  pool: string,
): readonly string[] | undefined {
  const first = { pool: inputs.workerWorkPoolName, queues: prefect.workQueues };
  const others = Object.values(workers).map(({ inputs: own, workQueues }) => ({
    pool: own.workerWorkPoolName ?? inputs.workerWorkPoolName,
    queues: workQueues,
  }));
  const queues = [first, ...others].flatMap((one) => (one.pool === pool ? [one.queues] : []));
  if (queues.length === 0 || queues.includes(undefined)) return undefined;
  return [...new Set(queues.flatMap((one) => one ?? []))];
}
