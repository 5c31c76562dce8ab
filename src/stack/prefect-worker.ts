import { Construct } from 'constructs';
import { createAlarms, createAlarmTopic } from '../features/alarms/create';
import { createBucket } from '../features/bucket/create';
import { createInstances } from '../features/capacity/create';
import { createCiRole } from '../features/ci-role/create';
import { clustersOfFlowRuns, createCluster } from '../features/cluster/create';
import { containerRightsOf } from '../features/container/create-rights';
import { createEventQueue, createTaskEvents, eventRights } from '../features/crash-detection/create';
import { createFlowRunResources } from '../features/flow-runs/create';
import type { FlowRunResources } from '../features/flow-runs/create-types';
import { createInputs } from '../features/inputs/create';
import type { Inputs } from '../features/inputs/resolve';
import { createLogs } from '../features/logs/create';
import { namesOf } from '../features/names/create';
import { createNetwork } from '../features/network/create';
import {
  ciOutput,
  eventOutputs,
  furtherOutputs,
  furtherWorkers,
  namedOutputs,
  outputParameters,
  outputValues,
  randomNameOutputs,
  referenceOutputs,
  type StackValues,
} from '../features/outputs/create';
import { createExecutionRole, createTaskRole } from '../features/roles/create';
import { manageRolePolicies } from '../features/roles/resources/role-policy';
import { createSecrets } from '../features/secrets/create';
import { createServiceDiscovery } from '../features/service-discovery/create';
import { tagResources } from '../features/tags/create';
import { createWorkPools } from '../features/work-pool/create';
import { type CreatedWorker, createWorker } from '../features/worker/create';
import { createWorkerFileSystemAccess, createWorkerFileSystems } from '../features/worker/create-file-systems';
import type { SharedResources, WorkerToCreate } from '../features/worker/create-types';
import { createVariables, ownApiUrl } from '../features/worker/create-variables';
import { createFurtherWorkerInputs, furtherImages, polledPools } from '../features/workers/create';
import { inputsOfFirst } from '../features/workers/create-inputs';
import { AwsContext } from '../terraform/aws-context';
import { LookUps } from '../terraform/look-ups';
import { literal } from '../terraform/terraform-text';
import type { StackContext } from './context';
import type { Decisions } from './decisions';
import { stackValues } from './stack-values';

export interface PrefectWorkerProps {
  readonly environment: Decisions;
  /** The defaults of the inputs; an input without one must be set. */
  readonly defaults: Partial<Inputs>;
  /** Repeat the stack file's checks on what comes by tfvars or the command line; false: take everything. */
  readonly checkedInputs: boolean;
}

/** Creates inputs, resources and outputs. The same in a stack and in the module. */
export class PrefectWorker extends Construct {
  readonly values: StackValues;

  constructor(scope: Construct, id: string, { environment, defaults, checkedInputs }: PrefectWorkerProps) {
    super(scope, id);
    const { policyType, path } = environment.roles;
    if (policyType === 'managed') manageRolePolicies(this, { path: literal(path) });
    const context = this.contextOf(environment, defaults, checkedInputs);
    const workers = [firstOf(context), ...createFurtherWorkerInputs(context, checkedInputs)];
    const { alarmTopicArn, flowRuns, ...shared } = createShared(context, workers);
    this.values = shared.values;
    const created = workers.map((worker) => ({ ...createWorker(shared, worker), ...worker }));
    createServiceAlarms(shared, alarmTopicArn, created);
    const ciRoleArn = createCiRole(context, shared.secrets.credential, shared.cluster.plannedName);
    if (ciRoleArn !== undefined) ciOutput(this, ciRoleArn);
    this.createOutputs(shared, created, flowRuns);
    tagResources(this, environment.resourceTags);
  }

  private contextOf(environment: Decisions, defaults: Partial<Inputs>, checkedInputs: boolean): StackContext {
    const lookUps = new LookUps(this, 'look_ups');
    const inputs = createInputs(this, environment, defaults, checkedInputs);
    const { names, own: resourceNames } = namesOf(inputs.name.toString(), environment.naming);
    const aws = new AwsContext(this, 'aws');
    const apiUrl = ownApiUrl(this, environment, inputs, lookUps);
    return { scope: this, environment, inputs, names, resourceNames, aws, lookUps, apiUrl };
  }

