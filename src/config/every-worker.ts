import { camelCase } from './fields';
import type { OwnCapacity } from './groups/capacity';
import type { Path } from './path';
import type { Config } from './schema';

/**
 * One worker of a stack file, the first or a further one, with what it has from the first. Each field is read when it
 * is asked for: a rule is heard unless a field that it looks at is broken.
 */
export class WorkerInFile {
  constructor(
    private readonly config: Config,
    /** Of a further worker. */
    readonly name?: string,
  ) {}

  get workPoolName(): string {
    return this.own?.workerWorkPoolName ?? this.config.workerWorkPoolName;
  }

  get cpu(): number {
    return this.own?.workerCpu ?? this.config.workerCpu;
  }

  get memory(): number {
    return this.own?.workerMemory ?? this.config.workerMemory;
  }

  get desiredCount(): number {
    return this.own?.workerDesiredCount ?? this.config.workerDesiredCount;
  }

  /** undefined: the preset's. */
  get image(): string | undefined {
    return this.own?.workerImage ?? this.config.workerImage;
  }

  /** The queues of one pool are not those of another. */
  get workQueues(): readonly string[] | undefined {
    const samePool = this.workPoolName === this.config.workerWorkPoolName;
    return this.own?.workQueues ?? (samePool ? this.config.prefect.workQueues : undefined);
  }

  get capacity(): OwnCapacity {
    return this.own?.capacity ?? this.config.capacity;
  }

  get worker(): Config['worker'] {
    return this.own?.worker ?? this.config.worker;
  }

  get service(): Config['service'] {
    return this.own?.service ?? this.config.service;
  }

  /** Where a field stands: with this worker, or with the first, from which it has it. */
  readonly at = (field: string, ...below: Path): Path => {
    const own = (this.own ?? {}) as Readonly<Record<string, unknown>>;
    return this.name === undefined || own[camelCase(field)] === undefined
      ? [field, ...below]
      : ['workers', this.name, field, ...below];
  };

  private get own(): Config['workers'][string] | undefined {
    return this.name === undefined ? undefined : this.config.workers[this.name];
  }
}

/** The workers of a stack file, the first one first. */
export function everyWorker(config: Config): WorkerInFile[] {
  return [new WorkerInFile(config), ...Object.keys(config.workers).map((name) => new WorkerInFile(config, name))];
}

/** Whether a worker runs on Fargate, of either kind, and not on instances. */
export function isOnFargate({ capacity: { type } }: Pick<WorkerInFile, 'capacity'>): boolean {
  return type === 'fargate' || type === 'fargate_spot';
}
