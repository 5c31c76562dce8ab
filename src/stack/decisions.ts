import type { Decided, Environment, Inputs } from '../environment/environment';

/** What resources are created from. Stacks whose decisions are equal have the same shape: see shape.ts. */
export type Decisions = Decided & {
  readonly inputs: Pick<Inputs, 'workerType'> & { readonly givesTaskRole: boolean };
};

const NOT_DECIDED: readonly string[] = [
  ...['name', 'stackFile', 'backend', 'aws', 'project'],
  ...['requiredTags', 'acknowledge', 'format', 'origin', 'given', 'warnings'],
];

export function decisionsOf(environment: Environment): Decisions {
  const { workerType, workerTaskRoleArn } = environment.inputs;
  const decided = Object.entries(environment).filter(([field]) => !NOT_DECIDED.includes(field));
  return {
    ...(Object.fromEntries(decided) as unknown as Decided),
    inputs: { workerType, givesTaskRole: workerTaskRoleArn !== undefined },
  };
}
