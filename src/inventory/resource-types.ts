/** What is the same for every resource of a Terraform type. */
export interface ResourceType {
  /** With its article: "the role". */
  readonly what: string;
  /**
   * Where a name must be unique; item: in one thing that the item names. Left out: nowhere. In a region, an item may name
   * a thing too: a rule is unique in its event bus.
   */
  readonly uniqueIn?: 'account' | 'region' | 'item';
  /**
   * The attributes by which AWS tells two of them apart, where that is more than a name; and of each type that Terraform
   * also replaces for another attribute, and creates before the old one is deleted: AWS refuses the new one then.
   */
  readonly toldApartBy?: readonly string[];
  /** Whether the item that it is unique in is the same for all accounts. */
  readonly spansAccounts?: true;
  /** Characters of its name at most. Left out: the limit of its kind of name is enough. */
  readonly longestName?: number;
  /** The service whose permissions applying needs. */
  readonly permission: PermissionGroup;
  /** What encrypting it with a customer-managed key needs of who applies: to use the key, or to grant its use. */
  readonly ownKey?: 'use' | 'grant';
}

export type PermissionGroup =
  | 'ecs'
  | 'iam'
  | 'policies'
  | 'oidc'
  | 'secretsmanager'
  | 'ssm'
  | 'logs'
  | 'logFilters'
  | 'sqs'
  | 'scaling'
  | 'instances'
  | 'ecr'
  | 'efs'
  | 'events'
  | 'alarms'
  | 'dashboard'
  | 'sns'
  | 'network'
  | 'addresses'
  | 'securityGroups'
  | 'transitGateways'
  | 'serviceDiscovery'
  | 's3'
  | 'prefect';

const BY_NAME: readonly string[] = ['name', 'name_prefix'];

