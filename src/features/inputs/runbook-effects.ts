import { has, type TerraformDocument } from '../../runbook/terraform-document';

/** What a change of some inputs does to a stack that is applied. */
export interface Effect {
  /** Markdown. */
  readonly inputs: string;
  readonly effect: string;
}

const RESTARTS = 'creates a revision of the task definition and replaces the running tasks';

const EFFECTS: readonly (readonly [inputs: readonly string[], effect: string])[] = [
  [['name'], '**replaces everything**: each resource with a name, the secret and the log groups with their events too'],
  [['vpc_id'], 'replaces the security groups and the running tasks. Change `worker_subnets` with it'],
  [['worker_subnets'], 'replaces the running tasks'],
  [
    ['prefect_account_id', 'prefect_workspace_id', 'prefect_api_url'],
    `${RESTARTS}. Then create the [work pool](#work-pool) there`,
  ],
  [['worker_work_pool_name'], `${RESTARTS}. Then create the new [work pool](#work-pool)`],
  [['worker_type'], `${RESTARTS}; creates or removes the permissions to run tasks`],
  [['worker_image', 'worker_cpu', 'worker_memory', 'worker_extra_pip_packages'], RESTARTS],
  [['worker_task_role_arn'], `${RESTARTS}; removes the created role; without it, creates one`],
  [['worker_desired_count'], 'starts or stops tasks; 0 stops the worker and keeps everything else'],
  [['worker_log_retention_in_days'], 'applies at once: CloudWatch deletes events that are older'],
  [['secrets_manager_recovery_in_days'], 'applies when the secret is destroyed'],
];

/** Of the inputs that the stack has. */
export function effectsOf(document: TerraformDocument): Effect[] {
  const { variable = {} } = document;
  const withoutEffect = new Set([
    ...(has(document, 'aws_cloudwatch_log_group.prefect_worker_log_group') ? [] : ['worker_log_retention_in_days']),
  ]);
  return EFFECTS.flatMap(([inputs, effect]) => {
    const there = inputs.filter((input) => input in variable && !withoutEffect.has(input));
    return there.length === 0 ? [] : [{ inputs: there.map((input) => `\`${input}\``).join(', '), effect }];
  });
}
