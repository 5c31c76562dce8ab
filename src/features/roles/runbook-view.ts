import type { Environment } from '../../environment/environment';
import { createdName } from '../../inventory/inventory';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';

export function rolesView(environment: Environment) {
  const { roles, behaviour } = environment;
  const createsExecutionRole = createdName(environment, 'aws_iam_role.prefect_worker_execution_role') !== undefined;
  const own = roles.execution?.ownStatements ?? roles.task?.ownStatements;
  return {
    hardenedRoles: behaviour.leastPrivilege && createsExecutionRole && own === undefined,
    referenceRoles: !behaviour.leastPrivilege && createsExecutionRole && own === undefined,
    createsExecutionRole,
    addedRights: [
      roles.execution,
      roles.task,
      ...everyFlowRuns(environment).flatMap(({ executionRole, taskRole }) => [executionRole, taskRole]),
    ].some((role) => role?.statements ?? role?.policies.length),
  };
}
