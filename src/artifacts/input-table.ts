import type { Environment } from '../config/environment';
import { markdown } from './template';

/** A Terraform input of a stack and what it holds here. */
export interface InputRow {
  readonly name: string;
  readonly value: string;
}

/** The stack's Terraform inputs with this environment's values, for the runbook. */
export function inputRows({ inputs, apiKey }: Environment): InputRow[] {
  const rows: [string, string | number | readonly string[] | undefined][] = [
    ['name', inputs.name],
    ['vpc_id', inputs.vpcId],
    ['worker_subnets', inputs.workerSubnets],
    ['prefect_account_id', inputs.prefectAccountId],
    ['prefect_workspace_id', inputs.prefectWorkspaceId],
    ['worker_work_pool_name', inputs.workerWorkPoolName],
    ['worker_cpu', inputs.workerCpu],
    ['worker_memory', inputs.workerMemory],
    ['worker_desired_count', inputs.workerDesiredCount],
    ['worker_extra_pip_packages', inputs.workerExtraPipPackages],
    ['worker_image', inputs.workerImage],
    ['worker_log_retention_in_days', inputs.workerLogRetentionInDays],
    ['secrets_manager_recovery_in_days', inputs.secretsManagerRecoveryInDays],
    ['worker_task_role_arn', inputs.workerTaskRoleArn],
    ['worker_type', inputs.workerType],
  ];
  return [
    ...(apiKey.from === 'input' ? [{ name: 'prefect_api_key', value: '*asked for; not in any file*' }] : []),
    ...rows.map(([name, value]) => ({ name, value: inWords(value) })),
  ];
}

function inWords(value: string | number | readonly string[] | undefined): string {
  if (value === undefined) return '*none: created*';
  if (value === '') return '*empty*';
  return typeof value === 'object' ? value.map(markdown).join(', ') : markdown(String(value));
}
