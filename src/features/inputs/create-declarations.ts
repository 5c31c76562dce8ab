import { Expression } from '../../terraform/terraform-text';
import { CLOUD_PAGES, OWN_CONTAINER } from '../../values/api-url';
import { LOG_RETENTION_DAYS } from '../../values/limits/cloudwatch';
import { MOST_TASKS, NAME } from '../../values/limits/ecs';
import { ROLE_ARN } from '../../values/limits/iam';
import { IMAGE } from '../../values/limits/images';
import { MOST_SUBNETS, SUBNET_ID, VPC_ID } from '../../values/limits/network';
import { API_URL, ECS_POOL_NAME, POOL_NAME, UUID, WORKER_TYPE } from '../../values/limits/prefect';
import { SECRET_RECOVERY_DAYS } from '../../values/limits/secrets';
import { longestName, type Naming } from '../names/physical-names';
import {
  between,
  type Check,
  cpuChecks,
  is,
  matches,
  memoryChecks,
  oneOf,
  pattern,
  test,
  wholeNumber,
} from './create-conditions';

/** The inputs of the reference module that are not secret, and the URL that may stand for account and workspace. */
export const INPUTS = {
  name: variable('name'),
  vpcId: variable('vpc_id'),
  workerSubnets: variable('worker_subnets'),
  prefectApiUrl: variable('prefect_api_url'),
  prefectAccountId: variable('prefect_account_id'),
  prefectWorkspaceId: variable('prefect_workspace_id'),
  workerWorkPoolName: variable('worker_work_pool_name'),
  workerCpu: variable('worker_cpu'),
  workerMemory: variable('worker_memory'),
  workerDesiredCount: variable('worker_desired_count'),
  workerExtraPipPackages: variable('worker_extra_pip_packages'),
  workerImage: variable('worker_image'),
  workerLogRetentionInDays: variable('worker_log_retention_in_days'),
  secretsManagerRecoveryInDays: variable('secrets_manager_recovery_in_days'),
  workerTaskRoleArn: variable('worker_task_role_arn'),
  workerType: variable('worker_type'),
} as const;

export type InputName = keyof typeof INPUTS;

export interface Declaration {
  readonly type: 'string' | 'number' | 'list(string)';
  readonly description: string;
  readonly checks: readonly Check[];
}

/** What the checks of inputs depend on. */
export interface CheckedBy {
  readonly naming?: Naming;
  /** Whether the first worker may have Fargate's sizes alone. Default: true. */
  readonly onFargate?: boolean;
  /** Whether the URL may lead to a container of the worker's own task. Default: false. */
  readonly serverInTask?: boolean;
}

/** How each input is declared: in the order of the reference module, the URL before what it stands for. */
export function declarations({ naming, onFargate = true, serverInTask = false }: CheckedBy) {
  const { workerCpu: cpu, workerMemory: memory } = INPUTS;
  return {
    name: text('The end of every name in AWS', nameChecks(naming)),
    vpcId: text('The VPC of the worker', [matches(INPUTS.vpcId, VPC_ID)]),
    workerSubnets: {
      type: 'list(string)',
      description: 'Subnets of the worker, each with a way out',
      checks: subnetChecks(INPUTS.workerSubnets),
    },
    prefectApiUrl: text('The URL of the Prefect API', urlChecks(INPUTS.prefectApiUrl, { serverInTask })),
    prefectAccountId: text('The Prefect Cloud account', [matches(INPUTS.prefectAccountId, UUID)]),
    prefectWorkspaceId: text('The Prefect Cloud workspace', [matches(INPUTS.prefectWorkspaceId, UUID)]),
    workerWorkPoolName: text('The work pool that the worker polls', poolChecks(INPUTS.workerWorkPoolName)),
    workerCpu: number('CPU of a worker task, in units of 1/1024 vCPU', cpuChecks(cpu, onFargate)),
    workerMemory: number('Memory of a worker task, in MiB', memoryChecks(memory, cpu, onFargate)),
    workerDesiredCount: number('How many tasks of the worker run', [
      wholeNumber(INPUTS.workerDesiredCount, 0, MOST_TASKS),
    ]),
    workerExtraPipPackages: text('Packages to install at every start', []),
    workerImage: text("The worker's container image", [matches(INPUTS.workerImage, IMAGE)]),
    workerLogRetentionInDays: number('Days that the log group keeps events; 0 for ever', [
      oneOf(INPUTS.workerLogRetentionInDays, LOG_RETENTION_DAYS),
    ]),
    secretsManagerRecoveryInDays: number(
      'Days in which a deleted secret can be restored',
      recoveryChecks(INPUTS.secretsManagerRecoveryInDays),
    ),
    workerTaskRoleArn: text('A role for the worker; null creates one', [matches(INPUTS.workerTaskRoleArn, ROLE_ARN)]),
    workerType: text('The type of the worker and of its work pool', [matches(INPUTS.workerType, WORKER_TYPE)]),
  } as const satisfies Readonly<Record<InputName, Declaration>>;
}

function nameChecks(naming: Naming | undefined): Check[] {
  const { name } = INPUTS;
  const { length, reason } = longestName(naming);
  return [matches(name, NAME), [`length(${name.code}) <= ${length}`, `be at most ${length} characters: ${reason}`]];
}

function subnetChecks({ code: subnets }: Expression): Check[] {
  return [
    [`length(${subnets}) > 0`, 'name at least one subnet'],
    [`length(${subnets}) <= ${MOST_SUBNETS}`, `be at most ${MOST_SUBNETS} subnets, as ECS allows`],
    [`length(distinct(${subnets})) == length(${subnets})`, 'hold each subnet once'],
    [
      `alltrue([for subnet in ${subnets} : can(regex(${pattern(SUBNET_ID)}, subnet))])`,
      `hold subnet ids only; each must be ${SUBNET_ID.allowed}`,
    ],
  ];
}

function urlChecks(url: Expression, { serverInTask }: { readonly serverInTask: boolean }): Check[] {
  const reachable: Check = [`!${is(url, OWN_CONTAINER)}`, 'be a host that the task reaches, not the task itself'];
  return [
    matches(url, API_URL),
    [`!${is(url, CLOUD_PAGES)}`, 'not be the address of the pages of Prefect Cloud'],
    ...(serverInTask ? [] : [reachable]),
  ];
}

function poolChecks(pool: Expression): Check[] {
  return [
    matches(pool, POOL_NAME),
    [`${INPUTS.workerType.code} != "ecs" || ${test(pool, ECS_POOL_NAME)}`, `be ${ECS_POOL_NAME.allowed}`],
  ];
}

function recoveryChecks(days: Expression): Check[] {
  const { immediately, least, most } = SECRET_RECOVERY_DAYS;
  return [
    [`${days.code} == ${immediately} || (${between(days, least, most)})`, `be ${immediately}, or ${least} to ${most}`],
  ];
}

function text(description: string, checks: readonly Check[]): Declaration {
  return { type: 'string', description, checks };
}

function number(description: string, checks: readonly Check[]): Declaration {
  return { type: 'number', description, checks };
}

export function variable(name: string): Expression {
  return new Expression(`var.${name}`);
}
