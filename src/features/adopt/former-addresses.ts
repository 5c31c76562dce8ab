/** The modules that a stack can take over from. */
export type Origin = 'registry' | 'recipe';

/** Where a resource of a module is in a stack. */
export interface FormerAddress {
  /** Within the module. */
  readonly from: string;
  readonly to: string;
}

/** Resources that both modules have, at the same address here. A counted resource moves with all its instances. */
const IN_BOTH = [
  'aws_cloudwatch_log_group.prefect_worker_log_group',
  'aws_ecs_cluster.prefect_worker_cluster',
  'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
  'aws_ecs_service.prefect_worker_service',
  'aws_ecs_task_definition.prefect_worker_task_definition',
  'aws_iam_role.prefect_worker_execution_role',
  'aws_iam_role.prefect_worker_task_role',
  'aws_secretsmanager_secret.prefect_api_key',
  'aws_secretsmanager_secret_version.prefect_api_key_version',
  'aws_security_group.prefect_worker',
];

/** The recipe has its policies within the roles: Terraform puts ours over them, under the same names. */
const IN_REGISTRY = [
  'aws_iam_role_policy.allow_create_log_group',
  'aws_iam_role_policy.prefect_worker_allow_ecs_task',
  'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
  'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
];

const EGRESS = 'aws_security_group_rule.network_outbound';
export const EVENT_QUEUE = 'aws_sqs_queue.prefect_worker_events';

/** Sources: the .tf files of PrefectHQ/terraform-prefect-ecs-worker, v0.0.1 and later, and of PrefectHQ/prefect-recipes. */
const FORMER: Readonly<Record<Origin, readonly FormerAddress[]>> = {
  registry: [
    ...[...IN_BOTH, ...IN_REGISTRY, EGRESS].map(unchanged),
    { from: 'aws_sqs_queue.this[0]', to: EVENT_QUEUE },
    { from: 'aws_cloudwatch_event_rule.this[0]', to: 'aws_cloudwatch_event_rule.prefect_worker_events_rule' },
    { from: 'aws_cloudwatch_event_target.this[0]', to: 'aws_cloudwatch_event_target.prefect_worker_events_target' },
  ],
  recipe: [...IN_BOTH.map(unchanged), { from: 'aws_security_group_rule.https_outbound', to: EGRESS }],
};

/**
 * Resources of a module that Terraform forgets. To delete the policy of a queue would delete ours, which is an attribute
 * of the queue; the policy of the role is still attached.
 */
const FORGOTTEN: Readonly<Record<Origin, readonly string[]>> = {
  registry: ['aws_sqs_queue_policy.this', 'aws_iam_policy.prefect_worker_read_sqs'],
  recipe: [],
};

/** Where each resource of a module is in a stack that has it. */
export function formerAddresses(origin: Origin): readonly FormerAddress[] {
  return FORMER[origin];
}

/** What Terraform is to forget, where the stack has the queue. */
export function forgottenAddresses(origin: Origin): readonly string[] {
  return FORGOTTEN[origin];
}

function unchanged(address: string): FormerAddress {
  return { from: address, to: address };
}
