import { TerraformVariable, type TerraformVariableConfig } from 'cdktf';
import { Construct } from 'constructs';
import { unusedInputs, writesKeyPastState } from '../../environment/environment';
import type { Decisions } from '../../stack/decisions';
import { Expression } from '../../terraform/terraform-text';
import { CLOUD_PAGES, OWN_CONTAINER } from '../../values/api-url';
import { camelCase } from '../../values/fields';
import { LOG_RETENTION_DAYS } from '../../values/limits/cloudwatch';
import { MOST_TASKS, NAME } from '../../values/limits/ecs';
import { ROLE_ARN } from '../../values/limits/iam';
import { IMAGE } from '../../values/limits/images';
import { MOST_SUBNETS, SUBNET_ID, VPC_ID } from '../../values/limits/network';
import { API_URL, ECS_POOL_NAME, POOL_NAME, UUID, WORKER_TYPE } from '../../values/limits/prefect';
import { SECRET_RECOVERY_DAYS } from '../../values/limits/secrets';
import { isOnFargate } from '../capacity/on-fargate';
import { longestName, type Naming } from '../names/physical-names';
import { authStringChecks, keyChecks } from '../secrets/create-checks';
import { type ChecksOfInputs, checksOfFirst } from './create-checks';
import {
  between,
  type Check,
  cpuChecks,
  is,
  matches,
  memoryChecks,
  nameOf,
  oneOf,
  pattern,
  test,
  validationOf,
  wholeNumber,
} from './create-conditions';
import type { Inputs } from './resolve';

/** How Terraform handles the API key that it is given; `absent` where it needs none. */
export type KeyInput = 'ephemeral' | 'in_state' | 'absent';

export interface WorkerInputsProps {
  /** What a variable holds when nobody sets it; one that is missing here must be set. */
  readonly defaults: Partial<Inputs>;
  readonly key: KeyInput;
  /** The name of the input that holds the credential. Default: prefect_api_key. */
  readonly keyName?: 'prefect_api_key' | 'prefect_api_auth_string';
  /**
   * Repeat the stack file's checks on what comes by tfvars or the command line. false: as the reference, which takes
   * everything.
   */
  readonly checked: boolean;
  /** Inputs that mean nothing here, and are not declared. */
  readonly unused?: ReadonlySet<keyof Inputs>;
  /** Inputs that may be null: what they would name is looked up then. */
  readonly optional?: ReadonlySet<keyof Inputs>;
  /** Whether the first worker may have Fargate's sizes alone. Default: true. */
  readonly onFargate?: boolean;
  /** A URL instead of Prefect Cloud's account and workspace, which an apply may set too. */
  readonly apiUrl?: string;
  /** Whether the URL may lead to a container of the worker's own task. Default: false. */
  readonly serverInTask?: boolean;
  readonly naming?: Naming;
  /** What the rest of the stack file asks of inputs. */
  readonly further?: ChecksOfInputs;
}

/** The inputs that an environment needs. */
export function createInputs(
  scope: Construct,
  environment: Decisions,
  defaults: Partial<Inputs>,
  checked: boolean,
): WorkerInputs {
  const { apiKey, prefect, network, naming } = environment;
  const { apiUrl } = prefect;
  const optional: [keyof Inputs, unknown][] = [
    ['vpcId', network.vpcLookup],
    ['workerSubnets', network.subnetLookup],
  ];
  return new WorkerInputs(scope, 'inputs', {
    defaults,
    key: apiKey.from !== 'input' ? 'absent' : writesKeyPastState(environment) ? 'ephemeral' : 'in_state',
    keyName:
      apiKey.from !== 'nowhere' && apiKey.setting === 'PREFECT_API_AUTH_STRING'
        ? 'prefect_api_auth_string'
        : 'prefect_api_key',
    checked,
    unused: unusedInputs(environment),
    optional: new Set(optional.flatMap(([input, lookUp]) => (lookUp === undefined ? [] : [input]))),
    onFargate: isOnFargate(environment),
    apiUrl: typeof apiUrl === 'string' ? apiUrl : undefined,
    serverInTask: Object.keys(environment.worker.sidecars).length > 0,
    naming,
    further: checksOfFirst(environment),
  });
}

