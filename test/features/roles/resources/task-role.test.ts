import { REFERENCE_RIGHTS } from '../../../../src/features/flow-runs/resources/flow-rights';
import type { RoleSettings } from '../../../../src/features/roles/resources/role-settings';
import { TaskRights, TaskRole } from '../../../../src/features/roles/resources/task-role';
import type { Statement } from '../../../../src/terraform/policy-document';
import { Expression } from '../../../../src/terraform/terraform-text';
import { addressesOf, documentAt, inStack, resourceAt } from '../../../helpers/synthesized';

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

function role(leastPrivilege: boolean, settings: RoleSettings = {}) {
  return inStack((scope, show) => {
    const { arn } = new TaskRole(scope, 'task_role', {
      name: { name: 'task-role' },
      names: NAMES,
      settings,
      existingRoleArn: new Expression('var.role'),
      createdIf: CREATED,
      runsTasksIf: leastPrivilege ? `${CREATED} && var.type == "ecs"` : CREATED,
      rights: [leastPrivilege ? RUN : REFERENCE_RIGHTS],
    });
    show('arn', arn);
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

test('with statements of its own has none of ours', () => {
  const terraform = role(true, { ownStatements: [RUN] });
  expect(addressesOf(terraform)).toEqual([ROLE, 'aws_iam_role_policy.prefect_worker_task_role_statements']);
});

test('a role that is the execution role too gets the same rights, and nothing is made beside them', () => {
  const terraform = inStack((scope) => {
    new TaskRights(scope, 'task_rights', {
      names: NAMES,
      settings: {},
      runsTasksIf: 'var.type == "ecs"',
      rights: [RUN],
      role: 'execution-role',
    });
  });
  expect(addressesOf(terraform)).toEqual([POLICY]);
  expect(resourceAt(terraform, POLICY)).toMatchObject({
    name: 'run-tasks',
    role: 'execution-role',
    count: '${var.type == "ecs" ? 1 : 0}',
  });
  expect(documentAt(terraform, POLICY, 'policy')).toMatchObject({ Statement: [RUN] });
});
