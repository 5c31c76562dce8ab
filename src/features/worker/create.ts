import { Token } from 'cdktf';
import { isOnFargate } from '../capacity/on-fargate';
import { behind } from '../names/physical-names';
import { ServiceScaling } from '../service/resources/service-scaling';
import { type ProviderShare, WorkerService } from '../service/resources/worker-service';
import { workerContainerOf } from './create-container';
import type { SharedResources, WorkerToCreate } from './create-types';
import type { WorkerSettings } from './resolve';
import { WorkerTask } from './resources/worker-task';

export interface CreatedWorker {
  /** undefined where there is no service. */
  readonly serviceId?: string;
  readonly serviceName?: string;
  /** Known before the service exists. */
  readonly plannedServiceName: string;
  readonly taskDefinitionArn: string;
}

/** One worker: its task definition, its service, and what scales that. */
export function createWorker(shared: SharedResources, worker: WorkerToCreate): CreatedWorker {
  const { context, executionRole, taskRole } = shared;
  const { scope, environment, inputs, names } = context;
  const { name, container, service } = worker;
  const suffix = name === undefined ? '' : `_${name}`;
  const task = new WorkerTask(scope, `task${suffix}`, {
    suffix,
    family: behind(names.taskFamily, name),
    ...workerContainerOf(shared, worker, behind(names.container, name)),
    cpu: worker.inputs.cpu,
    memory: worker.inputs.memory,
    extraPipPackages: inputs.workerExtraPipPackages,
    leavesOutEmptyPackages: environment.behaviour.guardedTask,
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole?.arn,
    runsOn: isOnFargate(worker) ? 'FARGATE' : 'EC2',
    architecture: container.architecture,
    ephemeralStorage: container.ephemeralStorage,
    keepRevisions: service.keepRevisions,
  });
  const created = service.create ? createService(shared, worker, task.arn) : undefined;
  return {
    taskDefinitionArn: task.arn,
    serviceId: created?.id,
    serviceName: created?.name,
    plannedServiceName: behind(names.service, name),
  };
}

function createService(shared: SharedResources, worker: WorkerToCreate, taskDefinitionArn: string): WorkerService {
  const { context, secrets, cluster, executionRole, taskRole, network, ready } = shared;
  const { scope, environment, names } = context;
  const { name, capacity, service } = worker;
  const suffix = name === undefined ? '' : `_${name}`;
  const { create: _, keepRevisions, ignore, autoscaling, schedule, ...settings } = service;
  const scales = autoscaling !== undefined || schedule !== undefined;
  const created = new WorkerService(scope, `service${suffix}`, {
    suffix,
    name: behind(names.service, name),
    clusterId: cluster.id,
    clusterName: cluster.name,
    taskDefinitionArn,
    desiredCount: Token.asNumber(worker.inputs.desiredCount.toString()),
    subnets: network.subnetIds,
    securityGroupIds: network.securityGroupIds,
    assignPublicIp: environment.network.assignPublicIp,
    after: environment.behaviour.guardedDeployment
      ? [
          ...secrets.ready,
          ...executionRole.ready,
          ...(taskRole?.ready ?? []),
          ...network.ready,
          ...cluster.ready,
          ...ready,
        ]
      : [...network.ways],
    strategy: strategyOf(capacity, shared.instances),
    ...(name === undefined && { registryArn: shared.registryArn }),
    followsCluster: capacity.type === 'cluster_default',
    settings,
    ignore: scales && !ignore.includes('desired_count') ? [...ignore, 'desired_count'] : ignore,
  });
  if (scales) createScaling(shared, worker, created.name);
  return created;
}

function strategyOf(
  { type, base = 0, onDemandWeight = 0, spotWeight = 1, provider = '' }: WorkerSettings['capacity'],
  instances = '',
): ProviderShare[] | undefined {
  switch (type) {
    case 'fargate':
    case 'cluster_default':
      return undefined;
    case 'fargate_spot':
      return [
        ...(base > 0 || onDemandWeight > 0
          ? [{ capacityProvider: 'FARGATE', weight: onDemandWeight, ...(base > 0 && { base }) }]
          : []),
        { capacityProvider: 'FARGATE_SPOT', weight: spotWeight },
      ];
    case 'ec2':
      return [{ capacityProvider: instances, weight: 1 }];
    case 'provider':
      return [{ capacityProvider: provider, weight: 1 }];
  }
}

function createScaling(
  { context, cluster }: SharedResources,
  { name, service, inputs }: WorkerToCreate,
  serviceName: string,
): void {
  const { scope, names } = context;
  const { autoscaling, schedule = {} } = service;
  const { cpu, memory, scaleInCooldown, scaleOutCooldown, steps = [], metrics = {} } = autoscaling ?? {};
  const desired = Token.asNumber(inputs.desiredCount.toString());
  const suffix = name === undefined ? '' : `_${name}`;
  new ServiceScaling(scope, `scaling${suffix}`, {
    suffix,
    clusterName: cluster.name,
    serviceName,
    name: behind(names.service, name),
    // Without autoscaling the schedule alone changes how many run.
    min: autoscaling?.min ?? desired,
    max: autoscaling?.max ?? desired,
    targets: [
      ...Object.entries({ cpu, memory }).flatMap(([of, value]) =>
        value === undefined ? [] : [{ of: of as 'cpu' | 'memory', value, scaleInCooldown, scaleOutCooldown }],
      ),
      ...Object.entries(metrics).map(([of, { target: value, ...metric }]) => ({
        of: `metric-${of}`,
        value,
        metric,
        scaleInCooldown,
        scaleOutCooldown,
      })),
    ],
    steps,
    schedule: Object.entries(schedule).map(([scheduled, { schedule: when, ...change }]) => ({
      name: scheduled,
      schedule: when,
      ...change,
    })),
  });
}
