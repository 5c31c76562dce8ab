import type { OrParameter } from '../config/aws-fields';
import type { Environment } from '../config/environment';
import { isInEcr } from '../config/image-registry';
import { type Block, resourcesOf, type TerraformDocument } from './terraform-document';

/** One thing that a stack makes, for people who read rather than run. */
export interface MadeResource {
  /** Terraform address. */
  readonly address: string;
  /** Its name in AWS, where it has one. */
  readonly name: string;
  readonly purpose: string;
}

/** What each thing is for, in the order in which a person would explain it. */
const PURPOSES: Readonly<Record<string, string>> = {
  'aws_ecs_cluster.prefect_worker_cluster': 'The cluster of the worker and of its flow runs',
  'aws_cloudwatch_log_group.prefect_worker_exec_log_group': 'Keeps what is typed and shown in ECS Exec sessions',
  'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers': 'What the cluster runs tasks on',
  'aws_ecs_service.prefect_worker_service': 'Keeps the worker running',
  'aws_ecs_task_definition.prefect_worker_task_definition': "The worker's container",
  'aws_appautoscaling_target.prefect_worker': 'Within which bounds the number of tasks may change',
  'aws_appautoscaling_policy.prefect_worker_cpu': 'Keeps the use of CPU at a value',
  'aws_appautoscaling_policy.prefect_worker_memory': 'Keeps the use of memory at a value',
  'aws_ecs_capacity_provider.prefect_worker_instances': 'Starts and stops instances as tasks need them',
  'aws_autoscaling_group.prefect_worker_instances_group': 'The instances',
  'aws_launch_template.prefect_worker_instances_template': 'What an instance is like',
  'aws_iam_instance_profile.prefect_worker_instance_profile': 'Gives the instances their role',
  'aws_iam_role.prefect_worker_instance_role': 'With which an instance joins the cluster',
  'aws_iam_role_policy_attachment.prefect_worker_instance_role_ecs': 'It may do what ECS’s agent does',
  'aws_cloudwatch_log_group.prefect_worker_log_group': "The worker's log",
  'aws_secretsmanager_secret.prefect_api_key': 'Holds the Prefect API key',
  'aws_secretsmanager_secret_version.prefect_api_key_version': 'The key itself',
  'aws_secretsmanager_secret.prefect_api_auth_string': 'Holds the Prefect auth string',
  'aws_secretsmanager_secret_version.prefect_api_auth_string_version': 'The auth string itself',
  'aws_ssm_parameter.prefect_api_key': 'Holds the Prefect API key',
  'aws_ssm_parameter.prefect_api_auth_string': 'Holds the Prefect auth string',
  'aws_iam_role.prefect_worker_execution_role': 'The role with which ECS starts the worker',
  'aws_iam_role_policy.ssm_allow_read_prefect_api_key': "It may read the worker's secrets",
  'aws_iam_role_policy.prefect_worker_write_logs': 'It may write this log',
  'aws_iam_role_policy.prefect_worker_pull_image': 'It may pull this image',
  'aws_iam_role_policy.prefect_worker_pull_further_images': 'It may pull the images of sidecars and further workers',
  'aws_iam_role_policy_attachment.prefect_worker_ecs_policy': 'It may pull every image and write every log',
  'aws_iam_role_policy.allow_create_log_group': 'It may create log groups',
  'aws_iam_role_policy.prefect_worker_execution_role_statements': 'What the stack file allows it',
  'aws_iam_role_policy_attachment.prefect_worker_execution_role_policies': 'What the stack file allows it',
  'aws_iam_role.prefect_worker_task_role': 'The role that the worker itself has',
  'aws_iam_role_policy.prefect_worker_allow_ecs_task': 'It may start, watch and stop the tasks of its flow runs',
  'aws_iam_role_policy.prefect_worker_container': 'Its container may be entered, and mount its file systems',
  'aws_iam_role_policy.prefect_worker_task_role_statements': 'What the stack file allows it',
  'aws_iam_role_policy_attachment.prefect_worker_task_role_policies': 'What the stack file allows it',
  'aws_security_group.prefect_worker': 'What may reach the worker, and what it may reach',
  'aws_security_group_rule.network_outbound': 'What may go out',
  'aws_security_group_rule.efs_outbound': 'EFS may be reached',
  'aws_security_group_rule.prefect_api_outbound': 'The Prefect API may be reached',
  'aws_vpc.prefect_worker_vpc': 'The network of this environment',
  'aws_default_security_group.prefect_worker_default_group': 'Lets nothing through',
  'aws_internet_gateway.prefect_worker_internet_gateway': 'Leads to the internet',
  'aws_route_table.prefect_worker_public_routes': 'The ways out of the public subnets',
  'aws_route.prefect_worker_public_route': 'To the internet',
  'aws_vpc_endpoint.prefect_worker_endpoint_s3': 'Leads to S3, for nothing',
  'aws_security_group.prefect_worker_endpoints': 'What may reach the endpoints',
  'aws_security_group_rule.endpoints_inbound': 'All within the VPC',
  'aws_flow_log.prefect_worker_vpc_flow_logs': 'Notes every connection of the VPC',
  'aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group': 'Keeps these notes',
  'aws_iam_role.prefect_worker_vpc_flow_logs_role': 'With which AWS writes them',
  'aws_iam_role_policy.prefect_worker_write_vpc_flow_logs': 'It may write this log',
  'aws_cloudwatch_event_rule.prefect_worker_events_rule': "Finds the task state changes of this cluster's flow runs",
  'aws_cloudwatch_event_target.prefect_worker_events_target': 'Sends them to the queue',
  'aws_sqs_queue.prefect_worker_events':
    'From which the worker learns that a flow run crashed; only this rule may fill it',
  'aws_sqs_queue.prefect_worker_events_failed': 'Keeps the events that no worker could handle, for 14 days',
  'aws_sqs_queue.prefect_worker_events_undelivered': 'Keeps the events that EventBridge could not deliver, for 14 days',
  'aws_sns_topic.prefect_worker_alarms': 'Whoever subscribes to it is told when something is wrong',
  'aws_sns_topic_policy.prefect_worker_alarms_policy': 'Only alarms and events of this account may be told',
  'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing': 'Fewer tasks of the worker run than should',
  'aws_cloudwatch_metric_alarm.prefect_worker_oldest_event': 'No worker reads the events of its flow runs',
  'aws_cloudwatch_metric_alarm.prefect_worker_failed_events': 'There are events that no worker could handle',
  'aws_cloudwatch_metric_alarm.prefect_worker_undelivered_events': 'There are events that could not be delivered',
  'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines':
    'Counts the lines of the log that say the worker lost Prefect',
  'aws_cloudwatch_metric_alarm.prefect_worker_log': 'There are such lines',
  'aws_cloudwatch_event_rule.prefect_worker_service_events_rule': 'Finds what ECS says when it cannot run the worker',
  'aws_cloudwatch_event_target.prefect_worker_service_events_target': 'Sends it to the topic',
  'aws_cloudwatch_dashboard.prefect_worker_dashboard': 'Shows all of it on one page',
  'aws_cloudwatch_log_group.prefect_flow_runs': 'What flow runs print',
  'aws_iam_role_policy.prefect_flow_runs_execution':
    'Whoever starts flow runs may write their log, pull their image and read their secrets',
  'aws_iam_role.prefect_flow_execution_role': 'With which ECS starts flow runs',
  'aws_iam_role_policy.prefect_flow_runs_pull_image': 'It may pull the worker’s image, which flow runs have too',
  'aws_iam_role_policy.prefect_flow_execution_role_statements': 'What the stack file allows it',
  'aws_iam_role_policy_attachment.prefect_flow_execution_role_policies': 'What the stack file allows it',
  'aws_iam_role.prefect_flow_task_role': 'That flows have when they call AWS',
  'aws_iam_role_policy.prefect_flow_task_role_statements': 'What flows may do',
  'aws_iam_role_policy_attachment.prefect_flow_task_role_policies': 'What flows may do',
  'aws_security_group.prefect_flow_runs': 'What may reach flow runs, and what they may reach',
  'aws_security_group_rule.flow_runs_outbound': 'What may go out',
  'aws_security_group_rule.flow_runs_to_prefect_api': 'The Prefect API may be reached',
  'aws_security_group_rule.flow_runs_to_each_other': 'Flow runs reach each other',
  'aws_security_group_rule.flow_runs_from_each_other': 'Flow runs reach each other',
  'aws_ecs_task_definition.prefect_flow_runs': 'The task definition that all flow runs share',
  'aws_ecr_repository.prefect_flows': 'The images that flow runs start from',
  'aws_ecr_lifecycle_policy.prefect_flows_lifecycle': 'Which images go after a while',
  'aws_ecr_repository_policy.prefect_flows_pull': 'Who else may pull these images',
  'prefect_work_pool.prefect_worker_pool': 'The work pool in Prefect',
};

