import type { Environment } from '../environment/environment';
import { isFargate } from '../features/capacity/on-fargate';
import type { OwnCapacity } from '../features/capacity/schema';
import { flowRunsOnInstances } from '../features/flow-runs/capacity';
import { ownFlowRuns } from '../features/flow-runs/own-flow-runs';
import type { FlowRuns } from '../features/flow-runs/resolve';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';

/** A worker of an environment, as it is drawn. */
export interface DrawnWorker {
  readonly id: string;
  readonly title: string;
  /** The end of the addresses of its resources. */
  readonly suffix: string;
  readonly pool: string;
  readonly settings: Pick<Environment['workers'][string], 'capacity' | 'container' | 'service'>;
}

/** The workers, the first one first, without their names. */
export function workersIn({ capacity, worker, service, workers, inputs }: Environment): DrawnWorker[] {
  const further = Object.entries(workers);
  const several = further.length > 0;
  const first = { capacity, container: worker, service };
  return [
    {
      id: 'worker',
      title: several ? 'Worker 1' : 'Worker',
      suffix: '',
      pool: inputs.workerWorkPoolName,
      settings: first,
    },
    ...further.map(([name, settings], index) => ({
      id: `worker${index + 2}`,
      title: `Worker ${index + 2}`,
      suffix: `_${name}`,
      pool: settings.inputs.workerWorkPoolName ?? inputs.workerWorkPoolName,
      settings,
    })),
  ];
}

/** Whether flow runs are tasks of their own, and not processes of the worker. */
export function startsTasks({ inputs }: Environment): boolean {
  return inputs.workerType === 'ecs';
}

/** What work pools start, as it is drawn. */
export interface DrawnFlows {
  readonly id: string;
  readonly title: string;
  /** The end of the addresses of its resources. */
  readonly suffix: string;
  /** The boxes of the workers that start them. */
  readonly startedBy: readonly string[];
  /** Left out: their pool decides. */
  readonly settings?: FlowRuns;
}

/** The flow runs of each template, the first worker's first. */
export function flowsIn(environment: Environment): DrawnFlows[] {
  if (!startsTasks(environment)) return [];
  const workers = workersIn(environment);
  const own = ownFlowRuns(environment).map(({ worker, environment: seen }) => {
    const pool = environment.workers[worker]?.inputs.workerWorkPoolName;
    return { worker, settings: seen.flowRuns, pool };
  });
  const isOwn = (pool: string) => own.some((one) => one.pool === pool);
  const first = {
    id: 'flows',
    title: own.length > 0 ? 'Flow runs 1' : 'Flow runs',
    suffix: '',
    startedBy: workers.filter(({ pool }) => !isOwn(pool)).map(({ id }) => id),
    settings: environment.flowRuns,
  };
  const others = own.map(({ worker, pool, settings }, index) => ({
    id: `flows${index + 2}`,
    title: `Flow runs ${index + 2}`,
    suffix: `_${worker}`,
    startedBy: workers.filter((one) => one.pool === pool).map(({ id }) => id),
    settings,
  }));
  return [first, ...others];
}

/** Whether a box stands for several things: their verbs have no s. */
export function isSeveral(id: string): boolean {
  return id.startsWith('flows');
}

/** The cluster, and what runs in it. */
export function tasksIn(environment: Environment, created: Created): Part {
  const workers = workersIn(environment);
  const onInstances = environment.instances !== undefined;
  return {
    groups: [
      {
        id: 'cluster',
        title: 'ECS cluster',
        within: 'vpc',
        items: created(/^aws_ecs_cluster(_capacity_providers)?\./),
      },
    ],
    nodes: [
      ...workers.map((worker) => workerNode(environment, worker, created)),
      ...flowsIn(environment).map((flows) => flowRunsNode(flows, created)),
      ...(onInstances ? [instancesNode(created)] : []),
    ],
    edges: [
      ...flowsIn(environment).flatMap(({ id, startedBy }) =>
        startedBy.map((from): Edge => ({ from, to: id, label: 'starts, stops' })),
      ),
      ...(onInstances ? onInstancesEdges(environment, workers) : []),
    ],
  };
}

