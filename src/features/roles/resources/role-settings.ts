import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { named } from '../../../terraform/named-value';
import { ecsTasksTrust, policyDocument, type Statement } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { Expression } from '../../../terraform/terraform-text';
import { countIf, rolePolicy } from './role-policy';

/** How an account wants its roles, and what the user adds to one. */
export interface RoleSettings {
  /** Default: /. */
  readonly path?: string;
  /** ARN. */
  readonly permissionsBoundary?: string;
  /** Whose tasks alone may take the role on; left out: any that AWS lets. */
  readonly onlyFrom?: AwsContext;
  /** ARNs of managed policies. */
  readonly policies?: readonly string[];
  readonly statements?: readonly Statement[];
  /** All that the role may do, instead of what we think it needs. */
  readonly ownStatements?: readonly Statement[];
}

export interface RoleProps extends RoleSettings {
  readonly name: ResourceName;
  /** A Terraform condition on which the role is made; left out: always. */
  readonly count?: number;
}

/** A role for ECS tasks, at an address of its own. */
export function ecsTaskRole(scope: Construct, id: string, props: RoleProps): IamRole {
  const { name, path = '/', permissionsBoundary, onlyFrom, count } = props;
  return new IamRole(scope, id, {
    ...(count !== undefined && { count }),
    ...name,
    ...(path !== '/' && { path }),
    ...(permissionsBoundary && { permissionsBoundary }),
    assumeRolePolicy: ecsTasksTrust(onlyFrom),
  });
}

export interface AddedRights {
  /** The role's name. */
  readonly role: string;
  readonly policyName: ResourceName;
  readonly settings: RoleSettings;
  /** A Terraform condition on which there is such a role; left out: always. */
  readonly onlyIf?: string;
}

/** Gives a role what the user adds. `id` begins the addresses of what is created. */
export function extendRole(scope: Construct, id: string, added: AddedRights): ITerraformDependable[] {
  const { role, policyName, settings, onlyIf } = added;
  const { policies = [], statements = [], ownStatements = [] } = settings;
  const given = [...ownStatements, ...statements];
  const grants: ITerraformDependable[] = [];
  if (given.length > 0) {
    grants.push(
      rolePolicy(scope, `${id}_statements`, {
        ...countIf(onlyIf),
        name: policyName,
        role,
        policy: policyDocument(...given),
      }),
    );
  }
  if (policies.length > 0) {
    const attachment = new IamRolePolicyAttachment(scope, `${id}_policies`, { role, policyArn: '${each.value}' });
    const arns = named(scope, `${id}_policy_arns`, policies).code;
    const set = new Expression(`toset(${onlyIf ? `[for arn in ${arns} : arn if ${onlyIf}]` : arns})`);
    attachment.addOverride('for_each', set.toString());
    grants.push(attachment);
  }
  return grants;
}