/** Things of which there are several, by the beginning of their address. */
const PURPOSES_OF_SEVERAL: readonly (readonly [prefix: string, purpose: string])[] = [
  ['aws_security_group_rule.network_outbound_', 'What may go out'],
  ['aws_security_group_rule.network_inbound_', 'What may come in'],
  ['aws_security_group_rule.admitted_by_', "Lets the worker into somebody else's group"],
  ['aws_subnet.prefect_worker_private_subnet_', 'A private subnet, for the tasks'],
  ['aws_subnet.prefect_worker_public_subnet_', 'A public subnet'],
  ['aws_route_table.prefect_worker_private_routes_', 'The ways out of a private subnet'],
  ['aws_route.prefect_worker_private_route_', 'To the internet, by NAT'],
  ['aws_route_table_association.prefect_worker_', 'Gives a subnet its ways out'],
  ['aws_eip.prefect_worker_nat_address_', 'The address from which tasks are seen'],
  ['aws_nat_gateway.prefect_worker_nat_', 'Lets the private subnets out, and nothing in'],
  ['aws_vpc_endpoint.prefect_worker_endpoint_', 'Leads to a service of AWS'],
  ['aws_security_group_rule.flow_runs_outbound_', 'What may go out'],
  ['aws_security_group_rule.flow_runs_inbound_', 'What may come in'],
  ['aws_security_group_rule.flow_runs_to_volume_', 'Flow runs reach this file system'],
  ['aws_security_group_rule.flow_volume_', 'It lets flow runs in'],
  ['aws_security_group.flow_volume_', 'Who may reach this file system'],
  ['aws_efs_file_system.flow_volume_', 'A file system for flow runs'],
  ['aws_efs_access_point.flow_volume_', 'The one directory of it that flow runs see, and as whom'],
  ['aws_efs_mount_target.flow_volume_', 'Where it can be reached, in each subnet'],
  ['aws_secretsmanager_secret.worker_secret_', 'A secret of the worker’s own'],
  ['aws_secretsmanager_secret_version.worker_secret_', 'Its value'],
  ['aws_sns_topic_subscription.prefect_worker_alarms_email_', 'An address that is told'],
  ['aws_ecs_service.prefect_worker_service_', 'Keeps a further worker running'],
  ['aws_ecs_task_definition.prefect_worker_task_definition_', 'A further worker’s container'],
  ['aws_appautoscaling_target.prefect_worker_', 'Within which bounds a further worker’s tasks may change'],
  ['aws_appautoscaling_policy.prefect_worker_', 'Changes the number of tasks'],
  ['aws_appautoscaling_scheduled_action.prefect_worker_', 'Changes the bounds at its time'],
  ['aws_cloudwatch_metric_alarm.prefect_worker_step_', 'Calls for the step of its name'],
  ['aws_iam_role_policy_attachment.prefect_worker_instance_role_policy_', 'What the stack file allows the instances'],
];

