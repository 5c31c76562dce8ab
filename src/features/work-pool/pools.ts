import type { Environment } from '../../environment/environment';

/** A work pool that workers of an environment poll. */
export interface Pool {
  readonly name: string;
  /** The first worker that polls it; the first worker of all has no name. */
  readonly worker?: string;
}

/** The work pools of an environment, each once, the first worker's first. */
export function poolsOf({ inputs, workers }: Pick<Environment, 'inputs' | 'workers'>): Pool[] {
  const others = Object.entries(workers).flatMap(([worker, { ownsPool, inputs: own }]): Pool[] =>
    ownsPool && own.workerWorkPoolName !== undefined ? [{ name: own.workerWorkPoolName, worker }] : [],
  );
  return [{ name: inputs.workerWorkPoolName }, ...others];
}

/** The name of the work pool that a queue is in. */
export function poolOfQueue(
  environment: Pick<Environment, 'inputs' | 'workers'>,
  { worker }: Pick<Queue, 'worker'>,
): string | undefined {
  return poolsOf(environment).find((pool) => pool.worker === worker)?.name;
}

/** A work queue of an environment, by its name. */
export type Queue = Environment['workPoolQueues'][string] & { readonly name: string };

/**
 * The work queues, the highest priority first. In another order Prefect would move those of a lower one down: each queue
 * of a pool has a priority of its own, and a new one takes that of another.
 */
export function queuesOf({ workPoolQueues }: Pick<Environment, 'workPoolQueues'>): Queue[] {
  return Object.entries(workPoolQueues)
    .map(([name, queue]) => ({ name, ...queue }))
    .sort((one, other) => rankOf(one) - rankOf(other));
}

/** A queue without a priority gets the lowest. */
function rankOf({ priority }: Queue): number {
  return priority ?? Number.MAX_SAFE_INTEGER;
}
