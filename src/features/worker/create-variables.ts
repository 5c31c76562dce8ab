import type { Construct } from 'constructs';
import type { StackContext } from '../../stack/context';
import type { Decisions } from '../../stack/decisions';
import type { AwsContext } from '../../terraform/aws-context';
import type { LookUps } from '../../terraform/look-ups';
import { named } from '../../terraform/named-value';
import { Expression, literal } from '../../terraform/terraform-text';
import { observerVariables } from '../crash-detection/create';
import type { EventQueue } from '../crash-detection/resources/event-queue';
import type { FlowRuns } from '../flow-runs/resolve';
import type { WorkerInputs } from '../inputs/create';
import type { StackValues } from '../outputs/create';
import { LIST_VALUES, type StackValue } from '../outputs/stack-values';
import type { WorkerContainer } from './resolve';
import { CA_FILE } from './resources/worker-command';
import type { Variable } from './resources/worker-task';

export interface VariablesOf {
  readonly values: StackValues;
  readonly container: WorkerContainer;
  readonly events: EventQueue | undefined;
  /** What the worker starts. */
  readonly flowRuns: FlowRuns | undefined;
}

/** The worker's environment: the API's URL, Prefect's settings, and what the stack file adds. */
export function createVariables(
  context: StackContext,
  { values, container: worker, events, flowRuns }: VariablesOf,
): Variable[] {
  const { environment, lookUps } = context;
  const { prefect } = environment;
  return [
    ...apiUrlVariable(context),
    ...(prefect.caCertificate ? [{ name: 'PREFECT_API_SSL_CERT_FILE', value: CA_FILE }] : []),
    ...observerVariables(context, events),
    ...retries(flowRuns),
    ...awsRetries(context, worker),
    ...sorted(prefect.settings).map(([name, value]) => ({ name, value: literal(value) })),
    ...sorted(worker.environment).map(([name, value]) => ({
      name,
      value:
        typeof value === 'object' && value.stack !== undefined
          ? stackValueAsText(context.scope, value.stack, values)
          : lookUps.value(value),
    })),
  ];
}

/**
 * What ECS sets on Fargate, and older agents on instances do not. boto3 reads AWS_DEFAULT_REGION alone, and other SDKs
 * AWS_REGION.
 */
export function regionVariables({ region }: AwsContext): { AWS_REGION: string; AWS_DEFAULT_REGION: string } {
  return { AWS_REGION: region, AWS_DEFAULT_REGION: region };
}

/**
 * prefect-aws's observer reads the tags of a task by DescribeTasks, and drops the event of one that it cannot read: the
 * flow run then stays Running. By botocore's default of five attempts it gives up after some ten seconds of throttling.
 * `standard` stops trying for all calls of a client together, after a hundred; `adaptive` asks less often instead.
 * Measured with prefect-aws 0.7.12, AWS refusing everything for 40 s: of 120 events, 20 at a time, 0 and 120 are read;
 * of 100 flow runs, 20 at a time, refused for 30 s, 77 and 100 get a task.
 * Sources: prefect_aws/observers/ecs.py (EcsTaskTagsReader), botocore/retries/quota.py,
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const AWS_RETRIES = { AWS_MAX_ATTEMPTS: '10', AWS_RETRY_MODE: 'adaptive' };

/** Those that the stack file sets are its own. */
function awsRetries({ environment: { behaviour, inputs } }: StackContext, container: WorkerContainer): Variable[] {
  if (!behaviour.outlastsThrottling || inputs.workerType !== 'ecs') return [];
  return Object.entries(AWS_RETRIES)
    .filter(([name]) => !(name in container.environment) && !(name in container.secrets))
    .map(([name, value]) => ({ name, value }));
}

/** How hard the worker tries to start flow runs, by the names that prefect-aws has for it. */
function retries(flowRuns: FlowRuns | undefined): Variable[] {
  return Object.entries(flowRuns?.retries ?? {}).map(([field, value]) => ({
    name: `PREFECT_INTEGRATIONS_AWS_ECS_WORKER_${RETRY_SETTINGS[field as keyof typeof RETRY_SETTINGS]}`,
    value: String(value),
  }));
}

const RETRY_SETTINGS = {
  runTaskAttempts: 'CREATE_TASK_RUN_MAX_ATTEMPTS',
  runTaskMinDelaySeconds: 'CREATE_TASK_RUN_MIN_DELAY_SECONDS',
  runTaskMaxJitterSeconds: 'CREATE_TASK_RUN_MAX_DELAY_JITTER_SECONDS',
  registerAttempts: 'REGISTER_TASK_DEFINITION_MAX_ATTEMPTS',
  registerInitialDelaySeconds: 'REGISTER_TASK_DEFINITION_INITIAL_DELAY_SECONDS',
  registerMaxDelaySeconds: 'REGISTER_TASK_DEFINITION_MAX_DELAY_SECONDS',
} as const;

function stackValueAsText(scope: Construct, value: StackValue, values: StackValues): string {
  if (!LIST_VALUES.has(value)) return values[value]();
  const list = named(scope, `worker_${value}`, values[value]());
  return named(scope, `worker_${value}_as_text`, new Expression(`join(",", ${list.code})`).toString()).toString();
}

function sorted<Value>(map: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * The URL that the stack file or a parameter names; nothing for Prefect Cloud's account and workspace, and nothing where
 * ECS reads the URL from a secret.
 */
export function ownApiUrl(
  scope: Construct,
  { prefect: { apiUrl } }: Decisions,
  inputs: WorkerInputs,
  lookUps: LookUps,
): Expression | undefined {
  if (typeof apiUrl === 'string') return inputs.prefectApiUrl;
  if (apiUrl?.ssmParameter === undefined) return undefined;
  return named(scope, 'prefect_api_url', lookUps.value(apiUrl));
}

function apiUrlVariable({ environment, inputs, apiUrl }: StackContext): Variable[] {
  const name = 'PREFECT_API_URL';
  if (apiUrl !== undefined) return [{ name, value: apiUrl.toString() }];
  const { prefectAccountId: account, prefectWorkspaceId: workspace } = inputs;
  return environment.prefect.apiUrl === undefined
    ? [{ name, value: `https://api.prefect.cloud/api/accounts/${account}/workspaces/${workspace}` }]
    : [];
}
