import type { ITerraformDependable } from 'cdktf';
import type { Ground } from '../../stack/wired';
import { json } from '../../terraform/terraform-text';
import type { ClusterInUse } from '../cluster/create';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { flowSidecars, wholeFlowContainer } from '../flow-runs/create-containers';
import { jobSettings } from '../flow-runs/create-job-settings';
import { flowRunPlaceOf } from '../flow-runs/create-place';
import type { FlowRunSurroundings, FlowRunThings } from '../flow-runs/create-types';
import { flowVolumesOf } from '../flow-runs/create-volumes';
import { FlowRunTask } from '../flow-runs/resources/flow-run-task';
import type { Place } from '../network/create';
import { flowRunOutputs } from '../outputs/create';
import type { Secrets } from '../secrets/create';
import type { Variable } from '../worker/resources/worker-task';
import { baseJobTemplate } from './create-template';
import { type PrefectApi, WorkPool } from './resources/work-pool';

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
