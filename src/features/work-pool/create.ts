import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { TemplateFile } from '../../terraform/template-file';
import type { FlowRunCluster } from '../cluster/create';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { flowSidecars, wholeFlowContainer } from '../flow-runs/create-containers';
import { jobSettings } from '../flow-runs/create-job-settings';
import { createFlowRunNetwork } from '../flow-runs/create-network';
import type { FlowRunContext, FlowRunResources } from '../flow-runs/create-types';
import { flowVolumesOf } from '../flow-runs/create-volumes';
import { FlowRunTask } from '../flow-runs/resources/flow-run-task';
import type { NetworkInUse } from '../network/create';
import { flowRunOutputs, poolOutputs } from '../outputs/create';
import type { Secrets } from '../secrets/create';
import type { WorkerToCreate } from '../worker/create-types';
import type { Variable } from '../worker/resources/worker-task';
import { baseJobTemplate } from './create-template';
import { type PrefectApi, WorkPools } from './resources/work-pool';
import { templateFileName } from './template-file-name';

export interface WorkPoolContext {
  readonly flowRuns: FlowRunResources | undefined;
  readonly network: NetworkInUse;
  readonly cluster: FlowRunCluster;
  readonly secrets: Secrets;
  readonly workerVariables: readonly Variable[];
}

/** Outputs for each work pool, and the pools themselves where this stack creates them. Returns what must exist before the workers. */
export function createWorkPools(
  context: StackContext,
  workers: readonly WorkerToCreate[],
  poolContext: WorkPoolContext,
): ITerraformDependable[] {
  const template = templateOf(context, poolContext);
  const { scope, environment, inputs: shared } = context;
  const pools = workers
    .filter(({ ownsPool }) => ownsPool)
    .map(({ name: worker, inputs }) => ({ worker, name: inputs.workPoolName.toString(), template }));
  for (const pool of pools) poolOutputs(scope, pool);
  if (environment.workPool === 'output') return [];
  return new WorkPools(scope, 'work_pools', { pools, type: shared.workerType.toString(), api: apiOf(context) }).ready;
}

/** Prefect's base job template with this environment's values; nothing for a worker that starts no tasks. */
function templateOf(
  context: StackContext,
  { flowRuns, network, cluster, ...others }: WorkPoolContext,
): string | undefined {
  if (flowRuns === undefined) return undefined;
  const { environment } = context;
  const flowRunNetwork = createFlowRunNetwork(context, flowRuns, network);
  const flowRunContext: FlowRunContext = {
    ...others,
    resources: flowRuns,
    network: flowRunNetwork,
    vpcId: network.vpcId,
    clusterArn: cluster.id,
  };
  const settings = jobSettings(context, flowRunContext);
  const shared = flowRuns.settings.createTaskDefinition ? sharedDefinition(context, flowRunContext) : undefined;
  const defaults = { ...settings.defaults, ...(shared !== undefined && { task_definition_arn: shared }) };
  const template = new TemplateFile(context.scope, 'base_job_template', {
    name: 'prefect_base_job_template',
    fileName: templateFileName(),
    document: baseJobTemplate({ ...settings, defaults }),
  }).value.toString();
  flowRunOutputs(context.scope, {
    ...flowRuns,
    region: environment.region,
    securityGroupId: flowRunNetwork.ownSecurityGroupId,
  });
  return template;
}

/** The ARN of a task definition that this stack makes for all flow runs. */
function sharedDefinition(context: StackContext, flowRunContext: FlowRunContext): string {
  const { settings, executionRoleArn, taskRoleArn } = flowRunContext.resources;
  return new FlowRunTask(context.scope, 'flow_run_task', {
    family: context.names.flowRunFamily,
    cpu: settings.cpu,
    memory: settings.memory,
    onEc2: flowRunsOnInstances(settings.capacity),
    cpuArchitecture: settings.architecture === 'arm64' ? 'ARM64' : 'X86_64',
    ephemeralStorageGib: settings.ephemeralStorage,
    executionRoleArn,
    taskRoleArn,
    volumes: flowVolumesOf(flowRunContext.resources),
    containers: [wholeFlowContainer(context, flowRunContext), ...flowSidecars(context, flowRunContext)],
  }).arn;
}

function apiOf({ inputs, apiUrl }: StackContext): PrefectApi {
  if (apiUrl !== undefined) return { endpoint: apiUrl.toString() };
  return {
    // Set, because the provider would otherwise use PREFECT_API_URL, and for Prefect Cloud that is a longer one.
    endpoint: 'https://api.prefect.cloud',
    account_id: inputs.prefectAccountId.toString(),
    workspace_id: inputs.prefectWorkspaceId.toString(),
  };
}
