import type { Environment } from '../environment/environment';
import { isFargate } from '../features/capacity/on-fargate';
import type { OwnCapacity } from '../features/capacity/schema';
import { flowRunsOnInstances } from '../features/flow-runs/capacity';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';

/** A worker of an environment: its box, and the addresses of its resources end so. */
export interface DrawnWorker {
  readonly id: string;
  readonly title: string;
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
      ...(startsTasks(environment) ? [flowRunsNode(environment, created)] : []),
      ...(onInstances ? [instancesNode(created)] : []),
    ],
    edges: [
      ...(startsTasks(environment)
        ? workers.map(({ id }): Edge => ({ from: id, to: 'flows', label: 'starts, stops' }))
        : []),
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

function flowRunsNode({ flowRuns }: Environment, created: Created): Box {
  const items = created(/^aws_(iam_role\.prefect_flow_(execution|task)_role|ecs_task_definition\.prefect_flow_runs)$/);
  const box = { id: 'flows', title: 'Flow runs', within: 'cluster', items, kind: 'running' as const };
  if (flowRuns === undefined) return { ...box, notes: ['ECS tasks, as their pool says'] };
  const { capacity, executionRole, taskRole, sidecars, taskDefinitionArn } = flowRuns;
  const kind = ({ existing, sameAsWorker }: { readonly existing?: unknown; readonly sameAsWorker?: boolean }) =>
    sameAsWorker ? "worker's" : existing === undefined ? 'own' : 'existing';
  return {
    ...box,
    notes: [
      `ECS tasks, ${flowCapacityInWords(capacity)}`,
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

function onInstancesEdges({ flowRuns }: Environment, workers: readonly DrawnWorker[]): Edge[] {
  const flows = flowRuns !== undefined && flowRunsOnInstances(flowRuns.capacity);
  return [
    ...workers.flatMap(({ id, settings }) => (settings.capacity.type === 'ec2' ? [id] : [])),
    ...(flows ? ['flows'] : []),
  ].map((from) => ({ from, to: 'instances', label: from === 'flows' ? 'run on' : 'runs on', isWay: true }));
}
