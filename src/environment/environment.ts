import { type Alarms, toAlarms } from '../features/alarms/resolve';
import { type ApiKey, toApiKey } from '../features/api-key/resolve';
import { type Instances, toInstances } from '../features/capacity/resolve';
import { type CrashDetection, toCrashDetection } from '../features/crash-detection/resolve';
import { type FlowRuns, toFlowRuns } from '../features/flow-runs/resolve';
import { type Image, toImage } from '../features/image/resolve';
import { toNaming } from '../features/names/resolve';
import { type CreatedVpc, toCreatedVpc } from '../features/network/created-vpc-resolve';
import { type FurtherWorker, type Service, toWorkers, type WorkerContainer } from '../features/worker/resolve';
import type { Problem } from '../problems/errors';
import { firstWithAll } from '../values/terraform-versions';
import { NO_FILE, type Provenance } from './origin';
import { PRESETS, type Preset } from './presets';
import type { Config } from './schema';

/**
 * One environment with every default resolved: what the stack class and the artifacts read.
 * Values that become the reference's inputs have a group of their own.
 */
export interface Environment
  extends Provenance,
    Pick<
      Config,
      | 'preset'
      | 'region'
      | 'tags'
      | 'requiredTags'
      | 'acknowledge'
      | 'format'
      | 'roles'
      | 'logs'
      | 'capacity'
      | 'outputs'
      | 'outputParameters'
      | 'overrides'
      | 'terraform'
      | 'project'
      | 'serviceDiscovery'
      | 'bucket'
      | 'ciRole'
    > {
  /** The stack file's path without its ending, with hyphens for slashes: names the stack and its folder. */
  readonly name: string;
  /** The stack file, from the folder of stack files. */
  readonly stackFile: string;
  readonly warnings: readonly Problem[];
  readonly behaviour: Preset;
  readonly inputs: Inputs;
  readonly aws: Config['aws'];
  readonly backend: Backend;
  /** The module that this stack takes over from. */
  readonly adopt?: Config['adopt'];
  readonly prefect: Prefect;
  readonly apiKey: ApiKey;
  readonly naming: ReturnType<typeof toNaming>;
  readonly cluster: Config['cluster'];
  readonly network: Network;
  /** Left out: the worker is not told when a flow run's task stops. */
  readonly crashDetection?: CrashDetection;
  /** Left out: nobody is told. */
  readonly alarms?: Alarms;
  /** What the worker starts, with the worker's image and network where they have none; nothing for a worker that starts no tasks. */
  readonly flowRuns?: FlowRuns;
  readonly image: Image;
  readonly workPool: Config['workPool'];
  readonly workPoolQueues: Config['workPoolQueues'];
  /** The container and the service of the first worker. */
  readonly worker: WorkerContainer;
  readonly service: Service;
  /** Instances for tasks, where any are made. */
  readonly instances?: Instances;
  /** Those beside the first, by name. */
  readonly workers: Readonly<Record<string, FurtherWorker>>;
}

/**
 * What decides which resources there are and what they look like: an environment without what only fills a place of the
 * document (the defaults of its inputs, the settings of backend and provider, its name), and without where it comes from.
 */
export type Decided = Omit<
  Environment,
  | 'inputs'
  | 'name'
  | 'stackFile'
  | 'backend'
  | 'aws'
  | 'project'
  | 'requiredTags'
  | 'acknowledge'
  | 'format'
  | 'origin'
  | 'given'
  | 'isGiven'
  | 'warnings'
>;

/** The reference's inputs, less the API key, which no file holds. What is undefined is looked up, created or unused. */
export interface Inputs {
  readonly name: string;
  readonly vpcId?: string;
  readonly workerSubnets?: readonly string[];
  readonly prefectAccountId?: string;
  readonly prefectWorkspaceId?: string;
  readonly workerWorkPoolName: string;
  /** Units of 1/1024 vCPU. */
  readonly workerCpu: number;
  /** MiB. */
  readonly workerMemory: number;
  readonly workerDesiredCount: number;
  readonly workerExtraPipPackages: string;
  readonly workerImage: string;
  readonly workerLogRetentionInDays: number;
  readonly secretsManagerRecoveryInDays: number;
  readonly workerTaskRoleArn?: string;
  readonly workerType: string;
}