function workerNode(environment: Environment, worker: DrawnWorker, created: Created): Box {
  const { id, title, suffix, settings } = worker;
  const { capacity, container, service } = settings;
  const isFirst = id === 'worker';
  const scales = service.autoscaling !== undefined || service.schedule !== undefined;
  const own = new RegExp(
    `^aws_(ecs_(service\\.prefect_worker_service|task_definition\\.prefect_worker_task_definition)|appautoscaling_target\\.prefect_worker)${suffix}$`,
  );
  return {
    id,
    title,
    within: 'cluster',
    items: [...created(own), ...(isFirst ? created(/^aws_iam_role\.prefect_worker_(execution|task)_role$/) : [])],
    notes: [
      `${service.create ? 'ECS service' : 'task definition only'}, ${capacityInWords(capacity)}`,
      ...(service.create && scales ? ['scales by load or schedule'] : []),
      ...(Object.keys(container.sidecars).length > 0 ? ['with sidecars'] : []),
      ...(startsTasks(environment) ? [] : ['runs the flows itself']),
      ...(isFirst ? rolesInWords(environment, created) : ['roles of worker 1']),
    ],
  };
}

function capacityInWords({ type }: OwnCapacity): string {
  return {
    fargate: 'Fargate',
    fargate_spot: 'Fargate Spot',
    ec2: 'EC2',
    provider: 'a capacity provider',
    cluster_default: 'the cluster',
  }[type];
}

function rolesInWords({ roles }: Environment, created: Created): string[] {
  const kind = (address: RegExp) => (created(address).length > 0 ? 'own' : 'existing');
  const execution = kind(/^aws_iam_role\.prefect_worker_execution_role$/);
  if (roles.oneForBoth) return [`${execution} role for all`];
  return [
    `${execution} execution role`,
    roles.task?.none ? 'no task role' : `${kind(/^aws_iam_role\.prefect_worker_task_role$/)} task role`,
  ];
}

function flowRunsNode({ id, title, suffix, settings: flowRuns }: DrawnFlows, created: Created): Box {
  const items = created(
    new RegExp(
      `^aws_(iam_role\\.prefect_flow_(execution|task)_role|ecs_task_definition\\.prefect_flow_runs)${suffix}$`,
    ),
  );
  const isElsewhere = flowRuns?.cluster !== undefined;
  const box = { id, title, within: isElsewhere ? 'vpc' : 'cluster', items, kind: 'running' as const };
  if (flowRuns === undefined) return { ...box, notes: ['ECS tasks, as their pool says'] };
  const { capacity, executionRole, taskRole, sidecars, taskDefinitionArn } = flowRuns;
  const kind = ({ existing, sameAsWorker }: { readonly existing?: unknown; readonly sameAsWorker?: boolean }) =>
    sameAsWorker ? "worker's" : existing === undefined ? 'own' : 'existing';
  return {
    ...box,
    notes: [
      `ECS tasks, ${flowCapacityInWords(capacity)}`,
      ...(isElsewhere ? ['in another cluster'] : []),
      ...(taskDefinitionArn === undefined ? [] : ['existing task definition']),
      ...(Object.keys(sidecars).length > 0 ? ['with sidecars'] : []),
      executionRole === undefined ? "worker's execution role" : `${kind(executionRole)} execution role`,
      taskRole === undefined ? 'no task role' : `${kind(taskRole)} task role`,
    ],
  };
}

function flowCapacityInWords(capacity: NonNullable<Environment['flowRuns']>['capacity']): string {
  if (typeof capacity === 'string') return { fargate: 'Fargate', fargate_spot: 'Fargate Spot', ec2: 'EC2' }[capacity];
  return capacity.every(({ capacityProvider }) => isFargate(capacityProvider)) ? 'Fargate and Spot' : 'EC2';
}

function instancesNode(created: Created): Box {
  return {
    id: 'instances',
    title: 'EC2 instances',
    notes: ['Auto Scaling group', 'own instance role'],
    within: 'cluster',
    items: created(
      /^aws_(ecs_capacity_provider|autoscaling_group|launch_template|iam_instance_profile)\.|^aws_iam_role\.prefect_worker_instance_role$/,
    ),
  };
}

function onInstancesEdges(environment: Environment, workers: readonly DrawnWorker[]): Edge[] {
  const flows = flowsIn(environment).filter(({ settings }) => settings && flowRunsOnInstances(settings.capacity));
  const users = [
    ...workers.flatMap(({ id, settings }) => (settings.capacity.type === 'ec2' ? [id] : [])),
    ...flows.map(({ id }) => id),
  ];
  // What a deployment sets is not known.
  if (users.length === 0) return [{ from: 'cluster', to: 'instances', label: 'can run tasks on', isWay: true }];
  return users.map((from) => ({ from, to: 'instances', label: isSeveral(from) ? 'run on' : 'runs on', isWay: true }));
}
