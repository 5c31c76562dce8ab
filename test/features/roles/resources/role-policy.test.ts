import {
  countIf,
  manageRolePolicies,
  type RolePolicyProps,
  rolePolicy,
} from '../../../../src/features/roles/resources/role-policy';
import { addressesOf, inStack, resourceAt } from '../../../helpers/synthesized';

const POLICY = { name: { name: 'our-policy' }, role: 'our-role', policy: '{}' };

const inline = (props: RolePolicyProps) => inStack((scope) => rolePolicy(scope, 'ours', props));

const managed = (path: string, props: RolePolicyProps) =>
  inStack((scope) => {
    manageRolePolicies(scope, { path });
    rolePolicy(scope, 'ours', props);
  });

test('a policy is inline', () => {
  const terraform = inline(POLICY);
  expect(addressesOf(terraform)).toEqual(['aws_iam_role_policy.ours']);
  expect(resourceAt(terraform, 'aws_iam_role_policy.ours')).toEqual({
    name: 'our-policy',
    role: 'our-role',
    policy: '{}',
  });
});

test('a policy may have a condition', () => {
  const terraform = inline({ ...POLICY, ...countIf('var.a') });
  expect(resourceAt(terraform, 'aws_iam_role_policy.ours')['count']).toBe('${var.a ? 1 : 0}');
  expect(countIf(undefined)).toEqual({});
});

test('a policy is managed, with an attachment of the same name', () => {
  const terraform = managed('/', POLICY);
  expect(addressesOf(terraform)).toEqual(['aws_iam_policy.ours', 'aws_iam_role_policy_attachment.ours']);
  expect(resourceAt(terraform, 'aws_iam_policy.ours')).toEqual({ name: 'our-policy', policy: '{}' });
  expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.ours')).toEqual({
    role: 'our-role',
    policy_arn: '${aws_iam_policy.ours.arn}',
  });
});

test('a managed policy may have a path, and a condition that its attachment has too', () => {
  const terraform = managed('/team/', { ...POLICY, ...countIf('var.a') });
  expect(resourceAt(terraform, 'aws_iam_policy.ours')).toEqual({
    count: '${var.a ? 1 : 0}',
    name: 'our-policy',
    path: '/team/',
    policy: '{}',
  });
  expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.ours')).toEqual({
    count: '${var.a ? 1 : 0}',
    role: 'our-role',
    policy_arn: '${aws_iam_policy.ours[count.index].arn}',
  });
});
