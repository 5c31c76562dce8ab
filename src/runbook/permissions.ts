import type { Environment } from '../environment/environment';
import { inventoryOf } from '../inventory/inventory';
import type { Item } from '../inventory/item';
import { DATA_SOURCES, type PermissionGroup, RESOURCE_TYPES, typeOf } from '../inventory/resource-types';
import { code } from './template';
import type { TerraformDocument } from './terraform-document';

/** What applying needs to be allowed in one service. */
export interface Permission {
  readonly service: string;
  /** Markdown. */
  readonly actions: string;
}

/** What Terraform's provider calls for the resources of a group, in the order of the page. */
const GROUPS: Readonly<Record<PermissionGroup, Permission>> = {
  ecs: {
    service: 'ECS',
    actions:
      '`ecs:*Cluster*`, `ecs:*Service*`, `ecs:*TaskDefinition*`, `ecs:TagResource`, `ecs:UntagResource`, `ecs:ListTagsForResource`',
  },
  iam: {
    service: 'IAM',
    actions:
      '`iam:*Role`, `iam:*RolePolicy`, `iam:*RolePolicies`, `iam:ListInstanceProfilesForRole`, `iam:TagRole`, `iam:UntagRole`, `iam:PassRole` on the roles; on an account that never ran ECS also `iam:CreateServiceLinkedRole`',
  },
  policies: {
    service: 'IAM, for managed policies',
    actions: '`iam:*Policy`, `iam:*PolicyVersion`, `iam:ListPolicyVersions`',
  },
  oidc: { service: 'IAM, for the OIDC provider', actions: '`iam:*OpenIDConnectProvider*`' },
  secretsmanager: {
    service: 'Secrets Manager',
    actions:
      '`secretsmanager:CreateSecret`, `DescribeSecret`, `UpdateSecret`, `DeleteSecret`, `GetSecretValue`, `PutSecretValue`, `UpdateSecretVersionStage`, `GetResourcePolicy`, `TagResource`, `UntagResource`',
  },
  ssm: {
    service: 'Systems Manager',
    actions: '`ssm:PutParameter`, `ssm:GetParameter*`, `ssm:DeleteParameter`, `ssm:DescribeParameters`, `ssm:*Tag*`',
  },
  logs: {
    service: 'CloudWatch Logs',
    actions: '`logs:*LogGroup*`, `logs:PutRetentionPolicy`, `logs:DeleteRetentionPolicy`, `logs:*Tag*`',
  },
  logFilters: { service: 'CloudWatch Logs, for the alarms', actions: '`logs:*MetricFilter*`' },
  sqs: { service: 'SQS', actions: '`sqs:*Queue*`' },
  scaling: {
    service: 'Application Auto Scaling',
    actions:
      '`application-autoscaling:*ScalableTarget*`, `*ScalingPolic*`, `*ScheduledAction*`, `*Tag*Resource`; for their alarms `cloudwatch:PutMetricAlarm`, `cloudwatch:DescribeAlarms`, `cloudwatch:DeleteAlarms`',
  },
  instances: {
    service: 'Instances',
    actions:
      '`autoscaling:*AutoScalingGroup*`, `autoscaling:*Tags`, `autoscaling:Describe*`, `ec2:*LaunchTemplate*`, `ec2:RunInstances`, `ecs:*CapacityProvider*`, `iam:*InstanceProfile*`, `iam:PassRole` on the instance role, `ssm:GetParameters` on the parameter of their image',
  },
  ecr: {
    service: 'ECR',
    actions:
      '`ecr:*Repository*`, `ecr:DescribeRepositories`, `ecr:*LifecyclePolicy*`, `ecr:*Tag*Resource`, `ecr:*ImageScanningConfiguration`, `ecr:PutImageTagMutability`',
  },
  s3: {
    service: 'S3',
    actions:
      '`s3:CreateBucket`, `s3:DeleteBucket`, `s3:ListBucket`, `s3:GetBucket*`, `s3:PutBucket*`, `s3:DeleteBucketPolicy`, `s3:*EncryptionConfiguration`, `s3:*LifecycleConfiguration`, `s3:GetAccelerateConfiguration`, `s3:GetReplicationConfiguration`, `s3:*Tag*`',
  },
  efs: {
    service: 'EFS',
    actions:
      '`elasticfilesystem:*FileSystem*`, `*MountTarget*`, `*AccessPoint*`, `*Tag*`, `elasticfilesystem:*LifecycleConfiguration`; for the mount targets `ec2:DescribeSubnets`, `ec2:DescribeNetworkInterfaces`, `ec2:CreateNetworkInterface`, `ec2:DeleteNetworkInterface`',
  },
  events: { service: 'EventBridge', actions: '`events:*Rule*`, `events:*Targets*`, `events:*Tag*`' },
  alarms: { service: 'CloudWatch', actions: '`cloudwatch:*Alarm*`, `cloudwatch:*Tag*`' },
  dashboard: { service: 'CloudWatch, for the dashboard', actions: '`cloudwatch:*Dashboard*`' },
  sns: { service: 'SNS', actions: '`sns:*` on the topic' },
  network: {
    service: 'EC2, for the network',
    actions:
      '`ec2:*Vpc*`, `ec2:*Subnet*`, `ec2:*Route*`, `ec2:*InternetGateway*`, `ec2:*NatGateway*`, `ec2:*FlowLogs`, `ec2:DescribeAvailabilityZones`, `ec2:DescribeNetworkAcls`, `ec2:DescribePrefixLists`',
  },
  addresses: { service: 'EC2, for the addresses of NAT gateways', actions: '`ec2:*Address*`' },
  transitGateways: { service: 'EC2, for the transit gateway', actions: '`ec2:*TransitGateway*`' },
  securityGroups: {
    service: 'EC2',
    actions:
      '`ec2:*SecurityGroup*`, `ec2:DescribeVpcs`, `ec2:DescribeNetworkInterfaces`, `ec2:CreateTags`, `ec2:DeleteTags`',
  },
  // Source: https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
  serviceDiscovery: {
    service: 'Cloud Map',
    actions:
      '`servicediscovery:*Namespace*`, `servicediscovery:*Service*`, `servicediscovery:GetOperation`, `servicediscovery:*Tag*Resource`, `servicediscovery:ListInstances`, `servicediscovery:DeregisterInstance`, `route53:CreateHostedZone`, `GetHostedZone`, `DeleteHostedZone`, `ListHostedZonesByName`, `ChangeResourceRecordSets`, `GetHealthCheck`, `DeleteHealthCheck`, `UpdateHealthCheck`, `ec2:DescribeVpcs`, `ec2:DescribeRegions`',
  },
  prefect: { service: 'Prefect', actions: 'to create, update and delete work pools' },
};

