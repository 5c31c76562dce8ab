import type { Config } from '../../environment/schema';
import { type FlowRuns, toOwnFlowRuns } from '../flow-runs/resolve';
import { toWorkerSettings, type WorkerSettings } from '../worker/resolve';
import { everyWorker, type WorkerInFile } from './every-worker';

/** A worker beside the first. What is undefined is the first one's. */
export interface FurtherWorker extends WorkerSettings {
  readonly inputs: FurtherInputs;
  /** Whether it is the first worker that polls its work pool. */
  readonly ownsPool: boolean;
  readonly workQueues?: readonly string[];
  /** What its work pool starts, where that is not the same as in the first one's. */
  readonly flowRuns?: FlowRuns;
}

/** The Terraform inputs that a further worker has of its own. */
export interface FurtherInputs {
  readonly workerWorkPoolName?: string;
  readonly workerCpu?: number;
  readonly workerMemory?: number;
  readonly workerImage?: string;
  readonly workerDesiredCount?: number;
}

/** The settings of the first worker, and of each further one by its name. */
export function toWorkers(config: Config): {
  readonly first: WorkerSettings;
  readonly workers: Readonly<Record<string, FurtherWorker>>;
} {
  const [first, ...others] = everyWorker(config) as [WorkerInFile, ...WorkerInFile[]];
  const pools = new Set([config.workerWorkPoolName]);
  const further = others.map((worker): [string, FurtherWorker] => {
    const name = worker.name as string;
    const { workerWorkPoolName, workerCpu, workerMemory, workerImage, workerDesiredCount, flowRuns } = config.workers[
      name
    ] as Config['workers'][string];
    const ownsPool = workerWorkPoolName !== undefined && !pools.has(workerWorkPoolName);
    if (ownsPool) pools.add(workerWorkPoolName);
    return [
      name,
      {
        ...toWorkerSettings(worker, config),
        workQueues: worker.workQueues,
        ownsPool,
        flowRuns: toOwnFlowRuns(config, flowRuns),
        inputs: { workerWorkPoolName, workerCpu, workerMemory, workerImage, workerDesiredCount },
      },
    ];
  });
  return { first: toWorkerSettings(first, config), workers: Object.fromEntries(further) };
}
