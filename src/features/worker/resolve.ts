import { PRESETS, type Preset } from '../../environment/presets';
import type { Config } from '../../environment/schema';
import { isOnFargate } from '../capacity/on-fargate';
import type { OwnCapacity } from '../capacity/schema';
import { hasTmpfs, type ResolvedMain, toMainContainer } from '../container/resolve';
import { type Service, toService } from '../service/resolve';
import type { WorkerInFile } from '../workers/every-worker';

/** A container of the worker, with every default resolved. */
export type WorkerContainer = Omit<ResolvedMain<Config['worker']>, 'architecture'> & {
  /** undefined: said nowhere. */
  readonly architecture?: 'X86_64' | 'ARM64';
};

export interface WorkerSettings {
  readonly capacity: OwnCapacity;
  readonly container: WorkerContainer;
  readonly service: Service;
}

/** The settings of one worker, with every default resolved. */
export function toWorkerSettings(worker: WorkerInFile, config: Config): WorkerSettings {
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
