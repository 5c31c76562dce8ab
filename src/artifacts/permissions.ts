import type { Environment } from '../config/environment';
import { code } from './template';
import { has, resourcesOf, type TerraformDocument } from './terraform-document';

/** What who applies must be allowed in one service. */
export interface Permission {
  readonly service: string;
  /** Markdown. */
  readonly actions: string;
}

/** What Terraform calls for the resources whose address begins so; a service is named once. */
const BY_ADDRESS: readonly (readonly [beginnings: string | readonly string[], service: string, actions: string])[] = [
  [
    'aws_ecs_',
    'ECS',
    '`ecs:*Cluster*`, `ecs:*Service*`, `ecs:*TaskDefinition*`, `ecs:TagResource`, `ecs:UntagResource`, `ecs:ListTagsForResource`',
  ],
  [
    'aws_iam_',
    'IAM',
    '`iam:*Role`, `iam:*RolePolicy`, `iam:*RolePolicies`, `iam:ListInstanceProfilesForRole`, `iam:TagRole`, `iam:UntagRole`, `iam:PassRole` on the roles; on an account that never ran ECS also `iam:CreateServiceLinkedRole`',
  ],
  [
    'aws_secretsmanager_',
    'Secrets Manager',
    '`secretsmanager:CreateSecret`, `DescribeSecret`, `UpdateSecret`, `DeleteSecret`, `GetSecretValue`, `PutSecretValue`, `UpdateSecretVersionStage`, `GetResourcePolicy`, `TagResource`, `UntagResource`',
  ],
  [
    'aws_ssm_parameter',
    'Systems Manager',
    '`ssm:PutParameter`, `ssm:GetParameter*`, `ssm:DeleteParameter`, `ssm:DescribeParameters`, `ssm:*Tag*`',
  ],
  [
    'aws_cloudwatch_log_',
    'CloudWatch Logs',
    '`logs:*LogGroup*`, `logs:PutRetentionPolicy`, `logs:DeleteRetentionPolicy`, `logs:*Tag*`',
  ],
  ['aws_cloudwatch_log_metric_filter.', 'CloudWatch Logs, for the alarms', '`logs:*MetricFilter*`'],
  ['aws_sqs_queue.', 'SQS', '`sqs:*Queue*`'],
  [
    'aws_appautoscaling_',
    'Application Auto Scaling',
    '`application-autoscaling:*ScalableTarget*`, `*ScalingPolic*`, `*ScheduledAction*`, `*Tag*Resource`',
  ],
  [
    ['aws_autoscaling_group.', 'aws_launch_template.', 'aws_ecs_capacity_provider.', 'aws_iam_instance_profile.'],
    'Instances',
    '`autoscaling:*AutoScalingGroup*`, `autoscaling:*Tags`, `autoscaling:Describe*`, `ec2:*LaunchTemplate*`, `ec2:RunInstances`, `ecs:*CapacityProvider*`, `iam:*InstanceProfile*`, `iam:PassRole` on the instance role, `ssm:GetParameters` on the parameter of their image',
  ],
  [
    'aws_ecr_',
    'ECR',
    '`ecr:*Repository*`, `ecr:*LifecyclePolicy*`, `ecr:*Tag*Resource`, `ecr:*ImageScanningConfiguration`',
  ],
  ['aws_efs_', 'EFS', '`elasticfilesystem:*FileSystem*`, `*MountTarget*`, `*AccessPoint*`, `*Tag*`'],
  ['aws_cloudwatch_event_', 'EventBridge', '`events:*Rule*`, `events:*Targets*`, `events:*Tag*`'],
  ['aws_cloudwatch_metric_alarm.', 'CloudWatch', '`cloudwatch:*Alarm*`, `cloudwatch:*Tag*`'],
  ['aws_cloudwatch_dashboard.', 'CloudWatch, for the dashboard', '`cloudwatch:*Dashboard*`'],
  [
    [
      'aws_sns_topic.prefect_worker_',
      'aws_sns_topic_policy.prefect_worker_',
      'aws_sns_topic_subscription.prefect_worker_',
    ],
    'SNS',
    '`sns:*` on the topic',
  ],
  [
    [
      'aws_vpc.',
      'aws_vpc_endpoint.',
      'aws_subnet.',
      'aws_route.',
      'aws_route_table.',
      'aws_route_table_association.',
      'aws_internet_gateway.',
      'aws_nat_gateway.',
      'aws_eip.',
      'aws_flow_log.',
      'aws_default_security_group.',
    ],
    'EC2, for the network',
    '`ec2:*Vpc*`, `ec2:*Subnet*`, `ec2:*Route*`, `ec2:*InternetGateway*`, `ec2:*NatGateway*`, `ec2:*Address*`, `ec2:*FlowLogs`, `ec2:DescribeAvailabilityZones`, `ec2:DescribeNetworkAcls`, `ec2:DescribePrefixLists`',
  ],
  [
    ['aws_security_group.', 'aws_security_group_rule.'],
    'EC2',
    '`ec2:*SecurityGroup*`, `ec2:DescribeVpcs`, `ec2:DescribeNetworkInterfaces`, `ec2:CreateTags`, `ec2:DeleteTags`',
  ],
];

