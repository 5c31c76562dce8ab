import { type ITerraformDependable, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { policyDocument, type Statement } from '../../../terraform/policy-document';
import { type ResourceName, withEnd } from '../../../terraform/resource-name';
import { type Expression, quoted } from '../../../terraform/terraform-text';
import { ECR_IMAGE, pullFrom } from '../../image/resources/ecr-pull';
import { rolePolicy } from '../../roles/resources/role-policy';
import { ecsTaskRole, extendRole, type RoleSettings } from '../../roles/resources/role-settings';

/** What ECS needs to start flow runs, on a role that is there. */
export interface FlowRunRightsProps {
  /** The role's name. */
  readonly role: string;
  readonly policyName: ResourceName;
  readonly rights: readonly Statement[];
}

export class FlowRunRights extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { role, policyName, rights }: FlowRunRightsProps) {
    super(scope, id);
    this.ready =
      rights.length === 0
        ? []
        : [
            rolePolicy(this, 'prefect_flow_runs_execution', {
              name: policyName,
              role,
              policy: policyDocument(...rights),
            }),
          ];
  }
}

export interface FlowExecutionRoleProps {
  readonly aws: AwsContext;
  readonly name: ResourceName;
  readonly policyName: ResourceName;
  readonly settings: RoleSettings;
  readonly rights: readonly Statement[];
  /** An image of which only Terraform knows whether it is in ECR, and in which repository. */
  readonly image?: { readonly name: Expression; readonly count: Expression };
}

/** An execution role for flow runs alone. */
export class FlowExecutionRole extends Construct {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FlowExecutionRoleProps) {
    super(scope, id);
    const { aws, name, policyName, settings, rights, image } = props;
    const role = ecsTaskRole(this, 'prefect_flow_execution_role', { ...settings, name });
    const isOurs = settings.ownStatements === undefined;
    const needed = new FlowRunRights(this, 'rights', { role: role.id, policyName, rights: isOurs ? rights : [] });
    const added = extendRole(this, 'prefect_flow_execution_role', {
      role: role.name,
      policyName: withEnd(policyName, 'statements'),
      settings,
    });
    const pull = image && isOurs ? [this.grantPull(aws, role.id, withEnd(policyName, 'pull'), image)] : [];
    this.ready = [...needed.ready, ...added, ...pull];
    this.arn = role.arn;
  }

  private grantPull(
    aws: AwsContext,
    role: string,
    name: ResourceName,
    image: NonNullable<FlowExecutionRoleProps['image']>,
  ): ITerraformDependable {
    new TerraformLocal(this, 'flow_image_in_ecr', `\${regexall(${quoted(ECR_IMAGE)}, ${image.name.code})}`);
    const ecr = (part: string) => `\${local.flow_image_in_ecr[count.index].${part}}`;
    return rolePolicy(this, 'prefect_flow_runs_pull_image', {
      count: Token.asNumber(image.count.toString()),
      name,
      role,
      policy: policyDocument(
        ...pullFrom(
          `arn:${aws.partition}:ecr:${ecr('region')}:${ecr('account')}:repository/${ecr('repository')}`,
          'Flow',
        ),
      ),
    });
  }
}

export interface FlowTaskRoleProps {
  readonly name: ResourceName;
  readonly policyName: ResourceName;
  /** With all that flows may do. */
  readonly settings: RoleSettings;
}

/** The role that flows have when they call AWS. */
export class FlowTaskRole extends Construct {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, policyName, settings }: FlowTaskRoleProps) {
    super(scope, id);
    const role = ecsTaskRole(this, 'prefect_flow_task_role', { ...settings, name });
    this.ready = extendRole(this, 'prefect_flow_task_role', { role: role.name, policyName, settings });
    this.arn = role.arn;
  }
}
