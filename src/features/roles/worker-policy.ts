import type { Environment } from '../../environment/environment';

/** Why nothing can be set of the policy with which the worker starts flow runs; undefined where it can. */
export function fixedPolicy({
  behaviour,
  roles: { task, oneForBoth, execution },
  inputs: { workerTaskRoleArn },
}: Environment): string | undefined {
  const isGiven =
    task?.existing !== undefined ||
    workerTaskRoleArn !== undefined ||
    (oneForBoth && execution?.existing !== undefined);
  if (isGiven || task?.none || task?.ownStatements !== undefined) {
    return 'it applies only to the policy that this stack creates, not to an existing role, own_statements, or none';
  }
  return behaviour.leastPrivilege
    ? undefined
    : 'with preset: reference the worker may register each task definition and pass each role';
}
