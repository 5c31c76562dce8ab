import type { Decided } from '../../environment/environment';
import type { WorkerSettings } from '../worker/resolve';

/** The settings of all workers, the first one's first. */
export function allWorkers({
  capacity,
  worker,
  service,
  workers,
}: Pick<Decided, 'capacity' | 'worker' | 'service' | 'workers'>): readonly WorkerSettings[] {
  return [{ capacity, container: worker, service }, ...Object.values(workers)];
}
