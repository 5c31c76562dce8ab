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
