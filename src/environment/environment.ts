import { type Alarms, toAlarms } from '../features/alarms/resolve';
import { type ApiKey, toApiKey } from '../features/api-key/resolve';
import { type Backend, toBackend } from '../features/backend/resolve';
import { type Instances, toInstances } from '../features/capacity/resolve';
import { toCluster } from '../features/cluster/resolve';
import { type CrashDetection, toCrashDetection } from '../features/crash-detection/resolve';
import { type FlowRuns, toFlowRuns } from '../features/flow-runs/resolve';
import { type Image, toImage } from '../features/image/resolve';
import { type Inputs, toInputs } from '../features/inputs/resolve';
import { toNaming } from '../features/names/resolve';
import { type Network, toNetwork } from '../features/network/resolve';
import { type Prefect, toPrefect } from '../features/prefect/resolve';
import type { Service } from '../features/service/resolve';
import type { WorkerContainer } from '../features/worker/resolve';
import { type FurtherWorker, toWorkers } from '../features/workers/resolve';
import type { Problem } from '../problems/errors';
import { firstWithAll } from '../values/terraform-versions';
import { NO_FILE, type Provenance } from './origin';
import { PRESETS, type Preset } from './presets';
import type { Config } from './schema';

/** Fields of which every default is in the schema. */
const AS_CONFIGURED = [
  'preset',
  'region',
  'tags',
  'requiredTags',
  'resourceTags',
  'acknowledge',
  'format',
  'aws',
  'adopt',
  'roles',
  'logs',
  'capacity',
  'outputs',
  'outputParameters',
  'overrides',
  'terraform',
  'project',
  'serviceDiscovery',
  'bucket',
  'ciRole',
  'workPool',
  'workPoolQueues',
] as const satisfies readonly (keyof Config)[];

type AsConfigured = Pick<Config, (typeof AS_CONFIGURED)[number]>;

/**
 * One environment with every default resolved: what the stack class and the artifacts read.
 * Values that become the reference's inputs have a group of their own.
 */
export interface Environment extends Provenance, AsConfigured {
  /** The stack file's path without its ending, with hyphens for slashes: names the stack and its folder. */
  readonly name: string;
  /** The stack file, from the folder of stack files. */
  readonly stackFile: string;
  readonly warnings: readonly Problem[];
  readonly behaviour: Preset;
  readonly inputs: Inputs;
  readonly backend: Backend;
  readonly prefect: Prefect;
  readonly apiKey: ApiKey;
  readonly naming: ReturnType<typeof toNaming>;
  readonly cluster: Config['cluster'];
  readonly network: Network;
  /** Left out: the worker does not receive the events of stopped tasks. */
  readonly crashDetection?: CrashDetection;
  /** Left out: no alarms are created. */
  readonly alarms?: Alarms;
  /** What the worker starts, with the worker's image and network where they have none; nothing for a worker that starts no tasks. */
  readonly flowRuns?: FlowRuns;
  readonly image: Image;
  /** The container and the service of the first worker. */
  readonly worker: WorkerContainer;
  readonly service: Service;
  /** Instances for tasks, where any are made. */
  readonly instances?: Instances;
  /** Those beside the first, by name. */
  readonly workers: Readonly<Record<string, FurtherWorker>>;
}

/** What only fills a place of the document, and where it comes from. */
export const NOT_DECIDED = [
  'inputs',
  'name',
  'stackFile',
  'backend',
  'aws',
  'project',
  'requiredTags',
  'acknowledge',
  'format',
  'origin',
  'fileValue',
  'isInFile',
  'warnings',
] as const satisfies readonly (keyof Environment)[];

/** What decides which resources there are and what they look like. */
export type Decided = Omit<Environment, (typeof NOT_DECIDED)[number]>;

/** Resolves what a stack file left out. `name` is the stack file's. */
export function toEnvironment(
  name: string,
  config: Config,
  provenance: Provenance = NO_FILE,
  stackFile = `${name}.yaml`,
): Environment {
  const { first, workers } = toWorkers(config);
  return {
    ...asConfigured(config),
    name,
    stackFile,
    ...provenance,
    warnings: [],
    behaviour: PRESETS[config.preset],
    inputs: toInputs(name, config),
    backend: toBackend(name, config),
    prefect: toPrefect(config),
    apiKey: toApiKey(config),
    naming: toNaming(config.names),
    cluster: toCluster(config),
    network: toNetwork(config),
    worker: first.container,
    service: first.service,
    workers,
    instances: toInstances(config),
    crashDetection: toCrashDetection(config),
    alarms: toAlarms(config),
    flowRuns: toFlowRuns(config),
    image: toImage(config),
  };
}

function asConfigured(config: Config): AsConfigured {
  return Object.fromEntries(AS_CONFIGURED.map((field) => [field, config[field]])) as unknown as AsConfigured;
}

/** Inputs of the reference that mean nothing in this environment: they are not declared. */
export function unusedInputs({
  network,
  prefect,
  apiKey,
  roles,
  logs,
  worker,
  service,
  workers,
}: Pick<
  Environment,
  'network' | 'prefect' | 'apiKey' | 'roles' | 'logs' | 'worker' | 'service' | 'workers'
>): ReadonlySet<keyof Inputs> {
  const createsSecret = (apiKey.from === 'input' && apiKey.store === 'secret') || createsSecrets(worker);
  const withSameCount = Object.values(workers).filter(({ inputs }) => inputs.workerDesiredCount === undefined);
  const unused: [keyof Inputs, boolean][] = [
    ['vpcId', network.create !== undefined],
    ['workerSubnets', network.create !== undefined],
    ['prefectAccountId', prefect.apiUrl !== undefined],
    ['prefectWorkspaceId', prefect.apiUrl !== undefined],
    ['workerTaskRoleArn', roles.oneForBoth || roles.task?.none === true],
    ['workerDesiredCount', [{ service }, ...withSameCount].every((one) => !one.service.create)],
    ['workerLogRetentionInDays', logs.group !== 'created'],
    ['secretsManagerRecoveryInDays', !createsSecret],
  ];
  return new Set(unused.flatMap(([input, is]) => (is ? [input] : [])));
}

/** Whether the stack file names the role that the worker has, which then gets no rights of ours. */
export function usesExistingTaskRole(
  { oneForBoth, execution, task }: Environment['roles'],
  isSetByInput: boolean,
): boolean {
  return oneForBoth ? execution?.existing !== undefined : isSetByInput || task?.existing !== undefined;
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
