import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { type ITerraformDependable, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from './aws-context';
import { ecsTasksTrust, policyDocument } from './policy-document';
import { type Expression, quoted } from './terraform-text';

/**
 * An image in a private ECR registry, of any account, partition and kind of endpoint.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const ECR_IMAGE =
  '^(?P<account>[0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.(?P<region>[a-z0-9-]+)\\.[a-z0-9.-]+/(?P<repository>[^:@]+)';

interface Names {
  readonly executionRole: string;
  readonly readApiKeyPolicy: string;
  readonly createLogGroupPolicy: string;
  readonly writeLogsPolicy: string;
  readonly pullImagePolicy: string;
  readonly logGroup: string;
}

export interface ExecutionRoleProps {
  readonly aws: AwsContext;
  readonly names: Names;
  /** The secret that holds the API key, as a policy names it. */
  readonly apiKeyArn: string;
  readonly image: Expression;
  /** false: the reference's rights, which reach every log group and every image. */
  readonly leastPrivilege: boolean;
}

/** What ECS itself needs to start the worker: read the key, pull the image, write the logs. */
export class ExecutionRole extends Construct {
  readonly arn: string;
  /** What must be there before a first task can start. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'prefect_worker_execution_role', {
      name: props.names.executionRole,
      assumeRolePolicy: ecsTasksTrust(props.leastPrivilege ? props.aws : undefined),
    });
    this.arn = role.arn;
    this.ready = props.leastPrivilege ? this.grantNeeded(role, props) : this.grantAsReference(role, props);
  }

  private grantNeeded(role: IamRole, { aws, names, apiKeyArn, image }: ExecutionRoleProps): ITerraformDependable[] {
    const readKey = new IamRolePolicy(this, 'ssm_allow_read_prefect_api_key', {
      name: names.readApiKeyPolicy,
      role: role.id,
      policy: policyDocument({
        Sid: 'ReadApiKey',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: apiKeyArn,
      }),
    });
    const writeLogs = new IamRolePolicy(this, 'prefect_worker_write_logs', {
      name: names.writeLogsPolicy,
      role: role.id,
      policy: policyDocument({
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: aws.arn('logs', `log-group:${names.logGroup}:log-stream:*`),
      }),
    });
    return [readKey, writeLogs, this.grantPull(role, aws, names, image)];
  }

  /** Rights on the one repository that the image is in; none for an image that is not in ECR, which needs none. */
  private grantPull(role: IamRole, aws: AwsContext, names: Names, image: Expression): ITerraformDependable {
    // A list of one where the image is in ECR, of none where it is not: computed by Terraform, so that it is right for
    // an image that a tfvars file names, too.
    new TerraformLocal(this, 'worker_image_in_ecr', `\${regexall(${quoted(ECR_IMAGE)}, ${image.code})}`);
    const ecr = (part: string) => `\${local.worker_image_in_ecr[count.index].${part}}`;
    return new IamRolePolicy(this, 'prefect_worker_pull_image', {
      count: Token.asNumber('${length(local.worker_image_in_ecr)}'),
      name: names.pullImagePolicy,
      role: role.id,
      policy: policyDocument(
        { Sid: 'EcrLogin', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        {
          Sid: 'EcrPull',
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Resource: `arn:${aws.partition}:ecr:${ecr('region')}:${ecr('account')}:repository/${ecr('repository')}`,
        },
      ),
    });
  }

  private grantAsReference(role: IamRole, { aws, names, apiKeyArn }: ExecutionRoleProps): ITerraformDependable[] {
    return [
      new IamRolePolicyAttachment(this, 'prefect_worker_ecs_policy', {
        role: role.name,
        policyArn: aws.managedPolicyArn('service-role/AmazonECSTaskExecutionRolePolicy'),
      }),
      new IamRolePolicy(this, 'ssm_allow_read_prefect_api_key', {
        name: names.readApiKeyPolicy,
        role: role.id,
        policy: policyDocument({
          Action: ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'],
          Effect: 'Allow',
          Resource: [apiKeyArn],
        }),
      }),
      new IamRolePolicy(this, 'allow_create_log_group', {
        name: names.createLogGroupPolicy,
        role: role.id,
        policy: policyDocument({ Action: ['logs:CreateLogGroup'], Effect: 'Allow', Resource: '*' }),
      }),
    ];
  }
}
