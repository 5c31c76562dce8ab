import { REFERENCE_RIGHTS } from '../../../../src/features/flow-runs/resources/flow-rights';
import type { RoleSettings } from '../../../../src/features/roles/resources/role-settings';
import { TaskRights, TaskRole } from '../../../../src/features/roles/resources/task-role';
import type { Statement } from '../../../../src/terraform/policy-document';
import { Expression } from '../../../../src/terraform/terraform-text';
import { addressesOf, documentAt, inStack, resourceAt, waitedFor } from '../../../helpers/synthesized';

const ROLE = 'aws_iam_role.prefect_worker_task_role';
/** A condition of Terraform. */
const CREATED = 'var.role == null';
const POLICY = 'aws_iam_role_policy.prefect_worker_allow_ecs_task';

const NAMES = {
  runTasksPolicy: { name: 'run-tasks' },
  taskPolicy: { name: 'statements' },
  containerPolicy: { name: 'container' },
};
const RUN: Statement = { Effect: 'Allow', Action: 'ecs:RunTask', Resource: 'arn-of-the-families' };
const MOUNT: Statement = { Effect: 'Allow', Action: 'elasticfilesystem:ClientMount', Resource: 'arn-of-the-files' };

const CONTAINER = 'aws_iam_role_policy.prefect_worker_container';
const STATEMENTS = 'aws_iam_role_policy.prefect_worker_task_role_statements';

interface Asked {
  readonly containerRights?: readonly Statement[];
  /** Is given the addresses of what a first task waits for. */
  readonly look?: (ready: readonly string[]) => void;
}

function role(leastPrivilege: boolean, settings: RoleSettings = {}, { containerRights, look }: Asked = {}) {
  return inStack((scope, show) => {
    const { arn, ready } = new TaskRole(scope, 'task_role', {
      name: { name: 'task-role' },
      names: NAMES,
      settings,
      existingRoleArn: new Expression('var.role'),
      createdIf: CREATED,
      runsTasksIf: leastPrivilege ? `${CREATED} && var.type == "ecs"` : CREATED,
      rights: [leastPrivilege ? RUN : REFERENCE_RIGHTS],
      containerRights,
    });
    show('arn', arn);
    look?.(waitedFor(scope, ready));
  });
}

/** Rights for the execution role, which is the task role too. */
function rights(settings: RoleSettings, { containerRights, look }: Asked = {}) {
  return inStack((scope) => {
    const { ready } = new TaskRights(scope, 'task_rights', {
      names: NAMES,
      settings,
      runsTasksIf: 'var.type == "ecs"',
      rights: [RUN],
      containerRights,
      role: 'execution-role',
    });
    look?.(waitedFor(scope, ready));
  });
}

describe.each([
  ['the rights of the reference', false],
  ['least privilege', true],
])('with %s', (_, leastPrivilege) => {
  const terraform = role(leastPrivilege);

  test('a role is made only where none is given, and the one there is is the one that counts', () => {
    expect(resourceAt(terraform, ROLE)).toMatchObject({ name: 'task-role', count: '${var.role == null ? 1 : 0}' });
    expect(terraform.output['arn']?.['value']).toBe(`\${var.role == null ? ${ROLE}[0].arn : var.role}`);
  });

  test('its policy belongs to the role that is made', () => {
    expect(resourceAt(terraform, POLICY)).toMatchObject({ name: 'run-tasks', role: `\${${ROLE}[0].id}` });
  });
});

test('the rights of the reference are its 18 actions on everything, whatever the type of the worker', () => {
  const terraform = role(false);
  const { Statement } = documentAt(terraform, POLICY, 'policy') as { Statement: { Action: string[] }[] };
  expect(Statement).toEqual([{ Effect: 'Allow', Action: expect.any(Array), Resource: '*' }]);
  expect(new Set(Statement[0]?.Action).size).toBe(18);
  expect(resourceAt(terraform, POLICY)['count']).toBe('${var.role == null ? 1 : 0}');
});

test('with least privilege only a worker that starts ECS tasks may do so', () => {
  expect(resourceAt(role(true), POLICY)['count']).toBe('${var.role == null && var.type == "ecs" ? 1 : 0}');
});

test('what its container needs is a policy of its own, whatever the type of the worker', () => {
  const terraform = role(true, {}, { containerRights: [MOUNT] });
  expect(resourceAt(terraform, CONTAINER)).toMatchObject({
    name: 'container',
    role: `\${${ROLE}[0].id}`,
    count: '${var.role == null ? 1 : 0}',
  });
  expect(documentAt(terraform, CONTAINER, 'policy')).toMatchObject({ Statement: [MOUNT] });
  expect(addressesOf(role(true))).not.toContain(CONTAINER);
});

test('what a stack file adds belongs to the role, where there is one', () => {
  const terraform = role(true, { statements: [MOUNT] });
  expect(resourceAt(terraform, STATEMENTS)).toMatchObject({
    name: 'statements',
    role: `\${one(${ROLE}[*].name)}`,
    count: '${var.role == null ? 1 : 0}',
  });
});

test('with statements of its own has none of ours', () => {
  const terraform = role(true, { ownStatements: [RUN] }, { containerRights: [MOUNT] });
  expect(addressesOf(terraform)).toEqual([ROLE, STATEMENTS]);
});

test.each([
  ['a role', role.bind(undefined, true)],
  ['the rights alone', rights],
])('a first task waits for all policies of %s', (_, created) => {
  const look = jest.fn();
  const all = [POLICY, CONTAINER, STATEMENTS].sort();
  created({ statements: [RUN] }, { containerRights: [MOUNT], look });
  expect(look).toHaveBeenLastCalledWith(all);
  created({}, { look });
  expect(look).toHaveBeenLastCalledWith([POLICY]);
  created({ ownStatements: [RUN] }, { containerRights: [MOUNT], look });
  expect(look).toHaveBeenLastCalledWith([STATEMENTS]);
});

test('a role that is the execution role too gets the same rights, and no role is created beside it', () => {
  const terraform = rights({ statements: [MOUNT] }, { containerRights: [MOUNT] });
  expect(addressesOf(terraform)).toEqual([POLICY, CONTAINER, STATEMENTS].sort());
  expect(resourceAt(terraform, POLICY)).toMatchObject({
    name: 'run-tasks',
    role: 'execution-role',
    count: '${var.type == "ecs" ? 1 : 0}',
  });
  expect(documentAt(terraform, POLICY, 'policy')).toMatchObject({ Statement: [RUN] });
  expect(resourceAt(terraform, CONTAINER)).toEqual({
    name: 'container',
    role: 'execution-role',
    policy: expect.any(String),
  });
  expect(documentAt(terraform, CONTAINER, 'policy')).toMatchObject({ Statement: [MOUNT] });
  expect(resourceAt(terraform, STATEMENTS)).toMatchObject({ name: 'statements', role: 'execution-role' });
});

test('a role that is the execution role too has with statements of its own none of ours', () => {
  expect(addressesOf(rights({ ownStatements: [RUN] }, { containerRights: [MOUNT] }))).toEqual([STATEMENTS]);
});
