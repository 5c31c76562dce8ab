import { PRESETS, type Preset } from '../../environment/presets';
import type { Config } from '../../environment/schema';
import { isOnFargate } from '../capacity/on-fargate';
import type { OwnCapacity } from '../capacity/schema';
import { hasTmpfs, type ResolvedMain, toMainContainer } from '../container/resolve';
import { type FlowRuns, toOwnFlowRuns } from '../flow-runs/resolve';
import type { ConfiguredService } from '../service/schema';
import { everyWorker, type WorkerInFile } from '../workers/every-worker';

/** A container of the worker, with every default resolved. */
export type WorkerContainer = Omit<ResolvedMain<Config['worker']>, 'architecture'> & {
  /** undefined: said nowhere. */
  readonly architecture?: 'X86_64' | 'ARM64';
};

/** A service with every default resolved; what is undefined is AWS's own default. */
export interface Service
  extends Omit<
    ConfiguredService,
    'waitForSteadyState' | 'forceNewDeployment' | 'keepRevisions' | 'deploymentCircuitBreaker'
  > {
  readonly circuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  readonly waitForSteadyState: boolean;
  readonly forceNewDeployment: boolean;
  readonly keepRevisions: boolean;
}

export interface WorkerSettings {
  readonly capacity: OwnCapacity;
  readonly container: WorkerContainer;
  readonly service: Service;
}

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
        ...toSettings(worker, config),
        workQueues: worker.workQueues,
        ownsPool,
        flowRuns: toOwnFlowRuns(config, flowRuns),
        inputs: { workerWorkPoolName, workerCpu, workerMemory, workerImage, workerDesiredCount },
      },
    ];
  });
  return { first: toSettings(first, config), workers: Object.fromEntries(further) };
}

function toSettings(worker: WorkerInFile, config: Config): WorkerSettings {
  const preset = PRESETS[config.preset];
  return {
    capacity: worker.capacity,
    container: toContainer(worker, config, preset),
    service: toService(worker, preset),
  };
}

const ARCHITECTURES = { x86_64: 'X86_64', arm64: 'ARM64', unspecified: undefined } as const;

function toContainer(inFile: WorkerInFile, { region }: Config, preset: Preset): WorkerContainer {
  const { architecture, attributes } = inFile.worker;
  const { enableExecuteCommand: exec } = inFile.service;
  return {
    ...toMainContainer(inFile.worker, {
      hasTmpfs: hasTmpfs(isOnFargate(inFile), region),
      exec,
      healthCheck: preset.guardedTask ? {} : undefined,
    }),
    ...(attributes['command'] === null && { command: 'image' }),
    architecture: ARCHITECTURES[architecture ?? (preset.guardedTask ? 'x86_64' : 'unspecified')],
  };
}

function toService({ service, capacity }: WorkerInFile, preset: Preset): Service {
  const { guardedDeployment: guarded, guardedTask } = preset;
  const { deploymentCircuitBreaker, deploymentMaximumPercent: most = 200, keepRevisions, ...rest } = service;
  const breaker = deploymentCircuitBreaker ?? (guarded ? { enable: true, rollback: true } : false);
  return {
    ...rest,
    circuitBreaker: breaker || undefined,
    waitForSteadyState: service.waitForSteadyState ?? guarded,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing ?? rebalancingAt(most, guarded),
    enableEcsManagedTags: service.enableEcsManagedTags ?? (guarded || undefined),
    propagateTags: service.propagateTags ?? (guarded ? 'SERVICE' : undefined),
    forceNewDeployment: service.forceNewDeployment ?? !['fargate', 'cluster_default'].includes(capacity.type),
    keepRevisions: keepRevisions ?? guardedTask,
    deploymentMaximumPercent: service.deploymentMaximumPercent,
    // The provider's own default, said, so that a reader knows it.
    timeouts: service.timeouts ?? (guarded ? { create: '20m', update: '20m', delete: '20m' } : undefined),
  };
}

/** ECS refuses to rebalance where it may not start a task before it stops one, and rebalances where nothing is said. */
function rebalancingAt(mostPercent: number, isGuarded: boolean): Service['availabilityZoneRebalancing'] {
  if (mostPercent <= 100) return 'DISABLED';
  return isGuarded ? 'ENABLED' : undefined;
}
