/**
 * The attributes of each resource type whose change makes Terraform replace the resource; all: every attribute but
 * those that only Terraform reads. Read from plans of the AWS provider 5.100.0 over states that differ in one attribute
 * (`replace_paths`); for types that were not planned, from `ForceNew` in the provider's documentation.
 */
export const REPLACING_ATTRIBUTES: Readonly<Record<string, readonly string[] | 'all'>> = {
  aws_appautoscaling_policy: ['name', 'resource_id', 'scalable_dimension', 'service_namespace'],
  aws_appautoscaling_scheduled_action: ['name', 'resource_id', 'scalable_dimension', 'service_namespace'],
  aws_appautoscaling_target: ['resource_id', 'scalable_dimension', 'service_namespace'],
  aws_autoscaling_group: ['name', 'name_prefix'],
  aws_cloudwatch_dashboard: ['dashboard_name'],
  aws_cloudwatch_event_rule: ['event_bus_name', 'name', 'name_prefix'],
  aws_cloudwatch_event_target: ['event_bus_name', 'rule', 'target_id'],
  aws_cloudwatch_log_group: ['log_group_class', 'name', 'name_prefix'],
  aws_cloudwatch_log_metric_filter: ['log_group_name', 'name'],
  aws_cloudwatch_metric_alarm: ['alarm_name'],
  aws_cloudwatch_query_definition: [],
  aws_default_security_group: ['vpc_id'],
  aws_ec2_transit_gateway_vpc_attachment: ['transit_gateway_id', 'vpc_id'],
  aws_ecr_lifecycle_policy: ['policy', 'repository'],
  aws_ecr_repository: ['encryption_configuration', 'name'],
  aws_ecr_repository_policy: ['repository'],
  aws_ecs_capacity_provider: ['auto_scaling_group_provider.auto_scaling_group_arn', 'name'],
  aws_ecs_cluster: ['name'],
  aws_ecs_cluster_capacity_providers: ['cluster_name'],
  // The strategy only where there is none before or after; see isReplacing.
  aws_ecs_service: ['capacity_provider_strategy', 'cluster', 'launch_type', 'name', 'scheduling_strategy'],
  aws_ecs_task_definition: 'all',
  aws_efs_access_point: ['file_system_id', 'posix_user', 'root_directory'],
  aws_efs_file_system: ['availability_zone_name', 'creation_token', 'encrypted', 'kms_key_id', 'performance_mode'],
  aws_efs_mount_target: ['file_system_id', 'ip_address', 'subnet_id'],
  aws_eip: ['domain'],
  aws_flow_log: [
    ...['iam_role_arn', 'log_destination', 'log_destination_type', 'log_format', 'max_aggregation_interval'],
    ...['traffic_type', 'vpc_id'],
  ],
  aws_iam_instance_profile: ['name', 'name_prefix', 'path'],
  aws_iam_openid_connect_provider: ['url'],
  aws_iam_policy: ['description', 'name', 'name_prefix', 'path'],
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_internet_gateway: [],
  aws_launch_template: ['name', 'name_prefix'],
  aws_nat_gateway: ['allocation_id', 'connectivity_type', 'subnet_id'],
  aws_route: ['destination_cidr_block', 'destination_ipv6_cidr_block', 'route_table_id'],
  aws_route_table: ['vpc_id'],
  aws_route_table_association: ['subnet_id'],
  aws_s3_bucket: ['bucket', 'bucket_prefix'],
  aws_s3_bucket_lifecycle_configuration: ['bucket'],
  aws_s3_bucket_notification: ['bucket'],
  aws_s3_bucket_policy: ['bucket'],
  aws_s3_bucket_public_access_block: ['bucket'],
  aws_s3_bucket_server_side_encryption_configuration: ['bucket'],
  aws_s3_bucket_versioning: ['bucket'],
  aws_secretsmanager_secret: ['name', 'name_prefix'],
  aws_secretsmanager_secret_version: ['secret_id', 'secret_string', 'secret_string_wo_version'],
  aws_security_group: ['description', 'name', 'name_prefix', 'vpc_id'],
  aws_security_group_rule: [
    ...['cidr_blocks', 'from_port', 'ipv6_cidr_blocks', 'prefix_list_ids', 'protocol', 'security_group_id', 'self'],
    ...['source_security_group_id', 'to_port', 'type'],
  ],
  aws_service_discovery_private_dns_namespace: ['name', 'vpc'],
  aws_service_discovery_service: [
    ...['dns_config.dns_records.type', 'dns_config.namespace_id', 'dns_config.routing_policy'],
    ...['health_check_custom_config', 'name', 'namespace_id'],
  ],
  aws_sns_topic: ['name', 'name_prefix'],
  aws_sns_topic_policy: ['arn'],
  aws_sns_topic_subscription: ['endpoint', 'protocol', 'topic_arn'],
  aws_sqs_queue: ['fifo_queue', 'name', 'name_prefix'],
  aws_ssm_parameter: ['name'],
  aws_subnet: ['availability_zone', 'cidr_block', 'vpc_id'],
  aws_vpc: ['cidr_block', 'instance_tenancy'],
  aws_vpc_peering_connection: ['peer_owner_id', 'peer_region', 'peer_vpc_id', 'vpc_id'],
  aws_vpc_endpoint: ['service_name', 'vpc_endpoint_type', 'vpc_id'],
  prefect_work_pool: ['name', 'type'],
  prefect_work_queue: ['name', 'work_pool_name'],
};

/** What Terraform alone reads of a block: no change in AWS. */
export const TERRAFORM_SETTINGS: ReadonlySet<string> = new Set([
  ...['depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'timeouts'],
  ...['skip_destroy', 'force_delete', 'wait_for_steady_state', 'force_new_deployment'],
]);

/** A change of one attribute of a block. */
export interface AttributeChange {
  /** From the top of the block: `auto_scaling_group_provider.auto_scaling_group_arn`, without indexes. */
  readonly attribute: string;
  /** Whether the block has the attribute on both sides. */
  readonly isOnBothSides: boolean;
}

/** Whether Terraform replaces a resource for a change of this attribute; other types than those above are not judged. */
export function isReplacing(type: string, { attribute, isOnBothSides }: AttributeChange): boolean {
  const [first = ''] = attribute.split('.');
  if (TERRAFORM_SETTINGS.has(first)) return false;
  // With force_new_deployment a strategy changes in place, unless there was none, or is none any more (AWS provider
  // 5.100.0, internal/service/ecs/service.go, capacityProviderStrategyCustomizeDiff).
  if (type === 'aws_ecs_service' && first === 'capacity_provider_strategy') return !isOnBothSides;
  const replacing = REPLACING_ATTRIBUTES[type] ?? [];
  if (replacing === 'all') return first !== 'tags';
  return replacing.some((one) => overlap(attribute, one));
}

/** Whether one attribute is the other, or stands in it. */
export function overlap(one: string, other: string): boolean {
  return `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);
}
