import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicy, type IamRolePolicyConfig } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';
import { Expression } from '../../../terraform/terraform-text';

/** Of managed policies. */
export interface ManagedPolicies {
  readonly path: string;
}

const MANAGED = 'managed-policies';

/** All policies of roles below `scope` are managed ones. Before anything is created there. */
export function manageRolePolicies(scope: Construct, policies: ManagedPolicies): void {
  scope.node.setContext(MANAGED, policies);
}

export type RolePolicyProps = Pick<IamRolePolicyConfig, 'policy' | 'role'> & {
  readonly name: ResourceName;
  /** A Terraform condition on which there is such a policy; left out: always. */
  readonly count?: number;
};

/** What a role may do: inline, or as a managed policy with its attachment at addresses of the same name. */
export function rolePolicy(scope: Construct, id: string, props: RolePolicyProps): ITerraformDependable {
  const managed: ManagedPolicies | undefined = scope.node.tryGetContext(MANAGED);
  const { name, role, policy, count } = props;
  if (managed === undefined) {
    return new IamRolePolicy(scope, id, { ...(count !== undefined && { count }), ...name, role, policy });
  }
  const { path } = managed;
  const created = new IamPolicy(scope, id, {
    ...(count !== undefined && { count }),
    ...name,
    ...(path !== '/' && { path }),
    policy,
  });
  return new IamRolePolicyAttachment(new Construct(scope, `${id}_attachment`), id, {
    ...(count !== undefined && { count }),
    role,
    policyArn:
      count === undefined
        ? created.arn
        : new Expression(`aws_iam_policy.${created.friendlyUniqueId}[count.index].arn`).toString(),
  });
}

/** As many as a condition asks for: one or none. */
export function countIf(condition: string | undefined): { readonly count?: number } {
  return condition === undefined ? {} : { count: Token.asNumber(`\${${condition} ? 1 : 0}`) };
}
