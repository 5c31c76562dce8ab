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
  taskPolicy: { name: 'more' },
  containerPolicy: { name: 'container' },
};
const RIGHTS: Statement[] = [{ Effect: 'Allow', Action: 'ecs:RunTask', Resource: '*' }];

function role(onlyForEcs: boolean, settings: RoleSettings = {}) {
  return inStack((scope, show) => {
    const { arn } = new TaskRole(scope, 'task_role', {
      name: { name: 'task-role' },
      names: NAMES,
      settings,
      existingRoleArn: new Expression('var.role'),
      createdIf: CREATED,
      runsTasksIf: onlyForEcs ? `${CREATED} && var.type == "ecs"` : CREATED,
      rights: RIGHTS,
    });
    show('arn', arn);
  });
}

test('a role is made only where none is given, and the one there is is the one that counts', () => {
  const terraform = role(true);
  expect(resourceAt(terraform, ROLE)).toMatchObject({ name: 'task-role', count: '${var.role == null ? 1 : 0}' });
  expect(terraform.output['arn']?.['value']).toBe(`\${var.role == null ? ${ROLE}[0].arn : var.role}`);
});

test('its policy belongs to the role that is made', () => {
  expect(resourceAt(role(true), POLICY)).toMatchObject({ name: 'run-tasks', role: `\${${ROLE}[0].id}` });
  expect(documentAt(role(true), POLICY, 'policy')).toMatchObject({ Statement: RIGHTS });
});

test.each([
  [true, '${var.role == null && var.type == "ecs" ? 1 : 0}'],
  [false, '${var.role == null ? 1 : 0}'],
])('with rights for ecs workers only: %s', (onlyForEcs, count) => {
  expect(resourceAt(role(onlyForEcs), POLICY)['count']).toBe(count);
});

test('with statements of its own has none of ours', () => {
  const terraform = role(true, { ownStatements: RIGHTS });
  expect(addressesOf(terraform)).toEqual([ROLE, 'aws_iam_role_policy.prefect_worker_task_role_statements']);
});

test('for a role that is the execution role too, the rights are that role’s', () => {
  const terraform = inStack((scope) => {
    new TaskRights(scope, 'task_rights', {
      names: NAMES,
      settings: {},
      runsTasksIf: 'var.type == "ecs"',
      rights: RIGHTS,
      role: 'execution-role',
    });
  });
  expect(addressesOf(terraform)).toEqual([POLICY]);
  expect(resourceAt(terraform, POLICY)).toMatchObject({
    role: 'execution-role',
    count: '${var.type == "ecs" ? 1 : 0}',
  });
});