/** The inputs of the reference module, as Terraform variables; less those that an option makes meaningless. */
export class WorkerInputs extends Construct {
  readonly name = variable('name');
  readonly vpcId = variable('vpc_id');
  readonly workerSubnets = variable('worker_subnets');
  readonly prefectApiKey: Expression;
  readonly prefectApiUrl = variable('prefect_api_url');
  readonly prefectAccountId = variable('prefect_account_id');
  readonly prefectWorkspaceId = variable('prefect_workspace_id');
  readonly workerWorkPoolName = variable('worker_work_pool_name');
  readonly workerCpu = variable('worker_cpu');
  readonly workerMemory = variable('worker_memory');
  readonly workerDesiredCount = variable('worker_desired_count');
  readonly workerExtraPipPackages = variable('worker_extra_pip_packages');
  readonly workerImage = variable('worker_image');
  readonly workerLogRetentionInDays = variable('worker_log_retention_in_days');
  readonly secretsManagerRecoveryInDays = variable('secrets_manager_recovery_in_days');
  readonly workerTaskRoleArn = variable('worker_task_role_arn');
  readonly workerType = variable('worker_type');

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkerInputsProps,
  ) {
    super(scope, id);
    const { defaults } = props;
    const longest = longestName(props.naming);
    this.prefectApiKey = variable(props.keyName ?? 'prefect_api_key');

    this.text(this.name, defaults.name, 'The end of every name in AWS', [
      matches(this.name, NAME),
      [`length(${this.name.code}) <= ${longest.length}`, `be at most ${longest.length} characters: ${longest.reason}`],
    ]);
    this.text(this.vpcId, defaults.vpcId, 'The VPC of the worker', [matches(this.vpcId, VPC_ID)]);
    this.declare(
      this.workerSubnets,
      'list(string)',
      defaults.workerSubnets,
      'Subnets of the worker, each with a way out',
      [
        [`length(${this.workerSubnets.code}) > 0`, 'name at least one subnet'],
        [`length(${this.workerSubnets.code}) <= ${MOST_SUBNETS}`, `be at most ${MOST_SUBNETS} subnets, as ECS allows`],
        [`length(distinct(${this.workerSubnets.code})) == length(${this.workerSubnets.code})`, 'hold each subnet once'],
        [
          `alltrue([for subnet in ${this.workerSubnets.code} : can(regex(${pattern(SUBNET_ID)}, subnet))])`,
          `hold subnet ids only; each must be ${SUBNET_ID.allowed}`,
        ],
      ],
    );
    this.apiKey();
    if (props.apiUrl !== undefined) {
      this.text(this.prefectApiUrl, props.apiUrl, 'The URL of the Prefect API', [
        matches(this.prefectApiUrl, API_URL),
        [`!${is(this.prefectApiUrl, CLOUD_PAGES)}`, 'not be the address of the pages of Prefect Cloud'],
        ...(props.serverInTask
          ? []
          : [
              [
                `!${is(this.prefectApiUrl, OWN_CONTAINER)}`,
                'be a host that the task reaches, not the task itself',
              ] as const,
            ]),
      ]);
    }
    this.text(this.prefectAccountId, defaults.prefectAccountId, 'The Prefect Cloud account', [
      matches(this.prefectAccountId, UUID),
    ]);
    this.text(this.prefectWorkspaceId, defaults.prefectWorkspaceId, 'The Prefect Cloud workspace', [
      matches(this.prefectWorkspaceId, UUID),
    ]);
    this.text(this.workerWorkPoolName, defaults.workerWorkPoolName, 'The work pool that the worker polls', [
      matches(this.workerWorkPoolName, POOL_NAME),
      [
        `${this.workerType.code} != "ecs" || ${test(this.workerWorkPoolName, ECS_POOL_NAME)}`,
        `be ${ECS_POOL_NAME.allowed}`,
      ],
    ]);
    const { onFargate = true } = props;
    const { workerCpu: cpu, workerMemory: memory } = this;
    this.number(cpu, defaults.workerCpu, 'CPU of a worker task, in units of 1/1024 vCPU', cpuChecks(cpu, onFargate));
    this.number(memory, defaults.workerMemory, 'Memory of a worker task, in MiB', memoryChecks(memory, cpu, onFargate));
    this.number(this.workerDesiredCount, defaults.workerDesiredCount, 'How many tasks of the worker run', [
      wholeNumber(this.workerDesiredCount, 0, MOST_TASKS),
    ]);
    this.text(this.workerExtraPipPackages, defaults.workerExtraPipPackages, 'Packages to install at every start', []);
    this.text(this.workerImage, defaults.workerImage, "The worker's container image", [
      matches(this.workerImage, IMAGE),
    ]);
    this.number(
      this.workerLogRetentionInDays,
      defaults.workerLogRetentionInDays,
      'Days that the log group keeps events; 0 for ever',
      [oneOf(this.workerLogRetentionInDays, LOG_RETENTION_DAYS)],
    );
    const recovery = this.secretsManagerRecoveryInDays;
    this.number(recovery, defaults.secretsManagerRecoveryInDays, 'Days in which a deleted secret can be restored', [
      [
        `${recovery.code} == ${SECRET_RECOVERY_DAYS.immediately} || (${between(recovery, SECRET_RECOVERY_DAYS.least, SECRET_RECOVERY_DAYS.most)})`,
        `be ${SECRET_RECOVERY_DAYS.immediately}, or ${SECRET_RECOVERY_DAYS.least} to ${SECRET_RECOVERY_DAYS.most}`,
      ],
    ]);
    this.text(this.workerTaskRoleArn, defaults.workerTaskRoleArn, 'A role for the worker; null creates one', [
      matches(this.workerTaskRoleArn, ROLE_ARN),
    ]);
    this.text(this.workerType, defaults.workerType, 'The type of the worker and of its work pool', [
      matches(this.workerType, WORKER_TYPE),
    ]);
  }

  private text(input: Expression, value: string | undefined, description: string, checks: readonly Check[]): void {
    this.declare(input, 'string', value, description, checks);
  }

  private number(input: Expression, value: number | undefined, description: string, checks: readonly Check[]): void {
    this.declare(input, 'number', value, description, checks);
  }

  private apiKey(): void {
    const { key } = this.props;
    if (key === 'absent') return;
    const what = this.props.keyName === 'prefect_api_auth_string' ? 'The Prefect auth string' : 'The Prefect API key';
    const description =
      key === 'ephemeral'
        ? `${what}. It goes into the secret and is kept neither in a plan nor in the state`
        : `${what}. It is kept in the state`;
    const declared = new TerraformVariable(this, nameOf(this.prefectApiKey), {
      type: 'string',
      description,
      sensitive: true,
      ...(this.props.checked && {
        nullable: false,
        validation: validationOf(
          this.prefectApiKey,
          this.props.keyName === 'prefect_api_auth_string'
            ? authStringChecks(this.prefectApiKey)
            : keyChecks(this.prefectApiKey),
        ),
      }),
    });
    if (key === 'ephemeral') declared.addOverride('ephemeral', true);
  }

  private declare(
    input: Expression,
    type: string,
    value: unknown,
    description: string,
    checks: readonly Check[],
  ): void {
    const { checked, unused, optional, further } = this.props;
    const key = camelCase(nameOf(input)) as keyof ChecksOfInputs;
    if (unused?.has(key as keyof Inputs)) return;
    const all = [...checks, ...(further?.[key]?.(input) ?? [])];
    const nullable = key === 'workerTaskRoleArn' || optional?.has(key as keyof Inputs);
    const declared = new TerraformVariable(this, nameOf(input), {
      type,
      description,
      default: value,
      ...(checked && !nullable && { nullable: false }),
      validation: this.validation(input, nullable ? all.map((check) => orNull(input, check)) : all),
    });
    // The binding cannot say null.
    if (nullable && value === undefined) declared.addOverride('default', null);
  }

  private validation(input: Expression, checks: readonly Check[]): TerraformVariableConfig['validation'] {
    return this.props.checked && checks.length > 0 ? validationOf(input, checks) : undefined;
  }
}

function orNull(input: Expression, [condition, must]: Check): Check {
  // The conditional, unlike the operator, minds no error on the side that is not taken.
  return [`${input.code} == null ? true : ${condition}`, `be null, or ${must.replace(/^be /, '')}`];
}

function variable(name: string): Expression {
  return new Expression(`var.${name}`);
}
