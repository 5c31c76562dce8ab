import type { Decisions } from '../../stack/decisions';
import type { WorkerSettings } from '../worker/resolve';

/** The settings of all workers, the first one's first. */
export function allWorkers({ capacity, worker, service, workers }: Decisions): readonly WorkerSettings[] {
  return [{ capacity, container: worker, service }, ...Object.values(workers)];
}
