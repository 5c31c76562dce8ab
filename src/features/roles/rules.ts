import { each, type Finding, isGiven, type Rule, when } from '../../environment/rule';
import type { Config } from '../../environment/schema';
import type { Path } from '../../stack-file/path';
import type { ConfiguredStatement } from './schema';

type CreatedRole = Pick<NonNullable<Config['roles']['task']>, 'policies' | 'statements' | 'ownStatements' | 'existing'>;

function onlyOfCreated(
  role: 'execution' | 'task',
  { existing, policies = [], statements, ownStatements }: Partial<CreatedRole>,
  given: boolean,
): Finding[] {
  const fields = {
    policies: policies.length > 0,
    statements: statements !== undefined,
    own_statements: ownStatements !== undefined,
  };
  return [
    ...Object.entries(fields).flatMap(([field, isThere]) =>
      when(
        isThere && (existing !== undefined || given),
        ['roles', role, field],
        'must be left out beside an existing role: it is about the role that this stack would create',
      ),
    ),
    ...when(
      statements !== undefined && ownStatements !== undefined,
      ['roles', role, 'statements'],
      'must be left out beside own_statements: write them there',
    ),
  ];
}

const TASK_ROLE_ARN = ['worker_task_role_arn'];

const createdRoles: Rule = (environment) => {
  const { roles } = environment;
  return [
    ...onlyOfCreated('execution', roles.execution ?? {}, false),
    ...onlyOfCreated(
      'task',
      roles.task ?? {},
      isGiven(environment, TASK_ROLE_ARN) ||
        roles.task?.none === true ||
        (roles.oneForBoth && roles.execution?.existing !== undefined),
    ),
  ];
};

/** IAM has one entry for an operator and a key; a second one would take its place. */
const conditionsOnce: Rule = ({ roles, flowRuns }) => {
  const places: [Path, readonly ConfiguredStatement[] | undefined][] = [
    [['roles', 'execution', 'statements'], roles.execution?.statements],
    [['roles', 'execution', 'own_statements'], roles.execution?.ownStatements],
    [['roles', 'task', 'statements'], roles.task?.statements],
    [['roles', 'task', 'own_statements'], roles.task?.ownStatements],
    [['flow_runs', 'execution_role', 'statements'], flowRuns?.executionRole?.statements],
    [['flow_runs', 'task_role', 'statements'], flowRuns?.taskRole?.statements],
  ];
  return each(places, ([path, statements = []]) =>
    statements.flatMap(({ conditions }, index) =>
      conditions.flatMap(({ test, variable }, place) =>
        when(
          conditions.slice(0, place).some((other) => other.test === test && other.variable === variable),
          [...path, index, 'conditions', place],
          `must not be a second ${test} of ${variable}: write the values into the first, where one that fits is enough`,
        ),
      ),
    ),
  );
};

const whatIsRegistered: Rule = ({ roles: { task, oneForBoth, execution }, inputs: { workerTaskRoleArn } }) => {
  const isGiven =
    task?.existing !== undefined ||
    workerTaskRoleArn !== undefined ||
    (oneForBoth && execution?.existing !== undefined);
  return when(
    task?.registerTaskDefinitions === 'own_families' && (isGiven || task.none || task.ownStatements !== undefined),
    ['roles', 'task', 'register_task_definitions'],
    'must be left out where the rights of the role are not ours: beside an existing role, own_statements, or none',
  );
};

const oneTaskRole: Rule = (environment) => {
  const { roles, inputs } = environment;
  const isArnGiven = isGiven(environment, TASK_ROLE_ARN);
  const { existing, none = false } = roles.task ?? {};
  return [
    ...when(
      existing !== undefined && isArnGiven,
      ['roles', 'task', 'existing'],
      'must be left out beside worker_task_role_arn, which says the same',
    ),
    ...when(
      none && (existing !== undefined || isArnGiven),
      ['roles', 'task', 'none'],
      'must be left out beside a role that is given',
    ),
    ...when(
      none && inputs.workerType === 'ecs',
      ['roles', 'task', 'none'],
      'must be left out with worker_type ecs: a worker without a role can start no flow run',
    ),
    ...when(
      roles.oneForBoth && (none || existing !== undefined || isArnGiven),
      ['roles', 'one_for_both'],
      'must be left out beside a task role that is given, or none',
      'to use one existing role for both, name it in roles.execution.existing',
    ),
  ];
};

export const ROLES_RULES: readonly Rule[] = [createdRoles, conditionsOnce, whatIsRegistered, oneTaskRole];