/** Sources of what is unique and of lengths: the API reference of each service, at its call that creates the resource. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_appautoscaling_policy: { what: 'the scaling policy', uniqueIn: 'item', longestName: 256, permission: 'scaling' },
  aws_appautoscaling_scheduled_action: {
    what: 'the scheduled action',
    uniqueIn: 'item',
    longestName: 256,
    permission: 'scaling',
  },
  aws_appautoscaling_target: { what: 'the scalable target', permission: 'scaling' },
  aws_autoscaling_group: { what: 'the Auto Scaling group', uniqueIn: 'region', permission: 'instances' },
  // Dashboards of an account are in all of its regions.
  aws_cloudwatch_dashboard: { what: 'the dashboard', uniqueIn: 'account', permission: 'dashboard' },
  // PutRule overwrites a rule that has the name.
  aws_cloudwatch_event_rule: {
    what: 'the EventBridge rule',
    uniqueIn: 'region',
    toldApartBy: [...BY_NAME, 'event_bus_name'],
    permission: 'events',
  },
  aws_cloudwatch_event_target: { what: 'the target of an EventBridge rule', permission: 'events' },
  aws_cloudwatch_log_group: {
    what: 'the log group',
    uniqueIn: 'region',
    toldApartBy: BY_NAME,
    permission: 'logs',
    ownKey: 'use',
  },
  aws_cloudwatch_log_metric_filter: {
    what: 'the metric filter',
    uniqueIn: 'item',
    longestName: 512,
    permission: 'logFilters',
  },
  // PutMetricAlarm overwrites an alarm that has the name.
  aws_cloudwatch_metric_alarm: { what: 'the alarm', uniqueIn: 'region', longestName: 255, permission: 'alarms' },
  aws_default_security_group: { what: 'the default security group', permission: 'network' },
  aws_ec2_transit_gateway_vpc_attachment: {
    what: 'the attachment to a transit gateway',
    permission: 'transitGateways',
  },
  aws_ecr_lifecycle_policy: { what: 'the lifecycle policy', permission: 'ecr' },
  aws_ecr_repository: {
    what: 'the ECR repository',
    uniqueIn: 'region',
    toldApartBy: BY_NAME,
    permission: 'ecr',
    ownKey: 'grant',
  },
  aws_ecr_repository_policy: { what: 'the repository policy', permission: 'ecr' },
  aws_ecs_capacity_provider: {
    what: 'the capacity provider',
    uniqueIn: 'region',
    toldApartBy: BY_NAME,
    permission: 'instances',
  },
  aws_ecs_cluster: { what: 'the cluster', uniqueIn: 'region', permission: 'ecs' },
  aws_ecs_cluster_capacity_providers: { what: 'the capacity providers of the cluster', permission: 'ecs' },
  aws_ecs_service: { what: 'the service', uniqueIn: 'item', longestName: 255, permission: 'ecs' },
  // Two task definitions of one family would be revisions of each other.
  aws_ecs_task_definition: {
    what: 'the task definition family',
    uniqueIn: 'region',
    longestName: 255,
    permission: 'ecs',
  },
  aws_efs_access_point: { what: 'the EFS access point', permission: 'efs' },
  // Its name is its creation token too.
  aws_efs_file_system: {
    what: 'the EFS file system',
    uniqueIn: 'region',
    longestName: 64,
    permission: 'efs',
    ownKey: 'use',
  },
  aws_efs_mount_target: { what: 'the EFS mount target', permission: 'efs' },
  aws_eip: { what: 'the Elastic IP address', permission: 'addresses' },
  aws_flow_log: { what: 'the VPC flow log', permission: 'network' },
  aws_iam_instance_profile: {
    what: 'the instance profile',
    uniqueIn: 'account',
    toldApartBy: BY_NAME,
    permission: 'instances',
  },
  // An account has one provider of an issuer.
  aws_iam_openid_connect_provider: { what: 'the OIDC provider', uniqueIn: 'account', permission: 'oidc' },
  aws_iam_policy: {
    what: 'the policy',
    uniqueIn: 'account',
    toldApartBy: BY_NAME,
    longestName: 128,
    permission: 'policies',
  },
  aws_iam_role: { what: 'the role', uniqueIn: 'account', toldApartBy: BY_NAME, permission: 'iam' },
  aws_iam_role_policy: { what: 'the inline policy', uniqueIn: 'item', longestName: 128, permission: 'iam' },
  aws_iam_role_policy_attachment: { what: 'the attached policy', permission: 'iam' },
  aws_internet_gateway: { what: 'the internet gateway', permission: 'network' },
  aws_launch_template: { what: 'the launch template', uniqueIn: 'region', permission: 'instances' },
  aws_nat_gateway: { what: 'the NAT gateway', permission: 'network' },
  aws_route: { what: 'the route', permission: 'network' },
  aws_route_table: { what: 'the route table', permission: 'network' },
  aws_route_table_association: { what: 'the route table association', permission: 'network' },
  // A bucket's name is unique in a partition, over all accounts; its settings belong to it.
  aws_s3_bucket: { what: 'the bucket', uniqueIn: 'item', spansAccounts: true, longestName: 63, permission: 's3' },
  aws_s3_bucket_lifecycle_configuration: { what: 'the lifecycle rules of the bucket', permission: 's3' },
  aws_s3_bucket_notification: { what: 'the events of the bucket', permission: 's3' },
  aws_s3_bucket_policy: { what: 'the bucket policy', permission: 's3' },
  aws_s3_bucket_public_access_block: { what: 'the public access block', permission: 's3' },
  aws_s3_bucket_server_side_encryption_configuration: { what: 'the encryption of the bucket', permission: 's3' },
  aws_s3_bucket_versioning: { what: 'the versions of objects', permission: 's3' },
  aws_secretsmanager_secret: {
    what: 'the secret',
    uniqueIn: 'region',
    longestName: 512,
    permission: 'secretsmanager',
    ownKey: 'use',
  },
  aws_secretsmanager_secret_version: { what: 'the value of a secret', permission: 'secretsmanager' },
  aws_security_group: { what: 'the security group', uniqueIn: 'item', longestName: 255, permission: 'securityGroups' },
  aws_security_group_rule: { what: 'the security group rule', permission: 'securityGroups' },
  // AWS allows no second private namespace of one name in a VPC.
  aws_service_discovery_private_dns_namespace: {
    what: 'the DNS namespace',
    uniqueIn: 'item',
    permission: 'serviceDiscovery',
  },
  aws_service_discovery_service: {
    what: 'the service in Cloud Map',
    uniqueIn: 'item',
    toldApartBy: [...BY_NAME, 'dns_config.namespace_id'],
    permission: 'serviceDiscovery',
  },
  aws_sns_topic: { what: 'the topic', uniqueIn: 'region', permission: 'sns' },
  aws_sns_topic_policy: { what: 'the topic policy', permission: 'sns' },
  aws_sns_topic_subscription: { what: 'the subscription', permission: 'sns' },
  aws_sqs_queue: { what: 'the queue', uniqueIn: 'region', permission: 'sqs' },
  aws_ssm_parameter: { what: 'the parameter', uniqueIn: 'region', permission: 'ssm', ownKey: 'use' },
  aws_subnet: { what: 'the subnet', permission: 'network' },
  aws_vpc: { what: 'the VPC', permission: 'network' },
  aws_vpc_peering_connection: { what: 'the VPC peering', permission: 'network' },
  aws_vpc_endpoint: { what: 'the VPC endpoint', permission: 'network' },
  prefect_work_queue: { what: 'the work queue', uniqueIn: 'item', spansAccounts: true, permission: 'prefect' },
  prefect_work_pool: { what: 'the work pool', uniqueIn: 'item', spansAccounts: true, permission: 'prefect' },
};

/** What a data source is for, and what it calls; nothing where everybody may call it. */
export interface DataSourceType {
  readonly purpose: string;
  /** Markdown. */
  readonly permission?: string;
}

