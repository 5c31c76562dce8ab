/** What of a stack can be named as a value of the worker's environment. */
export const STACK_VALUES = [
  'account_id',
  'region',
  'partition',
  'cluster_arn',
  'cluster_name',
  'service_name',
  'execution_role_arn',
  'task_role_arn',
  'security_group_id',
  'log_group_name',
  'api_key_secret_arn',
  'vpc_id',
  'subnet_ids',
  'route_table_ids',
  'nat_addresses',
  'event_queue_name',
  'alarm_topic_arn',
  'flow_bucket_name',
] as const;

export type StackValue = (typeof STACK_VALUES)[number];

/** What only an output can have: the worker itself is a part of it, or nothing in its container uses it. */
const FURTHER_OUTPUT_VALUES = [
  'service_arn',
  'task_definition_arn',
  'flow_run_task_definition_arn',
  'flow_run_execution_role_arn',
  'flow_run_task_role_arn',
  'flow_run_log_group_name',
  'flow_run_security_group_id',
  'flow_image_repository_url',
  'ci_role_arn',
] as const;

export const OUTPUT_VALUES = [...STACK_VALUES, ...FURTHER_OUTPUT_VALUES] as const;
export type OutputValue = (typeof OUTPUT_VALUES)[number];

/** Outputs with the names of what is created: the way to those that get a random end. */
export const NAME_OUTPUTS = {
  logGroup: 'prefect_worker_log_group',
  flowRunLogGroup: 'prefect_flow_run_log_group',
  eventQueue: 'prefect_worker_event_queue_name',
  failedEventQueue: 'prefect_worker_failed_event_queue_name',
  undeliveredEventQueue: 'prefect_worker_undelivered_event_queue_name',
  alarmTopic: 'prefect_worker_alarm_topic_name',
} as const;

/** Those that are lists: text that needs them has them with commas in between. */
export const LIST_VALUES: ReadonlySet<StackValue> = new Set<StackValue>([
  'subnet_ids',
  'route_table_ids',
  'nat_addresses',
]);