/** What applying an environment needs, as far as the stack itself creates or looks something up. */
export function permissions(environment: Environment, document: TerraformDocument): Permission[] {
  const items = inventoryOf(environment);
  const groups = new Set(items.map(({ address }) => RESOURCE_TYPES[typeOf(address)]?.permission));
  const others = [...new Set(items.map(({ address }) => typeOf(address)))].filter((type) => !(type in RESOURCE_TYPES));
  const lookUps = Object.keys(document.data ?? {}).flatMap((type) => DATA_SOURCES[type]?.permission ?? []);
  const { backend, roles, aws } = environment;
  const lines: [boolean, Permission][] = [
    ...Object.entries(GROUPS).map(([group, permission]): [boolean, Permission] => [
      groups.has(group as PermissionGroup),
      permission,
    ]),
    [
      roles.permissionsBoundary !== undefined,
      {
        service: 'IAM, for the boundary',
        actions: '`iam:PutRolePermissionsBoundary`, `iam:DeleteRolePermissionsBoundary`',
      },
    ],
    ...encryption(items),
    // Every task definition names roles.
    [!groups.has('iam'), { service: 'IAM', actions: '`iam:PassRole` on the roles' }],
    [lookUps.length > 0, { service: 'look-ups', actions: lookUps.join(', ') }],
    [others.length > 0, { service: 'further', actions: `whatever ${others.map(code).join(', ')} needs` }],
    [true, { service: 'STS', actions: '`sts:GetCallerIdentity`' }],
    [
      aws.assumeRole !== undefined,
      {
        service: 'STS, for the credentials that Terraform starts with',
        actions: `\`sts:AssumeRole\` on ${code(aws.assumeRole?.roleArn ?? '')}; all other actions are those of this role`,
      },
    ],
    [
      backend.type === 's3',
      {
        service: 'S3, for the state',
        actions: `\`s3:ListBucket\`, \`s3:GetObject\`, \`s3:PutObject\`${backend.type === 's3' && backend.useLockfile ? ', and `s3:DeleteObject` on the lock file' : ''}`,
      },
    ],
  ];
  return lines.flatMap(([isNeeded, permission]) => (isNeeded ? [permission] : []));
}

/** What encrypting with a customer-managed key needs; its key policy may ask for more. */
function encryption(items: readonly Item[]): [boolean, Permission][] {
  const encrypted = items.filter(({ ownKey }) => ownKey).map(({ address }) => RESOURCE_TYPES[typeOf(address)]);
  const withLogs = encrypted.some((type) => type?.permission === 'logs');
  return [
    [
      encrypted.some((type) => type?.ownKey === 'use'),
      {
        service: 'KMS, on the keys of yours',
        actions: `\`kms:DescribeKey\`, \`kms:Encrypt\`, \`kms:Decrypt\`, \`kms:GenerateDataKey\`${withLogs ? '; and `logs:AssociateKmsKey` on the log groups' : ''}`,
      },
    ],
    [
      encrypted.some((type) => type?.ownKey === 'grant'),
      {
        service: 'KMS, on the key of the repository',
        actions: '`kms:DescribeKey`, `kms:CreateGrant`, `kms:RetireGrant`',
      },
    ],
  ];
}
