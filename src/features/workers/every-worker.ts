import type { Config } from '../../environment/schema';
import type { OwnCapacity } from '../capacity/schema';

/** What one worker of a stack file, the first or a further one, has of its own or from the first. */
export interface WorkerInFile extends Pick<Config, 'worker' | 'service'> {
  /** Of a further worker. */
  readonly name?: string;
  readonly capacity: OwnCapacity;
  readonly workQueues?: readonly string[];
}

/** The workers of a stack file, the first one first. */
export function everyWorker(config: Config): WorkerInFile[] {
  const { capacity, worker, service, prefect, workers, workerWorkPoolName } = config;
  const first = { capacity, worker, service, workQueues: prefect.workQueues };
  const others = Object.entries(workers).map(([name, own]) => {
    // The queues of one pool are not those of another.
    const samePool = (own.workerWorkPoolName ?? workerWorkPoolName) === workerWorkPoolName;
    return {
      name,
      capacity: own.capacity ?? capacity,
      worker: own.worker ?? worker,
      service: own.service ?? service,
      workQueues: own.workQueues ?? (samePool ? prefect.workQueues : undefined),
    };
  });
  return [first, ...others];
}
