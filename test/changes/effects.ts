import { CREATED_BEFORE_DESTROYED } from '../../src/terraform/replacement-order';
import type { Effect, Thing } from '../../src/values/changes';

/** What a plan does to one resource. */
export interface PlannedChange {
  /** Within its stack. */
  readonly address: string;
  readonly actions: readonly string[];
  /** Whether AWS refuses it: the successor has the name of what is deleted after it. */
  readonly isRefused?: boolean;
}

/** Attributes that AWS never sees. */
export const OF_TERRAFORM_ALONE: ReadonlySet<string> = new Set([
  ...['//', 'count', 'depends_on', 'lifecycle'],
  ...['force_new_deployment', 'skip_destroy', 'timeouts', 'wait_for_steady_state'],
]);

const PERMISSIONS = ['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_policy'];
const ROLE = ['aws_iam_role', ...PERMISSIONS];
const GROUP_RULES = ['aws_security_group_rule'];

/** The resources of each thing: types, or the beginnings of addresses. */
const RESOURCES: Readonly<Record<Thing, readonly string[]>> = {
  'the access points': ['aws_efs_access_point'],
  'the security group rules': GROUP_RULES,
  'the alarms': [
    ...['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_log_metric_filter', 'aws_cloudwatch_query_definition'],
    ...['aws_cloudwatch_event_rule.prefect_worker_service_events', 'aws_cloudwatch_event_target'],
  ],
  'the alarm topic': ['aws_sns_topic', 'aws_sns_topic_policy'],
  'the capacity provider': ['aws_ecs_capacity_provider', 'aws_ecs_cluster_capacity_providers'],
  'the bucket': [
    ...['aws_s3_bucket', 'aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block', 'aws_s3_bucket_versioning'],
    ...['aws_s3_bucket_server_side_encryption_configuration', 'aws_s3_bucket_lifecycle_configuration'],
    'aws_s3_bucket_notification',
  ],
  'the CI role': [...ROLE, 'aws_iam_openid_connect_provider'],
  'the cluster': ['aws_ecs_cluster', 'aws_ecs_cluster_capacity_providers'],
  'the gateways, peerings and routes': [
    ...['aws_vpc_peering_connection', 'aws_ec2_transit_gateway_vpc_attachment', 'aws_route'],
    ...['aws_vpc_peering_connection_options', 'aws_internet_gateway', 'aws_nat_gateway'],
  ],
  'the dashboard': ['aws_cloudwatch_dashboard'],
  'the endpoints': ['aws_vpc_endpoint', 'aws_security_group', ...GROUP_RULES],
  'the execution role': ROLE,
  'the entry in Cloud Map': ['aws_service_discovery_service'],
  'the namespace': ['aws_service_discovery_private_dns_namespace', 'aws_service_discovery_http_namespace'],
  'the exec log group': ['aws_cloudwatch_log_group.prefect_worker_exec'],
  'the file systems': [
    ...['aws_efs_file_system', 'aws_efs_access_point', 'aws_efs_mount_target', 'aws_security_group', ...GROUP_RULES],
  ],
  'the flow log': ['aws_flow_log', 'aws_cloudwatch_log_group', ...ROLE],
  'the instances': ['aws_autoscaling_group', 'aws_launch_template', 'aws_iam_instance_profile', ...ROLE],
  'the log group': ['aws_cloudwatch_log_group.prefect_worker_log_group'],
  'the log group of flow runs': ['aws_cloudwatch_log_group'],
  'the mail subscriptions': ['aws_sns_topic_subscription'],
  'the NAT gateways': ['aws_nat_gateway', 'aws_eip', 'aws_route', 'aws_route_table', 'aws_route_table_association'],
  'the output parameters': ['aws_ssm_parameter.prefect_worker_output'],
  'the permissions': PERMISSIONS,
  'the queues': [
    ...['aws_sqs_queue', 'aws_sqs_queue_policy', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  ],
  'the repository': ['aws_ecr_repository', 'aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy'],
  'the roles': ROLE,
  'the roles of flow runs': ROLE,
  'the rule of service events': ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  'the rules of the queue': ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  'the scaling': [
    ...['aws_appautoscaling_target', 'aws_appautoscaling_policy', 'aws_appautoscaling_scheduled_action'],
    'aws_cloudwatch_metric_alarm',
  ],
  'the secret': ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version', 'aws_ssm_parameter'],
  'the secrets of the worker': ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version'],
  'the security group': ['aws_security_group', ...GROUP_RULES],
  'the security group of flow runs': ['aws_security_group', ...GROUP_RULES],
  'the service': ['aws_ecs_service'],
  'the subnets': [
    'aws_subnet',
    'aws_route_table',
    'aws_route_table_association',
    'aws_route',
    'aws_nat_gateway',
    'aws_eip',
  ],
  'the targets of service events': ['aws_cloudwatch_event_target'],
  'the task definition of flow runs': ['aws_ecs_task_definition'],
  'the task role': ROLE,
  'the VPC': [
    ...['aws_vpc', 'aws_subnet', 'aws_route_table', 'aws_route_table_association', 'aws_route', 'aws_nat_gateway'],
    ...['aws_eip', 'aws_internet_gateway', 'aws_vpc_endpoint', 'aws_default_security_group'],
  ],
};

const IN_A_VPC = [
  ...['aws_security_group', ...GROUP_RULES, 'aws_efs_mount_target', 'aws_flow_log', 'aws_vpc_endpoint'],
  ...['aws_service_discovery_private_dns_namespace', 'aws_service_discovery_service'],
];

const OF_A_WORKER = ['aws_ecs_service', 'aws_ecs_task_definition', 'aws_cloudwatch_metric_alarm'];

/** A part of the thing that it is of, which has one or none. */
const PARTS = [
  ...['aws_ecr_repository_policy', 'aws_ecr_lifecycle_policy', 'aws_sqs_queue_policy', 'aws_sns_topic_policy'],
  ...['aws_s3_bucket_notification', 'aws_secretsmanager_secret_version'],
];

/** Whether a plan's change is what an effect says. */
function isOf(effect: Effect, { address, actions }: PlannedChange): boolean {
  const [type = ''] = address.split('.');
  const kind = kindOf(actions);
  switch (effect) {
    case 'has no effect on AWS':
    case 'requires terraform init -migrate-state':
    case 'requires terraform init -upgrade':
      return false;
    case 'does what terraform plan shows':
    case 'replaces everything':
      return true;
    case 'updates everything':
      return kind === 'updates' || type === 'aws_ecs_task_definition';
    case 'updates what it names':
    case 'updates what refers to it':
      return kind === 'updates';
    case 'replaces what it names':
      return kind !== 'updates';
    case 'replaces what the stack has in the VPC':
      return IN_A_VPC.includes(type);
    case 'requires an update of the work pool':
      // The template names it, where flow_runs.create_task_definition has one for all flow runs.
      return (
        address.startsWith('aws_ecs_task_definition.prefect_flow_runs') && kind !== 'creates' && kind !== 'deletes'
      );
    case 'creates or deletes the further worker':
      return OF_A_WORKER.includes(type) && (kind === 'creates' || kind === 'deletes');
    case 'restarts the worker':
    case 'restarts the further worker':
      return (
        (type === 'aws_ecs_task_definition' && kind === 'replaces') ||
        (type === 'aws_ecs_service' && kind === 'updates')
      );
    default: {
      const [, verb = '', thing = '', gap] =
        /^(updates|replaces|creates or deletes) (.*?)( with a gap)?$/.exec(effect) ?? [];
      const isThing = RESOURCES[thing as Thing].some((one) =>
        one.includes('.') ? address.startsWith(one) : one === type,
      );
      if (!isThing) return false;
      // Of a policy or a rule it does not matter how: it is there or not.
      if (effect === 'updates the permissions' || effect === 'updates the security group rules') return true;
      if (verb === 'updates') return kind === 'updates' || PARTS.includes(type);
      if (verb === 'replaces')
        return gap === undefined ? kind !== 'replaces with a gap' || !CREATED_BEFORE_DESTROYED.has(type) : true;
      return kind === 'creates' || kind === 'deletes';
    }
  }
}

function kindOf(actions: readonly string[]): string {
  switch (actions.join()) {
    case 'create,delete':
      return 'replaces';
    case 'delete,create':
      return 'replaces with a gap';
    default:
      return `${actions.join()}s`;
  }
}

/** What a plan does and the field does not say. */
export function unsaidBy(
  effects: readonly Effect[],
  planned: readonly PlannedChange[],
  isPoolChanged: boolean,
): string[] {
  const unsaid = planned.filter((one) => !effects.some((effect) => isOf(effect, one)) && !isConsequence(one, planned));
  const isPoolSaid = effects.some((effect) => CHANGES_POOL.has(effect));
  return [
    ...unsaid.map(({ address, actions }) => `${address} ${actions.join(' and ')}`),
    ...(isPoolChanged && !isPoolSaid ? ['work pool'] : []),
  ];
}

const CHANGES_POOL: ReadonlySet<Effect> = new Set<Effect>([
  'requires an update of the work pool',
  'replaces everything',
  'does what terraform plan shows',
]);

/** Policies follow the names of what they are about. */
function isConsequence({ address }: PlannedChange, planned: readonly PlannedChange[]): boolean {
  const isPolicy = PERMISSIONS.some((type) => address.startsWith(`${type}.`));
  return isPolicy && planned.some((one) => !PERMISSIONS.some((type) => one.address.startsWith(`${type}.`)));
}