export const OF_THE_STACK_FILE = 'From the stack file’s own Terraform';

/** Things that Terraform makes on a condition, and whether it holds for the values of the stack file. */
const CONDITIONS: Readonly<Record<string, (environment: Environment) => boolean>> = {
  'aws_iam_role.prefect_worker_task_role': createsTaskRole,
  'aws_iam_role_policy.prefect_worker_task_role_statements': mayHaveRights,
  'aws_iam_role_policy_attachment.prefect_worker_task_role_policies': mayHaveRights,
  'aws_iam_role_policy.prefect_worker_allow_ecs_task': (environment) =>
    mayHaveRights(environment) && (!environment.behaviour.leastPrivilege || environment.inputs.workerType === 'ecs'),
  'aws_iam_role_policy.prefect_worker_container': mayHaveRights,
  'aws_iam_role_policy.prefect_worker_pull_further_images': ({ worker, workers }) =>
    [
      ...Object.values(workers).map(({ inputs }) => inputs.workerImage ?? ''),
      ...[worker, ...Object.values(workers).map(({ container }) => container)].flatMap(({ sidecars }) =>
        Object.values(sidecars).map(({ image }) => image),
      ),
    ].some(isInEcr),
  'aws_iam_role_policy.prefect_worker_pull_image': ({ inputs }) => isInEcr(inputs.workerImage),
  'aws_security_group_rule.prefect_api_outbound': apiHasPortOfItsOwn,
  'aws_security_group_rule.flow_runs_to_prefect_api': apiHasPortOfItsOwn,
  'aws_iam_role_policy.prefect_flow_runs_pull_image': ({ inputs }) => isInEcr(inputs.workerImage),
};

