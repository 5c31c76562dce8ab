import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { Expression } from '../../terraform/terraform-text';
import { MOST_TASKS } from '../../values/limits/ecs';
import { IMAGE } from '../../values/limits/images';
import { ECS_POOL_NAME, POOL_NAME } from '../../values/limits/prefect';
import type { WorkerInputs } from '../inputs/create';
import type { ChecksOfInputs } from '../inputs/create-checks';
import {
  type Check,
  cpuChecks,
  matches,
  memoryChecks,
  test,
  validationOf,
  wholeNumber,
} from '../inputs/create-conditions';
import type { FurtherInputs } from './resolve';

/** The inputs of one worker: its own, or the first worker's. */
export interface OwnInputs {
  readonly workPoolName: Expression;
  readonly cpu: Expression;
  readonly memory: Expression;
  readonly image: Expression;
  readonly desiredCount: Expression;
}

export function inputsOfFirst(inputs: WorkerInputs): OwnInputs {
  return {
    workPoolName: inputs.workerWorkPoolName,
    cpu: inputs.workerCpu,
    memory: inputs.workerMemory,
    image: inputs.workerImage,
    desiredCount: inputs.workerDesiredCount,
  };
}

export interface FurtherWorkerInputsProps {
  /** The worker's name, with which its inputs begin. */
  readonly worker: string;
  readonly own: FurtherInputs;
  readonly first: WorkerInputs;
  readonly checked: boolean;
  readonly onFargate: boolean;
  /** What the rest of the stack file asks of them. */
  readonly further: ChecksOfInputs;
}

/** Terraform variables for what a further worker says of itself. */
export class FurtherWorkerInputs extends Construct implements OwnInputs {
  readonly workPoolName: Expression;
  readonly cpu: Expression;
  readonly memory: Expression;
  readonly image: Expression;
  readonly desiredCount: Expression;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FurtherWorkerInputsProps,
  ) {
    super(scope, id);
    const { own, first, onFargate, further } = props;
    this.workPoolName = this.input('work_pool_name', own.workerWorkPoolName, first.workerWorkPoolName, (pool) => [
      matches(pool, POOL_NAME),
      [`${first.workerType.code} != "ecs" || ${test(pool, ECS_POOL_NAME)}`, `be ${ECS_POOL_NAME.allowed}`],
    ]);
    this.cpu = this.input('cpu', own.workerCpu, first.workerCpu, (cpu) => [
      ...cpuChecks(cpu, onFargate),
      ...(further.workerCpu?.(cpu) ?? []),
    ]);
    this.memory = this.input('memory', own.workerMemory, first.workerMemory, (memory) => [
      ...memoryChecks(memory, this.cpu, onFargate),
      ...(further.workerMemory?.(memory) ?? []),
    ]);
    this.image = this.input('image', own.workerImage, first.workerImage, (image) => [
      matches(image, IMAGE),
      ...(further.workerImage?.(image) ?? []),
    ]);
    this.desiredCount = this.input('desired_count', own.workerDesiredCount, first.workerDesiredCount, (count) => [
      wholeNumber(count, 0, MOST_TASKS),
      ...(further.workerDesiredCount?.(count) ?? []),
    ]);
  }

  /** A variable for a value of the worker's own, `otherwise` where it has none. */
  private input(
    what: string,
    value: string | number | undefined,
    otherwise: Expression,
    checks: (input: Expression) => readonly Check[],
  ): Expression {
    if (value === undefined) return otherwise;
    const { worker, checked } = this.props;
    const name = `${worker}_worker_${what}`;
    const input = new Expression(`var.${name}`);
    new TerraformVariable(this, name, {
      type: typeof value,
      description: `${otherwise.code.slice('var.'.length)} of the worker ${worker}`,
      default: value,
      ...(checked && {
        nullable: false,
        validation: validationOf(input, checks(input)),
      }),
    });
    return input;
  }
}
