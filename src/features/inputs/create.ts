import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { unusedInputs, writesKeyPastState } from '../../environment/environment';
import type { Decisions } from '../../stack/decisions';
import type { Expression } from '../../terraform/terraform-text';
import { isOnFargate } from '../capacity/on-fargate';
import { authStringChecks, keyChecks } from '../secrets/create-checks';
import { type ChecksOfInputs, checksOfFirst } from './create-checks';
import { type Check, nameOf, validationOf } from './create-conditions';
import {
  type CheckedBy,
  type Declaration,
  declarations,
  INPUTS,
  type InputName,
  variable,
} from './create-declarations';
import type { Inputs } from './resolve';

/** How Terraform handles the API key that it is given; `absent` where it needs none. */
export type KeyInput = 'ephemeral' | 'in_state' | 'absent';

export interface WorkerInputsProps extends CheckedBy {
  /** The defaults of the variables; a variable without one must be set. */
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
  /** A URL instead of Prefect Cloud's account and workspace, which an apply may set too. */
  readonly apiUrl?: string;
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
  readonly name = INPUTS.name;
  readonly vpcId = INPUTS.vpcId;
  readonly workerSubnets = INPUTS.workerSubnets;
  readonly prefectApiKey: Expression;
  readonly prefectApiUrl = INPUTS.prefectApiUrl;
  readonly prefectAccountId = INPUTS.prefectAccountId;
  readonly prefectWorkspaceId = INPUTS.prefectWorkspaceId;
  readonly workerWorkPoolName = INPUTS.workerWorkPoolName;
  readonly workerCpu = INPUTS.workerCpu;
  readonly workerMemory = INPUTS.workerMemory;
  readonly workerDesiredCount = INPUTS.workerDesiredCount;
  readonly workerExtraPipPackages = INPUTS.workerExtraPipPackages;
  readonly workerImage = INPUTS.workerImage;
  readonly workerLogRetentionInDays = INPUTS.workerLogRetentionInDays;
  readonly secretsManagerRecoveryInDays = INPUTS.secretsManagerRecoveryInDays;
  readonly workerTaskRoleArn = INPUTS.workerTaskRoleArn;
  readonly workerType = INPUTS.workerType;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkerInputsProps,
  ) {
    super(scope, id);
    this.prefectApiKey = variable(props.keyName ?? 'prefect_api_key');
    this.declareApiKey();
    const { prefectApiUrl, ...others } = declarations(props);
    if (props.apiUrl !== undefined) this.declare('prefectApiUrl', prefectApiUrl, props.apiUrl);
    for (const [input, declaration] of Object.entries(others) as [keyof Inputs, Declaration][]) {
      if (!props.unused?.has(input)) this.declare(input, declaration, props.defaults[input]);
    }
  }

  private declareApiKey(): void {
    const { key, keyName, checked } = this.props;
    if (key === 'absent') return;
    const isAuthString = keyName === 'prefect_api_auth_string';
    const what = isAuthString ? 'The Prefect auth string' : 'The Prefect API key';
    const checks = isAuthString ? authStringChecks(this.prefectApiKey) : keyChecks(this.prefectApiKey);
    const declared = new TerraformVariable(this, nameOf(this.prefectApiKey), {
      type: 'string',
      description:
        key === 'ephemeral'
          ? `${what}. It goes into the secret and is kept neither in a plan nor in the state`
          : `${what}. It is kept in the state`,
      sensitive: true,
      ...(checked && { nullable: false, validation: validationOf(this.prefectApiKey, checks) }),
    });
    if (key === 'ephemeral') declared.addOverride('ephemeral', true);
  }

  private declare(name: InputName, { type, description, checks }: Declaration, value: unknown): void {
    const { checked, optional, further } = this.props;
    const input = INPUTS[name];
    const nullable = name === 'workerTaskRoleArn' || (name !== 'prefectApiUrl' && optional?.has(name));
    const all = [...checks, ...(further?.[name]?.(input) ?? [])];
    const declared = new TerraformVariable(this, nameOf(input), {
      type,
      description,
      default: value,
      ...(checked && !nullable && { nullable: false }),
      ...(checked &&
        all.length > 0 && {
          validation: validationOf(input, nullable ? all.map((check) => orNull(input, check)) : all),
        }),
    });
    // The binding cannot say null.
    if (nullable && value === undefined) declared.addOverride('default', null);
  }
}

function orNull(input: Expression, [condition, must]: Check): Check {
  // The conditional, unlike the operator, minds no error on the side that is not taken.
  return [`${input.code} == null ? true : ${condition}`, `be null, or ${must.replace(/^be /, '')}`];
}
