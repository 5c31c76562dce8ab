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
] as const;

export type StackValue = (typeof STACK_VALUES)[number];

/** Those that are lists: text that needs them has them with commas in between. */
export const LIST_VALUES: ReadonlySet<StackValue> = new Set<StackValue>([
  'subnet_ids',
  'route_table_ids',
  'nat_addresses',
]);
