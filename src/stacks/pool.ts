import type { ITerraformDependable } from 'cdktf';
import { flowRunsOnInstances } from '../config/flow-run-capacity';
import { FlowRunTask } from '../constructs/flow-run-task';
import { json } from '../constructs/terraform-text';
import { type PrefectApi, WorkPool } from '../constructs/work-pool';
import type { Variable } from '../constructs/worker-task';
import { baseJobTemplate } from './base-job-template';
import type { ClusterInUse } from './cluster';
import { flowSidecars, wholeFlowContainer } from './flow-run-containers';
import { flowRunPlaceOf } from './flow-run-place';
import type { FlowRunSurroundings, FlowRunThings } from './flow-run-resources';
import { flowVolumesOf } from './flow-run-volumes';
import { jobSettings } from './job-settings';
import type { Place } from './place';
import type { Secrets } from './secrets';
import { flowRunOutputs } from './stack-outputs';
import type { Ground } from './wired';

export interface PoolSurroundings {
  readonly flowRuns: FlowRunThings | undefined;
  readonly place: Place;
  readonly cluster: ClusterInUse;
  readonly secrets: Secrets;
  readonly workerVariables: readonly Variable[];
}

/** The work pool's template as outputs, and the pool itself where this stack makes it: what must be there before the worker. */
export function poolOf(ground: Ground, around: PoolSurroundings): ITerraformDependable[] {
  const template = templateOf(ground, around);
  const { scope, environment, inputs } = ground;
  if (environment.workPool === 'output') return [];
  const pool = new WorkPool(scope, 'work_pool', {
    name: inputs.workerWorkPoolName.toString(),
    type: inputs.workerType.toString(),
    baseJobTemplate: template,
    api: apiOf(ground),
  });
  return [pool.ready];
}

/** Prefect's base job template with this environment's values; nothing for a worker that starts no tasks. */
function templateOf(ground: Ground, { flowRuns, place, cluster, ...around }: PoolSurroundings): string | undefined {
  if (flowRuns === undefined) return undefined;
  const { environment, inputs } = ground;
  const flowRunPlace = flowRunPlaceOf(ground, flowRuns, place);
  const surroundings: FlowRunSurroundings = {
    ...around,
    things: flowRuns,
    place: flowRunPlace,
    vpcId: place.vpcId,
    clusterArn: cluster.id,
  };
  const settings = jobSettings(ground, surroundings);
  const shared = flowRuns.settings.createTaskDefinition ? sharedDefinition(ground, surroundings) : undefined;
  const defaults = { ...settings.defaults, ...(shared !== undefined && { task_definition_arn: shared }) };
  const template = json(baseJobTemplate({ ...settings, defaults }));
  flowRunOutputs(ground.scope, {
    ...flowRuns,
    template,
    workPoolName: inputs.workerWorkPoolName.toString(),
    region: environment.region,
    securityGroupId: flowRunPlace.ownSecurityGroupId,
  });
  return template;
}

/** The ARN of a task definition that this stack makes for all flow runs. */
function sharedDefinition(ground: Ground, around: FlowRunSurroundings): string {
  const { settings, executionRoleArn, taskRoleArn } = around.things;
  return new FlowRunTask(ground.scope, 'flow_run_task', {
    family: ground.names.flowRunFamily,
    cpu: settings.cpu,
    memory: settings.memory,
    onEc2: flowRunsOnInstances(settings.capacity),
    cpuArchitecture: settings.architecture === 'arm64' ? 'ARM64' : 'X86_64',
    ephemeralStorageGib: settings.ephemeralStorage,
    executionRoleArn,
    taskRoleArn,
    volumes: flowVolumesOf(around.things),
    containers: [wholeFlowContainer(ground, around), ...flowSidecars(ground, around)],
  }).arn;
}

function apiOf({ inputs, apiUrl }: Ground): PrefectApi {
  if (apiUrl !== undefined) return { endpoint: apiUrl.toString() };
  return {
    // Said, because the provider would else take PREFECT_API_URL, and for Prefect Cloud that is a longer one.
    endpoint: 'https://api.prefect.cloud',
    account_id: inputs.prefectAccountId.toString(),
    workspace_id: inputs.prefectWorkspaceId.toString(),
  };
}