export const DATA_SOURCES: Readonly<Record<string, DataSourceType>> = {
  aws_ssm_parameter: {
    purpose: 'Parameter that the stack file names, read at every plan',
    permission: '`ssm:GetParameter`',
  },
  aws_secretsmanager_secret: {
    purpose: 'Existing secret that the stack file names; its value is not read',
    permission: '`secretsmanager:DescribeSecret`, `secretsmanager:GetResourcePolicy`',
  },
  aws_iam_role: { purpose: 'Existing role that the stack file names', permission: '`iam:GetRole`' },
  aws_kms_alias: {
    purpose: 'Existing KMS key that the stack file names',
    permission: '`kms:ListAliases`, `kms:DescribeKey`',
  },
  aws_ecs_cluster: { purpose: 'Existing cluster that the stack file names', permission: '`ecs:DescribeClusters`' },
  aws_vpc: {
    purpose: 'Existing VPC that the stack file finds by its tags',
    permission: '`ec2:DescribeVpcs`, `ec2:DescribeVpcAttribute`, `ec2:DescribeRouteTables`',
  },
  aws_subnet: { purpose: 'Zone of each subnet of the flow runs', permission: '`ec2:DescribeSubnets`' },
  aws_subnets: {
    purpose: 'Existing subnets that the stack file finds by their tags',
    permission: '`ec2:DescribeSubnets`',
  },
  aws_security_group: {
    purpose: 'Existing security group of the VPC',
    permission: '`ec2:DescribeSecurityGroups`',
  },
  aws_ec2_managed_prefix_list: {
    purpose: 'List of the addresses of an AWS service',
    permission: '`ec2:DescribeManagedPrefixLists`, `ec2:GetManagedPrefixListEntries`',
  },
  // A created VPC has the permission for it.
  aws_availability_zones: { purpose: 'Availability zones of the region' },
  aws_caller_identity: { purpose: 'AWS account that Terraform applies to' },
  aws_partition: { purpose: 'AWS partition that Terraform applies to' },
  aws_region: { purpose: 'AWS region that Terraform applies to' },
};

/** The Terraform type of an address. */
export function typeOf(address: string): string {
  // Asked for each item by each rule on names: a list of the parts would be thrown away.
  const end = address.indexOf('.');
  return end < 0 ? address : address.slice(0, end);
}
