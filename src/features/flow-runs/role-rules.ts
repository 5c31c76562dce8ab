import { valueAt } from '../../environment/origin';
import { faultAt, noEffect, type Rule, when } from '../../environment/rule';
import { emptyStatements } from '../roles/rules';
import { fixedPolicy } from '../roles/worker-policy';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

const rolesFit = ofFlowRuns(({ taskRole, executionRole, enableExecuteCommand, taskDefinitionArn }, { roles }) => [
  ...when(
    enableExecuteCommand && taskRole === undefined,
    [...FLOW_RUNS, 'enable_execute_command'],
    'requires a task role',
    'set flow_runs.task_role: {}',
  ),
  ...Object.entries({ task_role: taskRole, execution_role: executionRole }).flatMap(([role, settings]) =>
    settings?.existing === undefined
      ? []
      : Object.entries({
          policies: settings.policies.length > 0,
          statements: settings.statements !== undefined,
          own_statements: valueAt(settings, ['ownStatements']) !== undefined,
        }).flatMap(([field, isThere]) =>
          noEffect(
            isThere,
            [...FLOW_RUNS, role, field],
            'it applies only to a role that this stack creates',
            'remove existing',
          ),
        ),
  ),
  ...(executionRole?.statements !== undefined && executionRole.ownStatements !== undefined
    ? faultAt(
        [...FLOW_RUNS, 'execution_role', 'statements'],
        'is not available with own_statements',
        'move the statements to own_statements',
      )
    : []),
  ...(executionRole ? emptyStatements([...FLOW_RUNS, 'execution_role'], executionRole) : []),
  ...when(
    taskDefinitionArn !== undefined && (executionRole?.existing ?? roles.execution?.existing) === undefined,
    [...FLOW_RUNS, 'task_definition_arn'],
    'requires the execution role of that task definition, which the worker passes to ECS',
    'set flow_runs.execution_role.existing',
  ),
]);

const roleOfWorker = ofFlowRuns(({ taskRole }, { roles }) => {
  if (!taskRole?.sameAsWorker) return [];
  const path = [...FLOW_RUNS, 'task_role', 'same_as_worker'];
  const others = {
    existing: taskRole.existing !== undefined,
    policies: taskRole.policies.length > 0,
    statements: taskRole.statements !== undefined,
  };
  return [
    ...Object.entries(others).flatMap(([field, isThere]) =>
      when(
        isThere,
        [...FLOW_RUNS, 'task_role', field],
        'is not available with same_as_worker: flow runs have the role of the worker',
        field === 'existing' ? 'remove one of the two' : `remove it, or set roles.task.${field}`,
      ),
    ),
    ...when(
      roles.task?.none,
      path,
      'is not available with roles.task.none: the worker has no task role',
      'remove one of the two',
    ),
  ];
});

const passedRoles = ofFlowRuns(({ passableRoles }, environment) => {
  const why = fixedPolicy(environment);
  return noEffect(passableRoles.length > 0 && why !== undefined, [...FLOW_RUNS, 'passable_roles'], why ?? '');
});

const pulledRepositories = ofFlowRuns(({ executionRole, ecrRepositories }, { roles }) => {
  const { existing, ownStatements } = executionRole ?? roles.execution ?? {};
  return noEffect(
    ecrRepositories.length > 0 && (existing !== undefined || ownStatements !== undefined),
    [...FLOW_RUNS, 'ecr_repositories'],
    'it applies only to the policy that this stack creates, not to an existing execution role or own_statements',
  );
});

export const FLOW_ROLE_RULES: readonly Rule[] = [rolesFit, roleOfWorker, passedRoles, pulledRepositories];