/** What applying an environment needs, as far as the stack itself makes or looks something up. */
export function permissions({ backend, roles }: Environment, document: TerraformDocument): Permission[] {
  const resources = resourcesOf(document);
  const made = BY_ADDRESS.filter(([beginnings]) => resources.some(({ address }) => begins(address, beginnings)));
  const others = resources
    .filter(({ address }) => !BY_ADDRESS.some(([beginnings]) => begins(address, beginnings)))
    .map(({ address }) => address.split('.')[0] ?? '');
  const lookUps = Object.keys(document.data ?? {}).filter((type) => LOOK_UPS[type] !== undefined);
  const passes =
    has(document, 'aws_ecs_task_definition.prefect_worker_task_definition') &&
    !made.some(([, service]) => service === 'IAM');
  return [
    ...made.map(([, service, actions]) => ({ service, actions })),
    ...(roles.permissionsBoundary === undefined
      ? []
      : [{ service: 'IAM, for the boundary', actions: '`iam:PutRolePermissionsBoundary`' }]),
    ...encryption(resources),
    ...(encryptsRepository(resources)
      ? [
          {
            service: 'KMS, on the key of the repository',
            actions: '`kms:DescribeKey`, `kms:CreateGrant`, `kms:RetireGrant`',
          },
        ]
      : []),
    ...(passes ? [{ service: 'IAM', actions: '`iam:PassRole` on the roles' }] : []),
    ...(lookUps.length > 0 ? [{ service: 'look-ups', actions: lookUps.map((type) => LOOK_UPS[type]).join(', ') }] : []),
    ...(others.length > 0
      ? [
          {
            service: 'further',
            actions: `whatever ${[...new Set(others)].map(code).join(', ')} needs`,
          },
        ]
      : []),
    { service: 'STS', actions: '`sts:GetCallerIdentity`' },
    ...(backend.type === 's3'
      ? [
          {
            service: 'S3, for the state',
            actions: `\`s3:ListBucket\`, \`s3:GetObject\`, \`s3:PutObject\`${backend.useLockfile ? ', and `s3:DeleteObject` on the lock file' : ''}`,
          },
        ]
      : []),
  ];
}

function begins(address: string, beginnings: string | readonly string[]): boolean {
  return [beginnings].flat().some((beginning) => address.startsWith(beginning));
}

/** What encrypting with a customer-managed key needs of who applies; its key policy may ask for more. */
function encryption(resources: ReturnType<typeof resourcesOf>): Permission[] {
  const encrypted = resources.filter(({ block }) => block['kms_key_id'] ?? block['key_id']);
  if (encrypted.length === 0) return [];
  const ofLogs = encrypted.some(({ address }) => address.startsWith('aws_cloudwatch_log_group.'));
  return [
    {
      service: 'KMS, on the keys of yours',
      actions: `\`kms:DescribeKey\`, \`kms:Encrypt\`, \`kms:Decrypt\`, \`kms:GenerateDataKey\`${ofLogs ? '; and `logs:AssociateKmsKey` on the log groups' : ''}`,
    },
  ];
}

/** ECR takes a grant on the key in the name of who makes the repository. */
function encryptsRepository(resources: ReturnType<typeof resourcesOf>): boolean {
  return resources.some(
    ({ address, block }) => address.startsWith('aws_ecr_repository.') && JSON.stringify(block).includes('"kms_key"'),
  );
}

const LOOK_UPS: Readonly<Record<string, string>> = {
  aws_ssm_parameter: '`ssm:GetParameter`',
  aws_secretsmanager_secret: '`secretsmanager:DescribeSecret`, `secretsmanager:GetResourcePolicy`',
  aws_iam_role: '`iam:GetRole`',
  aws_kms_alias: '`kms:ListAliases`, `kms:DescribeKey`',
  aws_ecs_cluster: '`ecs:DescribeClusters`',
  aws_vpc: '`ec2:DescribeVpcs`, `ec2:DescribeVpcAttribute`',
  aws_subnets: '`ec2:DescribeSubnets`',
  aws_security_group: '`ec2:DescribeSecurityGroups`',
};
