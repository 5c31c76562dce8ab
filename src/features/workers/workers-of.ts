import type { Environment } from '../../environment/environment';
import { readOnce } from '../../environment/watch';
import type { Path } from '../../stack-file/path';
import type { OwnCapacity } from '../capacity/schema';
import type { Service } from '../service/resolve';
import type { WorkerContainer } from '../worker/resolve';
import type { FurtherWorker } from './resolve';

/** One worker of an environment, the first or a further one, with what it has from the first. */
export class Worker {
  constructor(
    private readonly environment: Environment,
    /** Of a further worker. */
    readonly name?: string,
  ) {}

  get workPoolName(): string {
    return this.own?.inputs.workerWorkPoolName ?? this.environment.inputs.workerWorkPoolName;
  }

  get cpu(): number {
    return this.own?.inputs.workerCpu ?? this.environment.inputs.workerCpu;
  }

  get memory(): number {
    return this.own?.inputs.workerMemory ?? this.environment.inputs.workerMemory;
  }

  get desiredCount(): number {
    return this.own?.inputs.workerDesiredCount ?? this.environment.inputs.workerDesiredCount;
  }

  get image(): string {
    return this.own?.inputs.workerImage ?? this.environment.inputs.workerImage;
  }

  get capacity(): OwnCapacity {
    return (this.own ?? this.environment).capacity;
  }

  get container(): WorkerContainer {
    return this.own?.container ?? this.environment.worker;
  }

  get service(): Service {
    return (this.own ?? this.environment).service;
  }

  /** Where a field stands: with this worker, or with the first, from which it has it. */
  readonly at = (field: string, ...below: Path): Path => {
    const own = this.name === undefined ? [] : ['workers', this.name];
    const isOwn = this.environment.isInFile([...own, field]);
    return isOwn ? [...own, field, ...below] : [field, ...below];
  };

  private get own(): FurtherWorker | undefined {
    return this.name === undefined ? undefined : this.environment.workers[this.name];
  }
}

/** Those of the workers that do not have `field` from the first one: each value that a file sets stands with one. */
export function workersWithOwn(environment: Environment, field: string): Worker[] {
  return workersOf(environment).filter(({ name, at }) => name === undefined || at(field)[0] !== field);
}

/** The workers of an environment, the first one first. */
export const workersOf = readOnce((environment: Environment): readonly Worker[] => [
  new Worker(environment),
  ...Object.keys(environment.workers).map((name) => new Worker(environment, name)),
]);