type Backends = NonNullable<Config['backend']>;

export type Backend =
  | ({ readonly type: 'local' } & NonNullable<Backends['local']>)
  | ({ readonly type: 's3'; readonly key: string; readonly region: string } & Omit<
      NonNullable<Backends['s3']>,
      'key' | 'region'
    >)
  | ({ readonly type: 'hcp'; readonly workspace: string } & Omit<NonNullable<Backends['hcp']>, 'workspace'>)
  | ({ readonly type: 'http' } & NonNullable<Backends['http']>)
  | { readonly type: 'at_init'; readonly kind: NonNullable<Backends['atInit']> };

export type Prefect = Omit<Config['prefect'], 'auth' | 'createPoolIfNotFound'> & {
  readonly createPoolIfNotFound: boolean;
};

export type Network = Omit<Config['network'], 'create' | 'egress'> & {
  readonly create?: CreatedVpc;
  readonly egress: NonNullable<Config['network']['egress']>;
  /** Where the input of the same name holds nothing. */
  readonly vpcLookup?: Exclude<Config['vpcId'], string>;
  readonly subnetLookup?: Exclude<Config['workerSubnets'], readonly string[]>;
};

/** Resolves what a stack file left out. `name` is the stack file's. */
export function toEnvironment(
  name: string,
  config: Config,
  provenance: Provenance = NO_FILE,
  stackFile = `${name}.yaml`,
): Environment {
  const behaviour = PRESETS[config.preset];
  const { vpcId, workerSubnets, roles, network, prefect } = config;
  const apiKey = toApiKey(config);
  const taskRole = config.workerTaskRoleArn ?? roles.task?.existing;
  const {
    preset,
    region,
    tags,
    requiredTags,
    logs,
    capacity,
    outputs,
    outputParameters,
    overrides,
    terraform,
    project,
    serviceDiscovery,
    bucket,
    ciRole,
  } = config;
  const { first, workers } = toWorkers(config);
  return {
    preset,
    region,
    tags,
    requiredTags,
    roles,
    logs,
    capacity,
    worker: first.container,
    service: first.service,
    workers,
    instances: toInstances(config),
    outputs,
    outputParameters,
    overrides,
    terraform,
    project,
    serviceDiscovery,
    bucket,
    ciRole,
    name,
    stackFile,
    ...provenance,
    warnings: [],
    acknowledge: config.acknowledge,
    format: config.format,
    behaviour,
    inputs: {
      name: config.name ?? name,
      vpcId: typeof vpcId === 'string' ? vpcId : undefined,
      workerSubnets: Array.isArray(workerSubnets) ? workerSubnets : undefined,
      prefectAccountId: config.prefectAccountId,
      prefectWorkspaceId: config.prefectWorkspaceId,
      workerWorkPoolName: config.workerWorkPoolName,
      workerCpu: config.workerCpu,
      workerMemory: config.workerMemory,
      workerDesiredCount: config.workerDesiredCount,
      workerExtraPipPackages: config.workerExtraPipPackages ?? behaviour.workerExtraPipPackages,
      workerImage: config.workerImage ?? behaviour.workerImage,
      workerLogRetentionInDays: config.workerLogRetentionInDays,
      secretsManagerRecoveryInDays: config.secretsManagerRecoveryInDays,
      workerTaskRoleArn: typeof taskRole === 'string' ? taskRole : undefined,
      workerType: config.workerType,
    },
    aws: config.aws,
    backend: toBackend(name, config),
    adopt: config.adopt,
    prefect: { ...prefect, createPoolIfNotFound: prefect.createPoolIfNotFound ?? behaviour.createPoolIfNotFound },
    apiKey,
    naming: toNaming(config.names),
    cluster: {
      ...config.cluster,
      containerInsights: config.cluster.containerInsights ?? behaviour.containerInsights,
    },
    network: {
      ...network,
      create: network.create && toCreatedVpc(network.create),
      egress: network.egress ?? behaviour.egress,
      vpcLookup: typeof vpcId === 'object' ? vpcId : undefined,
      subnetLookup: Array.isArray(workerSubnets) ? undefined : (workerSubnets as Network['subnetLookup']),
    },
    crashDetection: toCrashDetection(config),
    alarms: toAlarms(config),
    flowRuns: toFlowRuns(config),
    image: toImage(config),
    workPool: config.workPool,
    workPoolQueues: config.workPoolQueues,
  };
}

