import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { TemplateFile } from '../../terraform/template-file';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { completeFlowContainer, flowSidecars } from '../flow-runs/create-containers';
import { jobSettings } from '../flow-runs/create-job-settings';
import { createFlowRunNetwork } from '../flow-runs/create-network';
import type { FlowRunContext, FlowRunResources } from '../flow-runs/create-types';
import { flowVolumesOf } from '../flow-runs/create-volumes';
import { FlowRunTask } from '../flow-runs/resources/flow-run-task';
import type { NetworkInUse } from '../network/create';
import { flowRunOutputs, poolOutputs, queueOutput } from '../outputs/create';
import type { Secrets } from '../secrets/create';
import type { WorkerToCreate } from '../worker/create-types';
import type { Variable } from '../worker/resources/worker-task';
import { baseJobTemplate } from './create-template';
import { queuesOf } from './pools';
import { type PrefectApi, WorkPools } from './resources/work-pool';
import { templateFileName } from './template-file-name';

export interface WorkPoolContext {
  /** Of each template, the first worker's first. */
  readonly flowRuns: readonly FlowRunResources[];
  readonly network: NetworkInUse;
  readonly secrets: Secrets;
  readonly variablesOf: (worker: WorkerToCreate) => readonly Variable[];
}

/** Outputs for each work pool, and the pools themselves where this stack creates them. Returns what must exist before the workers. */
export function createWorkPools(
  context: StackContext,
  workers: readonly WorkerToCreate[],
  poolContext: WorkPoolContext,
): ITerraformDependable[] {
  const templates = new Map(
    poolContext.flowRuns.flatMap((flowRuns) => {
      const worker = workers.find(({ name }) => name === flowRuns.worker);
      return worker === undefined ? [] : [[flowRuns.worker, templateOf(flowRuns, worker, poolContext)] as const];
    }),
  );
  const { scope, environment, inputs: shared } = context;
  const pools = workers
    .filter(({ ownsPool }) => ownsPool)
    .map(({ name: worker, inputs }) => ({
      worker,
      name: inputs.workPoolName.toString(),
      template: templates.get(worker) ?? templates.get(undefined),
    }));
  for (const pool of pools) poolOutputs(scope, pool);
  const queues = queuesOf(environment);
  if (environment.workPool === 'output') {
    const poolOf = (worker: string | undefined) => pools.find((pool) => pool.worker === worker)?.name ?? '';
    queueOutput(
      scope,
      queues.map(({ worker, ...queue }) => ({ ...queue, pool: poolOf(worker) })),
    );
    return [];
  }
  return new WorkPools(scope, 'work_pools', { pools, queues, type: shared.workerType.toString(), api: apiOf(context) })
    .ready;
}

/** Prefect's base job template with the values of this environment. */
function templateOf(
  flowRuns: FlowRunResources,
  worker: WorkerToCreate,
  { network, secrets, variablesOf }: WorkPoolContext,
): string {
  const { context } = flowRuns;
  const flowRunNetwork = createFlowRunNetwork(context, flowRuns, network);
  const flowRunContext: FlowRunContext = {
    secrets,
    workerVariables: variablesOf(worker),
    resources: flowRuns,
    network: flowRunNetwork,
    vpcId: network.vpcId,
  };
  const settings = jobSettings(context, flowRunContext);
  const shared = flowRuns.settings.createTaskDefinition ? sharedDefinition(context, flowRunContext) : undefined;
  const defaults = { ...settings.defaults, ...(shared !== undefined && { task_definition_arn: shared }) };
  const template = new TemplateFile(context.scope, 'base_job_template', {
    name: 'prefect_base_job_template',
    fileName: templateFileName(flowRuns.worker),
    document: baseJobTemplate({ ...settings, defaults }),
  }).value.toString();
  flowRunOutputs(context.scope, {
    ...flowRuns,
    // One for all.
    repositoryUrl: flowRuns.worker === undefined ? flowRuns.repositoryUrl : undefined,
    region: context.environment.region,
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
    containers: [completeFlowContainer(context, flowRunContext), ...flowSidecars(context, flowRunContext)],
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
