import { type Decided, type Environment, NOT_DECIDED } from '../environment/environment';
import type { Inputs } from '../features/inputs/resolve';

/** What resources are created from. Stacks whose decisions are equal have the same shape: see shape.ts. */
export type Decisions = Decided & {
  readonly inputs: Pick<Inputs, 'workerType'> & { readonly givesTaskRole: boolean };
};

const LEFT_OUT: ReadonlySet<string> = new Set(NOT_DECIDED);

export function decisionsOf(environment: Environment): Decisions {
  const { workerType, workerTaskRoleArn } = environment.inputs;
  const decided = Object.entries(environment).filter(([field]) => !LEFT_OUT.has(field));
  return {
    ...(Object.fromEntries(decided) as unknown as Decided),
    inputs: { workerType, givesTaskRole: workerTaskRoleArn !== undefined },
  };
}
