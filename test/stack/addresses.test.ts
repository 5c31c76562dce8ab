import { addressesOf, moduleOf, resourceAt, stackOf, type Terraform } from '../helpers/synthesized';

/** Addresses are a contract: a changed one replaces somebody's infrastructure. */
const EVERYWHERE = [
  'aws_cloudwatch_log_group.prefect_worker_log_group',
  'aws_ecs_cluster.prefect_worker_cluster',
  'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
  'aws_ecs_service.prefect_worker_service',
  'aws_ecs_task_definition.prefect_worker_task_definition',
  'aws_iam_role.prefect_worker_execution_role',
  'aws_iam_role.prefect_worker_task_role',
  'aws_iam_role_policy.prefect_worker_allow_ecs_task',
  'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
  'aws_security_group.prefect_worker',
  'aws_security_group_rule.network_outbound',
  'data.aws_partition.current',
  'data.aws_region.current',
];

const SECRET = [
  'aws_secretsmanager_secret.prefect_api_key',
  'aws_secretsmanager_secret_version.prefect_api_key_version',
];

const REFERENCE = [
  'aws_iam_role_policy.allow_create_log_group',
  'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
];

const HARDENED = [
  'aws_cloudwatch_log_group.prefect_flow_runs',
  'aws_iam_role_policy.prefect_flow_runs_execution',
  'aws_iam_role_policy.prefect_worker_pull_image',
  'aws_iam_role_policy.prefect_worker_write_logs',
  'data.aws_caller_identity.current',
];

const CRASH_DETECTION = [
  'aws_cloudwatch_event_rule.prefect_worker_events_rule',
  'aws_cloudwatch_event_target.prefect_worker_events_target',
  'aws_sqs_queue.prefect_worker_events',
  'aws_sqs_queue.prefect_worker_events_failed',
  'aws_sqs_queue.prefect_worker_events_undelivered',
];

const api_key = { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123' };

test.each<[string, () => Terraform, string[]]>([
  ['hardened', () => stackOf(), [...EVERYWHERE, ...SECRET, ...HARDENED, ...CRASH_DETECTION]],
  [
    'hardened without crash detection',
    () => stackOf({ crash_detection: { enabled: false } }),
    [...EVERYWHERE, ...SECRET, ...HARDENED],
  ],
  ['reference', () => stackOf({ preset: 'reference' }), [...EVERYWHERE, ...SECRET, ...REFERENCE]],
  ['hardened with an existing secret', () => stackOf({ api_key }), [...EVERYWHERE, ...HARDENED, ...CRASH_DETECTION]],
  ['reference with an existing secret', () => stackOf({ preset: 'reference', api_key }), [...EVERYWHERE, ...REFERENCE]],
  ['the module', () => moduleOf(), [...EVERYWHERE, ...SECRET, ...REFERENCE]],
])('%s has these addresses and no other', (_, terraform, addresses) => {
  expect(addressesOf(terraform())).toEqual(addresses.sort());
});

test.each([
  ['hardened', stackOf(), 22],
  ['reference', stackOf({ preset: 'reference' }), 15],
])('%s has physical names that end in the name', (_, terraform, count) => {
  const names = addressesOf({ resource: terraform.resource }).map((address) => {
    const { name, family } = resourceAt(terraform, address);
    return [address.split('.')[1], name ?? family];
  });
  const all = {
    allow_create_log_group: 'logs-allow-create-log-group-${var.name}',
    network_outbound: undefined,
    prefect_api_key: 'prefect-api-key-${var.name}',
    prefect_api_key_version: undefined,
    prefect_flow_runs: 'prefect-flow-runs-${var.name}',
    prefect_flow_runs_execution: 'prefect-flow-execution-${var.name}',
    prefect_worker: 'prefect-worker-sg-${var.name}',
    prefect_worker_allow_ecs_task: 'prefect-worker-allow-ecs-task-${var.name}',
    prefect_worker_cluster: 'prefect-worker-${var.name}',
    prefect_worker_cluster_capacity_providers: undefined,
    prefect_worker_ecs_policy: undefined,
    prefect_worker_events: 'prefect-worker-events-${var.name}',
    prefect_worker_events_failed: 'prefect-worker-events-failed-${var.name}',
    prefect_worker_events_rule: 'prefect-worker-events-${var.name}',
    prefect_worker_events_target: undefined,
    prefect_worker_events_undelivered: 'prefect-worker-events-undelivered-${var.name}',
    prefect_worker_execution_role: 'prefect-worker-execution-role-${var.name}',
    prefect_worker_log_group: 'prefect-worker-log-group-${var.name}',
    prefect_worker_pull_image: 'prefect-worker-pull-image-${var.name}',
    prefect_worker_service: 'prefect-worker-${var.name}',
    prefect_worker_task_definition: 'prefect-worker-${var.name}',
    prefect_worker_task_role: 'prefect-worker-task-role-${var.name}',
    prefect_worker_write_logs: 'prefect-worker-write-logs-${var.name}',
    ssm_allow_read_prefect_api_key: 'ssm-allow-read-prefect-api-key-${var.name}',
  };
  expect(all).toMatchObject(Object.fromEntries(names));
  expect(names).toHaveLength(count);
});