/** All that Terraform makes for an environment with the values of its stack file. */
export function madeResources(environment: Environment, document: TerraformDocument): MadeResource[] {
  const order = Object.keys(PURPOSES);
  const rank = (address: string) => (order.includes(address) ? order.indexOf(address) : order.length);
  return resourcesOf(document)
    .filter(({ address }) => CONDITIONS[address]?.(environment) ?? true)
    .flatMap(({ address, block }) =>
      instancesOf(address, block, environment).map((instance) => ({
        address: instance,
        name: nameOf(block, environment),
        purpose: purposeOf(address, environment),
        rank: rank(address),
      })),
    )
    .sort((one, other) => one.rank - other.rank || (one.address < other.address ? -1 : 1))
    .map(({ rank: _, ...made }) => made);
}

/** Policies of which Terraform attaches each, and where the stack file has them. */
const POLICIES: Readonly<Record<string, (environment: Environment) => readonly OrParameter[]>> = {
  'aws_iam_role_policy_attachment.prefect_worker_execution_role_policies': ({ roles }) =>
    roles.execution?.policies ?? [],
  'aws_iam_role_policy_attachment.prefect_worker_task_role_policies': ({ roles }) => roles.task?.policies ?? [],
  'aws_iam_role_policy_attachment.prefect_flow_execution_role_policies': ({ flowRuns }) =>
    flowRuns?.executionRole?.policies ?? [],
  'aws_iam_role_policy_attachment.prefect_flow_task_role_policies': ({ flowRuns }) =>
    flowRuns?.taskRole?.policies ?? [],
};

/** The addresses that `terraform state list` shows for a block. */
function instancesOf(address: string, block: Block, environment: Environment): string[] {
  if (address.startsWith('aws_efs_mount_target.')) return inEachSubnet(address, environment);
  if (block['count'] !== undefined) return [`${address}[0]`];
  const policies = POLICIES[address]?.(environment);
  if (policies === undefined) return [address];
  const keys = policies.map((policy) => (typeof policy === 'string' ? policy : `(of ${policy.ssmParameter})`));
  return [...new Set(keys)].map((key) => `${address}["${key}"]`);
}

/** Subnets that only a plan will know are not counted. */
function inEachSubnet(address: string, { flowRuns, inputs }: Environment): string[] {
  const subnets = flowRuns?.subnets ?? inputs.workerSubnets;
  return Array.isArray(subnets) ? subnets.map((_, index) => `${address}[${index}]`) : [`${address}[…]`];
}

function purposeOf(address: string, { prefect }: Environment): string {
  if (address === 'aws_security_group_rule.prefect_api_outbound' && typeof prefect.apiUrl === 'object') {
    return 'The Prefect API may be reached; only where its port is not 443';
  }
  const several = PURPOSES_OF_SEVERAL.find(([prefix]) => address.startsWith(prefix));
  return PURPOSES[address] ?? several?.[1] ?? OF_THE_STACK_FILE;
}

/** The name in AWS; empty for what has none, or one that only the apply will tell. */
function nameOf(block: Block, { inputs }: Environment): string {
  const { name, name_prefix: prefix, family, alarm_name: alarm, dashboard_name: dashboard, tags } = block;
  const nameTag = (tags as Block | undefined)?.['Name'];
  const text = [name, family, alarm, dashboard, typeof prefix === 'string' ? `${prefix}…` : undefined, nameTag].find(
    (candidate): candidate is string => typeof candidate === 'string',
  );
  const resolved =
    text
      ?.replaceAll('${var.name}', inputs.name)
      .replaceAll('${var.worker_work_pool_name}', inputs.workerWorkPoolName) ?? '';
  return resolved.includes('${') ? '' : resolved;
}

function mayHaveRights(environment: Environment): boolean {
  return environment.roles.oneForBoth || createsTaskRole(environment);
}

function createsTaskRole({ inputs }: Environment): boolean {
  return inputs.workerTaskRoleArn === undefined;
}

function apiHasPortOfItsOwn({ prefect }: Environment): boolean {
  return typeof prefect.apiUrl !== 'string' || portOf(prefect.apiUrl) !== 443;
}

function portOf(url: string): number {
  const { protocol, port } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