function toBackend(name: string, { backend, region }: Config): Backend {
  const { s3, hcp, http, atInit, local } = backend ?? {};
  if (s3) {
    return { type: 's3', ...s3, key: s3.key ?? `prefect-ecs-worker/${name}.tfstate`, region: s3.region ?? region };
  }
  if (hcp) return { type: 'hcp', ...hcp, workspace: hcp.workspace ?? `prefect-ecs-worker-${name}` };
  if (http) return { type: 'http', ...http };
  if (atInit) return { type: 'at_init', kind: atInit };
  return { type: 'local', path: local?.path ?? 'terraform.tfstate' };
}

/** Inputs of the reference that mean nothing in this environment: they are not declared. */
export function unusedInputs({
  network,
  prefect,
  apiKey,
  roles,
  logs,
  worker,
}: Pick<Environment, 'network' | 'prefect' | 'apiKey' | 'roles' | 'logs' | 'worker'>): ReadonlySet<keyof Inputs> {
  const makesSecret = (apiKey.from === 'input' && apiKey.store === 'secret') || createsSecrets(worker);
  const unused: [keyof Inputs, boolean][] = [
    ['vpcId', network.create !== undefined],
    ['workerSubnets', network.create !== undefined],
    ['prefectAccountId', prefect.apiUrl !== undefined],
    ['prefectWorkspaceId', prefect.apiUrl !== undefined],
    ['workerTaskRoleArn', roles.oneForBoth || roles.task?.none === true],
    ['workerLogRetentionInDays', logs.group !== 'created'],
    ['secretsManagerRecoveryInDays', !makesSecret],
  ];
  return new Set(unused.flatMap(([input, is]) => (is ? [input] : [])));
}

/** Whether the stack file names the role that the worker has, which then gets no rights of ours. */
export function taskRoleIsGiven(
  { oneForBoth, execution, task }: Environment['roles'],
  isGivenByInput: boolean,
): boolean {
  return oneForBoth ? execution?.existing !== undefined : isGivenByInput || task?.existing !== undefined;
}

function createsSecrets({ secrets }: Environment['worker']): boolean {
  return Object.values(secrets).some(({ create }) => create);
}

/** Whether the credential is asked for and goes where it is kept without a trace in plan and state. */
export function writesKeyPastState({ apiKey, behaviour }: Pick<Environment, 'apiKey' | 'behaviour'>): boolean {
  return apiKey.from === 'input' && (behaviour.keepsKeyOutOfState || apiKey.store === 'ssm_parameter');
}

/** The lowest Terraform, and OpenTofu, that knows all that the environment uses. */
export function requiredTerraform(environment: Environment): string {
  const { backend } = environment;
  const writesPastState = writesKeyPastState(environment) || createsSecrets(environment.worker);
  return firstWithAll([
    'checksAcrossInputs',
    ...(backend.type === 's3' ? (['s3LockFile'] as const) : []),
    ...(writesPastState ? (['ephemeralInputs', 'writeOnlyAttributes'] as const) : []),
  ]);
}
