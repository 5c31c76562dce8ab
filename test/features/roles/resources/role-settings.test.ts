import { ecsTaskRole, extendRole, type RoleSettings } from '../../../../src/features/roles/resources/role-settings';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { addressesOf, documentAt, inStack, resourceAt } from '../../../helpers/synthesized';

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } as const;

function extended(settings: RoleSettings, onlyIf?: string) {
  return inStack((scope) =>
    extendRole(scope, 'ours', { role: 'our-role', policyName: { name: 'our-policy' }, settings, onlyIf }),
  );
}

describe('a role for tasks', () => {
  test('with nothing but a name can be any task’s', () => {
    const terraform = inStack((scope) => ecsTaskRole(scope, 'role', { name: { name: 'our-role' } }));
    expect(resourceAt(terraform, 'aws_iam_role.role')).toEqual({
      name: 'our-role',
      assume_role_policy: expect.stringContaining('"Service":"ecs-tasks.amazonaws.com"'),
    });
    expect(documentAt(terraform, 'aws_iam_role.role', 'assume_role_policy')).not.toHaveProperty(
      'Statement.0.Condition',
    );
  });

  test('with everything set has path, boundary, count, and only this account’s tasks', () => {
    const terraform = inStack((scope) =>
      ecsTaskRole(scope, 'role', {
        name: { name: 'our-role' },
        path: '/team/',
        permissionsBoundary: 'arn-of-a-policy',
        onlyFrom: new AwsContext(scope, 'aws'),
        count: 1,
      }),
    );
    expect(resourceAt(terraform, 'aws_iam_role.role')).toMatchObject({
      path: '/team/',
      permissions_boundary: 'arn-of-a-policy',
      count: 1,
    });
    expect(documentAt(terraform, 'aws_iam_role.role', 'assume_role_policy')).toMatchObject({
      Statement: [
        {
          Condition: {
            ArnLike: { 'aws:SourceArn': expect.stringMatching(/^arn:.*:ecs:.*:\*$/) },
            StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.current.account_id}' },
          },
        },
      ],
    });
  });
});

describe('what is added to a role', () => {
  test('is nothing where nothing is said', () => {
    expect(addressesOf(extended({}))).toEqual([]);
    expect(addressesOf(extended({ policies: [], statements: [] }))).toEqual([]);
    inStack((scope) => {
      expect(extendRole(scope, 'ours', { role: 'our-role', policyName: { name: 'our-policy' }, settings: {} })).toEqual(
        [],
      );
    });
  });

  test('are statements, in one policy', () => {
    const terraform = extended({ statements: [STATEMENT], ownStatements: [{ ...STATEMENT, Effect: 'Deny' }] });
    expect(resourceAt(terraform, 'aws_iam_role_policy.ours_statements')).toMatchObject({
      name: 'our-policy',
      role: 'our-role',
    });
    expect(documentAt(terraform, 'aws_iam_role_policy.ours_statements', 'policy')).toEqual({
      Version: '2012-10-17',
      Statement: [{ ...STATEMENT, Effect: 'Deny' }, STATEMENT],
    });
  });

  test('are policies, one attachment each', () => {
    const terraform = extended({ policies: ['one', '${data.x.y.z}'] });
    expect(terraform.locals).toEqual({ ours_policy_arns: ['one', '${data.x.y.z}'] });
    expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.ours_policies')).toEqual({
      role: 'our-role',
      policy_arn: '${each.value}',
      for_each: '${toset(local.ours_policy_arns)}',
    });
  });

  test('is made only where there is such a role', () => {
    const terraform = extended({ policies: ['one'], statements: [STATEMENT] }, 'var.made');
    expect(resourceAt(terraform, 'aws_iam_role_policy.ours_statements')['count']).toBe('${var.made ? 1 : 0}');
    expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.ours_policies')['for_each']).toBe(
      '${toset([for arn in local.ours_policy_arns : arn if var.made])}',
    );
  });
});
