import type { StackContext } from '../../stack/context';
import { Expression, quoted } from '../../terraform/terraform-text';
import { isOnFargate } from '../capacity/on-fargate';
import { checksOfFurther } from '../inputs/create-checks';
import type { WorkerToCreate } from '../worker/create-types';
import { FurtherWorkerInputs } from './create-inputs';

/** The workers beside the first, with inputs of their own. */
export function createFurtherWorkerInputs(
  { scope, environment, inputs }: StackContext,
  checked: boolean,
): WorkerToCreate[] {
  return Object.entries(environment.workers).map(([name, { inputs: own, ...settings }]) => ({
    ...settings,
    name,
    inputs: new FurtherWorkerInputs(scope, `inputs_${name}`, {
      worker: name,
      own,
      first: inputs,
      checked,
      onFargate: isOnFargate(settings),
      further: checksOfFurther(settings, environment),
    }),
  }));
}

/** The images that the execution role pulls beside the first worker's. */
export function furtherImages([first, ...others]: readonly WorkerToCreate[]): Expression[] {
  const all = [first, ...others].filter((worker) => worker !== undefined);
  const images = [
    ...others.map(({ inputs }) => inputs.image.code).filter((image) => image !== first?.inputs.image.code),
    ...all.flatMap(({ container }) => Object.values(container.sidecars).map(({ image }) => quoted(image))),
  ];
  return [...new Set(images)].map((image) => new Expression(image));
}

/** The pools that the workers poll, each once. */
export function polledPools(workers: readonly WorkerToCreate[]): Expression[] {
  const pools = new Map(workers.map(({ inputs }) => [inputs.workPoolName.code, inputs.workPoolName]));
  return [...pools.values()];
}
