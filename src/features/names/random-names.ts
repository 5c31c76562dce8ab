import { KINDS, type PhysicalName } from './name-kinds';

/** What random_suffix: true gives a random end, as each is there once and nothing refers to it by its name. */
export const RANDOM_BY_DEFAULT = [
  'apiKeySecret',
  'authStringSecret',
  'workerSecret',
  'securityGroup',
  'flowRunSecurityGroup',
] as const satisfies readonly PhysicalName[];

/** What else can have a random end, by the name that others refer to: one that only an apply knows. */
export const REFERENCES = {
  endpointsSecurityGroup: 'aws_security_group.prefect_worker_endpoints.name',
  executionRole: 'aws_iam_role.prefect_worker_execution_role.name',
  // Of a task role that is given, there is none.
  taskRole: 'try(aws_iam_role.prefect_worker_task_role[0].name, "")',
  flowRunExecutionRole: 'aws_iam_role.prefect_flow_execution_role.name',
  flowRunTaskRole: 'aws_iam_role.prefect_flow_task_role.name',
  flowLogsRole: 'aws_iam_role.prefect_worker_vpc_flow_logs_role.name',
  instanceRole: 'aws_iam_role.prefect_worker_instance_role.name',
  logGroup: 'aws_cloudwatch_log_group.prefect_worker_log_group.name',
  execLogGroup: 'aws_cloudwatch_log_group.prefect_worker_exec_log_group.name',
  flowLogsGroup: 'aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group.name',
  flowRunLogGroup: 'aws_cloudwatch_log_group.prefect_flow_runs.name',
  eventQueue: 'aws_sqs_queue.prefect_worker_events.name',
  failedEventQueue: 'aws_sqs_queue.prefect_worker_events_failed.name',
  undeliveredEventQueue: 'aws_sqs_queue.prefect_worker_events_undelivered.name',
  alarmTopic: 'aws_sns_topic.prefect_worker_alarms.name',
  eventRule: 'aws_cloudwatch_event_rule.prefect_worker_events_rule.name',
  serviceEventRule: 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule.name',
} as const satisfies Readonly<Partial<Record<PhysicalName, string>>>;

/** What nothing refers to by its name. */
const UNREFERENCED = [
  'instances',
  'readApiKeyPolicy',
  'createLogGroupPolicy',
  'writeLogsPolicy',
  'pullImagePolicy',
  'pullFurtherImagesPolicy',
  'executionPolicy',
  'runTasksPolicy',
  'containerPolicy',
  'taskPolicy',
  'flowLogsPolicy',
  'flowRunExecutionPolicy',
  'flowRunTaskPolicy',
  'ciRole',
  'ciPolicy',
] as const satisfies readonly PhysicalName[];

type Random = (typeof RANDOM_BY_DEFAULT)[number] | keyof typeof REFERENCES | (typeof UNREFERENCED)[number];

/** Everything that can have a random end. */
export const RANDOM = [...RANDOM_BY_DEFAULT, ...Object.keys(REFERENCES), ...UNREFERENCED] as readonly Random[];

/** The fields of names for these. */
export const RANDOM_FIELDS = RANDOM.map((of) => KINDS[of].field);
