/** Types of resources whose name is their tag Name. */
export const NAMED_BY_TAG: ReadonlySet<string> = new Set([
  ...['aws_default_security_group', 'aws_ec2_transit_gateway_vpc_attachment', 'aws_efs_file_system', 'aws_eip'],
  ...['aws_flow_log', 'aws_internet_gateway', 'aws_nat_gateway', 'aws_route_table', 'aws_subnet', 'aws_vpc'],
  ...['aws_vpc_endpoint', 'aws_vpc_peering_connection'],
]);

/** Types of resources that have no tags of their own. */
export const UNTAGGED: ReadonlySet<string> = new Set([
  ...['aws_appautoscaling_policy', 'aws_appautoscaling_scheduled_action'],
  // It has blocks with tags of its instances.
  'aws_autoscaling_group',
  ...['aws_cloudwatch_dashboard', 'aws_cloudwatch_event_target', 'aws_cloudwatch_log_metric_filter'],
  ...['aws_cloudwatch_query_definition', 'aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy'],
  ...['aws_ecs_cluster_capacity_providers', 'aws_efs_mount_target', 'aws_iam_role_policy'],
  ...['aws_iam_role_policy_attachment', 'aws_route', 'aws_route_table_association', 'aws_s3_bucket_notification'],
  ...['aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block'],
  ...['aws_s3_bucket_server_side_encryption_configuration', 'aws_s3_bucket_versioning'],
  ...['aws_secretsmanager_secret_version', 'aws_security_group_rule', 'aws_sns_topic_policy'],
  ...['aws_sns_topic_subscription', 'aws_sqs_queue_policy', 'aws_sqs_queue_redrive_allow_policy'],
]);
