import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { type ITerraformDependable, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { named } from '../../../terraform/named-value';
import { policyDocument, type Statement } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { Expression, quoted } from '../../../terraform/terraform-text';
import { ECR_IMAGE, pullFrom } from '../../image/resources/ecr-pull';
import { rolePolicy } from './role-policy';
import { ecsTaskRole, extendRole, type RoleSettings } from './role-settings';

interface Names {
  readonly readApiKeyPolicy: ResourceName;
  readonly createLogGroupPolicy: ResourceName;
  readonly writeLogsPolicy: ResourceName;
  readonly pullImagePolicy: ResourceName;
  readonly pullFurtherImagesPolicy: ResourceName;
  readonly executionPolicy: ResourceName;
}

export interface ExecutionRoleProps {
  readonly aws: AwsContext;
  readonly name: ResourceName;
  readonly names: Names;
  readonly settings: RoleSettings;
  /** The rights on the secrets that tasks are given; none where there are none. */
  readonly readSecrets: readonly Statement[];
  /** The rights on the log; none where the worker keeps none. */
  readonly writeLogs: readonly Statement[];
  /** The image, and as Terraform counts them the policies that it needs: one where it is in ECR. */
  readonly image: { readonly name: Expression; readonly count: Expression };
  /** Of sidecars and of further workers. */
  readonly furtherImages?: { readonly names: readonly Expression[]; readonly count: Expression };
  /** false: beside the rights on the secrets the reference's, which reach every image and every log group. */
  readonly leastPrivilege: boolean;
}

/** What ECS itself needs to start the worker: read the key, pull the image, write the logs. */
export class ExecutionRole extends Construct {
  readonly arn: string;
  readonly id: string;
  /** What must be there before a first task can start. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const { name, names, settings, leastPrivilege } = props;
    const role = ecsTaskRole(this, 'prefect_worker_execution_role', { ...settings, name });
    this.arn = role.arn;
    this.id = role.id;
    const ours = settings.ownStatements
      ? []
      : [
          ...this.policy(role, 'ssm_allow_read_prefect_api_key', names.readApiKeyPolicy, props.readSecrets),
          ...(leastPrivilege ? this.grantNeeded(role, props) : this.grantAsReference(role, props)),
        ];
    const added = extendRole(this, 'prefect_worker_execution_role', {
      role: role.name,
      policyName: names.executionPolicy,
      settings,
    });
    this.ready = [...ours, ...added];
  }

  private grantNeeded(role: IamRole, props: ExecutionRoleProps): ITerraformDependable[] {
    const { aws, names, writeLogs, image, furtherImages } = props;
    return [
      ...this.policy(role, 'prefect_worker_write_logs', names.writeLogsPolicy, writeLogs),
      this.grantPull(role, aws, names, image),
      ...(furtherImages && furtherImages.names.length > 0
        ? [this.grantFurtherPulls(role, aws, names, furtherImages)]
        : []),
    ];
  }

  private policy(role: IamRole, id: string, name: ResourceName, rights: readonly Statement[]): ITerraformDependable[] {
    if (rights.length === 0) return [];
    return [rolePolicy(this, id, { name, role: role.id, policy: policyDocument(...rights) })];
  }

  /** Rights on the one repository that the image is in; none for an image that is not in ECR, which needs none. */
  private grantPull(
    role: IamRole,
    aws: AwsContext,
    names: Names,
    image: ExecutionRoleProps['image'],
  ): ITerraformDependable {
    // A list of one where the image is in ECR, of none where it is not: computed by Terraform, so that it is right for
    // an image that a tfvars file names, too.
    new TerraformLocal(this, 'worker_image_in_ecr', `\${regexall(${quoted(ECR_IMAGE)}, ${image.name.code})}`);
    const ecr = (part: string) => `\${local.worker_image_in_ecr[count.index].${part}}`;
    return rolePolicy(this, 'prefect_worker_pull_image', {
      count: Token.asNumber(image.count.toString()),
      name: names.pullImagePolicy,
      role: role.id,
      policy: policyDocument(
        ...pullFrom(`arn:${aws.partition}:ecr:${ecr('region')}:${ecr('account')}:repository/${ecr('repository')}`),
      ),
    });
  }

  /** The same for the other images, in one policy. */
  private grantFurtherPulls(
    role: IamRole,
    aws: AwsContext,
    names: Names,
    images: NonNullable<ExecutionRoleProps['furtherImages']>,
  ): ITerraformDependable {
    const list = images.names.map(({ code }) => code).join(', ');
    new TerraformLocal(
      this,
      'further_images_in_ecr',
      `\${distinct(flatten([for image in [${list}] : regexall(${quoted(ECR_IMAGE)}, image)]))}`,
    );
    const partition = named(this, 'further_images_partition', aws.partition);
    const repository = `"arn:${partition}:ecr:\${image.region}:\${image.account}:repository/\${image.repository}"`;
    return rolePolicy(this, 'prefect_worker_pull_further_images', {
      count: Token.asNumber(images.count.toString()),
      name: names.pullFurtherImagesPolicy,
      role: role.id,
      policy: policyDocument(...pullFrom(new Expression(`[for image in local.further_images_in_ecr : ${repository}]`))),
    });
  }

  private grantAsReference(role: IamRole, { aws, names }: ExecutionRoleProps): ITerraformDependable[] {
    return [
      new IamRolePolicyAttachment(this, 'prefect_worker_ecs_policy', {
        role: role.name,
        policyArn: aws.managedPolicyArn('service-role/AmazonECSTaskExecutionRolePolicy'),
      }),
      ...this.policy(role, 'allow_create_log_group', names.createLogGroupPolicy, [
        { Action: ['logs:CreateLogGroup'], Effect: 'Allow', Resource: '*' },
      ]),
    ];
  }
}
