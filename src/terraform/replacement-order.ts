import { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * What tasks, or other resources, hold while it is replaced or removed. Terraform creates the new one first, moves its
 * users over, and only then deletes the old one. Without this it deletes first: AWS refuses that as long as a task has
 * the thing, or the running worker loses its way out, its role, its log or its queue.
 *
 * For each of these a change that replaces it also changes its name or what it belongs to, so that AWS takes both for a
 * while. The exceptions (the path of a role, the class of a log group, the key of a repository, the records of an entry in
 * Cloud Map) fail when the new one is created, and the old one stays in use.
 */
export const CREATED_BEFORE_DESTROYED: ReadonlySet<string> = new Set([
  ...['aws_autoscaling_group', 'aws_ecs_capacity_provider', 'aws_ecs_cluster', 'aws_ecs_cluster_capacity_providers'],
  ...['aws_launch_template', 'aws_iam_instance_profile', 'aws_ecs_task_definition'],
  ...['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_policy'],
  'aws_iam_openid_connect_provider',
  ...['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version', 'aws_ssm_parameter'],
  ...['aws_cloudwatch_log_group', 'aws_ecr_repository', 'aws_efs_file_system', 'aws_efs_access_point'],
  ...['aws_sqs_queue', 'aws_sns_topic', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  ...['aws_security_group', 'aws_security_group_rule'],
  ...['aws_vpc', 'aws_subnet', 'aws_internet_gateway', 'aws_eip', 'aws_nat_gateway', 'aws_vpc_endpoint'],
  ...['aws_vpc_peering_connection', 'aws_ec2_transit_gateway_vpc_attachment'],
  ...['aws_route_table', 'aws_route', 'aws_route_table_association'],
  ...['aws_s3_bucket', 'aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block', 'aws_s3_bucket_versioning'],
  ...['aws_s3_bucket_server_side_encryption_configuration', 'aws_s3_bucket_lifecycle_configuration'],
  'aws_s3_bucket_notification',
  ...['aws_service_discovery_private_dns_namespace', 'aws_service_discovery_service'],
]);

/** Those that Terraform must delete first, or that nothing holds, and why. */
export const DESTROYED_FIRST: Readonly<Record<string, string>> = {
  aws_ecs_service: 'a cluster takes no second service of one name, and a service is replaced in its own cluster',
  aws_efs_mount_target: 'a file system takes one mount target in each zone, and all of them in one VPC',
  aws_ecr_lifecycle_policy: 'a repository has one: deleting the old one would delete the new one',
  aws_ecr_repository_policy: 'a repository has one: deleting the old one would delete the new one',
  aws_sns_topic_policy: 'a topic has one: deleting the old one would reset the new one',
  aws_default_security_group: 'a VPC has one, and nothing is in it',
  aws_appautoscaling_target: 'depends on the service, which is deleted first',
  aws_appautoscaling_policy: 'depends on the service, which is deleted first',
  aws_appautoscaling_scheduled_action: 'depends on the service, which is deleted first',
  aws_cloudwatch_metric_alarm: 'depends on the service, which is deleted first',
  aws_cloudwatch_dashboard: 'nothing holds it',
  aws_cloudwatch_log_metric_filter: 'nothing holds it',
  aws_flow_log: 'nothing holds it',
  aws_sns_topic_subscription: 'nothing holds it',
  prefect_work_queue: 'a pool takes no second queue of one name',
  prefect_work_pool: 'Prefect takes no second pool of one name',
};

/** Has Terraform create each new resource that is in use before it deletes the old one. */
export function createBeforeDestroy(scope: IConstruct): void {
  for (const element of scope.node.findAll()) {
    if (!TerraformResource.isTerraformResource(element)) continue;
    if (!CREATED_BEFORE_DESTROYED.has(element.terraformResourceType)) continue;
    element.lifecycle = { ...element.lifecycle, createBeforeDestroy: true };
  }
}
