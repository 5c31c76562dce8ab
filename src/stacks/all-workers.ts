import type { WorkerSettings } from '../config/worker-settings';
import type { Decisions } from './decisions';

/** The settings of all workers, the first one's first. */
export function allWorkers({ capacity, worker, service, workers }: Decisions): readonly WorkerSettings[] {
  return [{ capacity, container: worker, service }, ...Object.values(workers)];
}
