import { type Finding, noEffect, type Rule, when } from '../../environment/rule';
import type { Config } from '../../environment/schema';
import type { Path } from '../../stack-file/path';
import { fixedPolicy } from './worker-policy';

type CreatedRole = Pick<NonNullable<Config['roles']['task']>, 'policies' | 'statements' | 'ownStatements'>;

function onlyOfCreated(
  role: 'execution' | 'task',
  { policies = [], statements, ownStatements }: Partial<CreatedRole>,
  origin: 'created' | 'given',
): Finding[] {
  const fields = {
    policies: policies.length > 0,
    statements: statements !== undefined,
    own_statements: ownStatements !== undefined,
  };
  return [
    ...Object.entries(fields).flatMap(([field, isThere]) =>
      noEffect(
        isThere && origin === 'given',
        ['roles', role, field],
        'it applies only to a role that this stack creates',
        'remove the existing role',
      ),
    ),
    ...when(
      statements !== undefined && ownStatements !== undefined,
      ['roles', role, 'statements'],
      'is not available with own_statements',
      'move the statements to own_statements',
    ),
    ...emptyStatements(['roles', role], { ownStatements, policies }),
  ];
}

/** A role without any permission starts nothing. */
export function emptyStatements(
  path: Path,
  { ownStatements, policies }: Pick<CreatedRole, 'ownStatements' | 'policies'>,
): Finding[] {
  return when(
    ownStatements?.length === 0 && policies.length === 0,
    [...path, 'own_statements'],
    'must have at least one statement if policies is not set: the role would have no permission',
    'add a statement, or set policies',
  );
}

const TASK_ROLE_ARN = ['worker_task_role_arn'];

const createdRoles: Rule = (environment) => {
  const { execution, task, oneForBoth } = environment.roles;
  const isExecutionGiven = execution?.existing !== undefined;
  const isTaskGiven =
    task?.existing !== undefined ||
    environment.isInFile(TASK_ROLE_ARN) ||
    task?.none === true ||
    (oneForBoth && isExecutionGiven);
  return [
    ...onlyOfCreated('execution', execution ?? {}, isExecutionGiven ? 'given' : 'created'),
    ...onlyOfCreated('task', task ?? {}, isTaskGiven ? 'given' : 'created'),
  ];
};

const registeredFamilies: Rule = (environment) => {
  const why = fixedPolicy(environment);
  return noEffect(
    environment.roles.task?.registerTaskDefinitions === 'own_families' && why !== undefined,
    ['roles', 'task', 'register_task_definitions'],
    why ?? '',
  );
};

const sourceConditions: Rule = ({ behaviour, fileValue }) => {
  const path = ['roles', 'source_conditions'];
  return noEffect(
    !behaviour.leastPrivilege && fileValue(path) === true,
    path,
    'with preset: reference the roles have the trust policies of the reference',
  );
};

const oneTaskRole: Rule = (environment) => {
  const { roles, inputs } = environment;
  const isArnInFile = environment.isInFile(TASK_ROLE_ARN);
  const { existing, none = false } = roles.task ?? {};
  return [
    ...when(
      existing !== undefined && isArnInFile,
      ['roles', 'task', 'existing'],
      'sets the same as worker_task_role_arn',
      'remove one of the two',
    ),
    ...when(
      none && (existing !== undefined || isArnInFile),
      ['roles', 'task', 'none'],
      'is not available with an existing task role',
      'remove one of the two',
    ),
    ...when(
      none && inputs.workerType === 'ecs',
      ['roles', 'task', 'none'],
      'is not available with worker_type: ecs: without a task role, the worker cannot start flow runs',
      'remove it',
    ),
    ...when(
      roles.oneForBoth && (none || existing !== undefined || isArnInFile),
      ['roles', 'one_for_both'],
      'is not available with an existing task role, or with roles.task.none',
      'to use one existing role for both, set only roles.execution.existing',
    ),
  ];
};

export const ROLES_RULES: readonly Rule[] = [createdRoles, registeredFamilies, sourceConditions, oneTaskRole];