  private createOutputs(
    { context, executionRole, taskRole, network, cluster, events, values }: SharedResources,
    workers: readonly (CreatedWorker & WorkerToCreate)[],
    flowRuns: readonly FlowRunResources[],
  ): void {
    const { environment, names } = context;
    referenceOutputs(this, {
      serviceId: workers[0]?.serviceId,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole?.arn,
      securityGroupId: network.ownSecurityGroupId,
      clusterName: cluster.name,
    });
    if (environment.preset === 'hardened') furtherOutputs(this, environment, values);
    if (events) eventOutputs(this, events);
    randomNameOutputs(this, environment, names);
    const furtherIds = workers.flatMap(({ name, serviceId }) =>
      name === undefined || serviceId === undefined ? [] : [[name, serviceId]],
    );
    furtherWorkers(this, Object.fromEntries(furtherIds));
    const ofFirst = flowRuns.find(({ worker }) => worker === undefined);
    const allValues = outputValues(values, environment, ofFirst);
    namedOutputs(this, environment, allValues);
    outputParameters(this, environment, allValues);
  }
}

function firstOf({ environment, inputs }: StackContext): WorkerToCreate {
  return {
    capacity: environment.capacity,
    container: environment.worker,
    service: environment.service,
    workQueues: environment.prefect.workQueues,
    ownsPool: true,
    inputs: inputsOfFirst(inputs),
  };
}

interface Shared extends SharedResources {
  readonly alarmTopicArn: string | undefined;
  /** Those of the first worker first. */
  readonly flowRuns: readonly FlowRunResources[];
}

/** All that is there before the workers. */
function createShared(context: StackContext, workers: readonly WorkerToCreate[]): Shared {
  const { environment } = context;
  const secrets = createSecrets(context);
  const logs = createLogs(context);
  const cluster = createCluster(context);
  const executionRole = createExecutionRole(context, secrets, logs, furtherImages(workers));
  createBucket(context);
  const events = createEventQueue(context);
  const flowRuns = createFlowRunResources(context, { secrets, logs, execution: executionRole, cluster });
  const pools = polledPools(workers);
  const clusters = clustersOfFlowRuns(cluster, flowRuns);
  const fileSystems = createWorkerFileSystems(context);
  const taskRole = createTaskRole(context, {
    clusters,
    pools,
    execution: executionRole,
    flowRuns,
    furtherRights: eventRights(context, events, logs, flowRuns),
    containerRights: containerRightsOf(context, fileSystems),
  });
  const eventsReady = createTaskEvents(context, events, { clusters, pools, flowRuns, taskRole });
  const alarmTopicArn = createAlarmTopic(context);
  const network = createNetwork(context);
  const fileSystemsReady = createWorkerFileSystemAccess(context, fileSystems, network);

  const shown = { secrets, logs, cluster, executionRole, taskRole, network, events };
  const values = stackValues(context, shown, alarmTopicArn);
  const variablesOf = ({ container, flowRuns: own }: WorkerToCreate) =>
    createVariables(context, { values, container, events, flowRuns: own ?? environment.flowRuns });
  const poolsReady = createWorkPools(context, workers, { flowRuns, network, secrets, variablesOf });
  return {
    ...shown,
    context,
    registryArn: createServiceDiscovery(context, network.vpcId),
    instances: createInstances(context, cluster, network),
    fileSystems,
    ready: [...fileSystemsReady, ...eventsReady, ...flowRuns.flatMap(({ ready }) => ready), ...poolsReady],
    values,
    alarmTopicArn,
    flowRuns,
  };
}

function createServiceAlarms(
  { context, cluster, logs, events }: SharedResources,
  topicArn: string | undefined,
  workers: readonly (CreatedWorker & WorkerToCreate)[],
): void {
  const services = workers.flatMap(({ name: worker, serviceName: name, plannedServiceName, inputs }) =>
    name === undefined ? [] : [{ worker, name, plannedName: plannedServiceName, desiredCount: inputs.desiredCount }],
  );
  if (services.length > 0) createAlarms(context, topicArn, { cluster, services, logs, events });
}
