import { each, type Finding, faultAt, noEffect, pathsInFile, type Rule, when } from '../../environment/rule';
import { pathInWords } from '../../stack-file/path';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords } from '../../values/limits/fargate';
import { partitionOf } from '../../values/regions';
import { fewCpuUnits, fewMebibytes } from '../../values/sizes';
import { runsOnCreatedInstances } from '../flow-runs/capacity';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { physicalNames } from '../names/physical-names';
import { type Worker, workersOf, workersWithOwn } from '../workers/workers-of';
import { isOnFargate, isOnSpot } from './on-fargate';

/** Types for Graviton, the letter g after the generation, and for Grace. */
const ARM_INSTANCE = /^(a1|[a-z]+[0-9]+g[a-z]*|p6e-gb[0-9]+)\./;

const sizes: Rule = (environment) =>
  each(workersOf(environment), (worker) => {
    if (!isOnFargate(worker)) return [];
    const { cpu, memory, at } = worker;
    if (!FARGATE_CPU.includes(cpu)) {
      return faultAt(
        at('worker_cpu'),
        `is not available on Fargate; allowed, in units of 1/1024 vCPU: ${FARGATE_CPU.join(', ')}`,
        fewCpuUnits(cpu) ?? 'set one of these; only EC2 instances run tasks of other sizes: capacity.type: ec2',
      );
    }
    const ownCpuAlone = at('worker_cpu').length > 1 && at('worker_memory').length === 1;
    return when(
      !FARGATE_MEMORY_BY_CPU.get(cpu)?.includes(memory),
      ownCpuAlone ? at('worker_cpu') : at('worker_memory'),
      ownCpuAlone
        ? `is not available on Fargate with worker_memory ${memory}, which is the default from the first worker`
        : `is not available on Fargate with worker_cpu ${cpu}; allowed: ${fargateMemoryInWords(cpu)}`,
      fewMebibytes(memory) ?? 'change worker_memory, worker_cpu, or both',
    );
  });

const ofOneType: Rule = (environment) => each(workersOf(environment), typeFits);

function typeFits({ capacity, desiredCount, service, at }: Worker): Finding[] {
  const { type, base, onDemandWeight, spotWeight, provider } = capacity;
  const ofSpot = { base, on_demand_weight: onDemandWeight, spot_weight: spotWeight };
  return [
    ...Object.entries(ofSpot).flatMap(([field, value]) =>
      noEffect(
        value !== undefined && type !== 'fargate_spot',
        at('capacity', field),
        `it divides tasks between on demand and Spot, and type is ${type}`,
        'set type: fargate_spot',
      ),
    ),
    ...noEffect(
      provider !== undefined && type !== 'provider',
      at('capacity', 'provider'),
      `type is ${type}`,
      'set type: provider to use an existing capacity provider',
    ),
    ...when(
      type === 'provider' && provider === undefined,
      at('capacity', 'provider'),
      'is required with type: provider',
      'set the name of a capacity provider of the cluster',
    ),
    ...when(
      type === 'fargate_spot' && spotWeight === 0,
      at('capacity', 'spot_weight'),
      'must be at least 1: with 0 no task runs on Spot',
      'for no Spot, set type: fargate',
    ),
    ...when(
      type === 'fargate_spot' &&
        service.create &&
        service.autoscaling === undefined &&
        desiredCount > 0 &&
        (base ?? 0) >= desiredCount,
      at('capacity', 'base'),
      `must be less than worker_desired_count, ${desiredCount}: the base runs on demand, so no task would run on Spot`,
      'reduce it, or set type: fargate',
    ),
  ];
}

/** What only services have: a task definition alone runs on whatever its starter chooses. */
const ofServices: Rule = (environment) =>
  each(workersWithOwn(environment, 'capacity'), ({ at }) => {
    const path = at('capacity');
    const served = workersOf(environment).some(
      (other) => pathInWords(other.at('capacity')) === pathInWords(path) && other.service.create,
    );
    const isOfFargate = ['fargate_spot', 'cluster_default'].includes(String(environment.fileValue([...path, 'type'])));
    const fields = [...(isOfFargate ? ['type'] : []), 'base', 'on_demand_weight', 'spot_weight'];
    return pathsInFile(environment, path, fields).flatMap((field) =>
      noEffect(!served, field, 'it applies only to a service that this stack creates', 'remove service.create: false'),
    );
  });

const instancesFit: Rule = (environment) => {
  const { cluster, network, capacity, instances } = environment;
  const { ec2 } = capacity;
  const onInstances = workersOf(environment).filter((worker) => !isOnFargate(worker));
  const onOwnInstances = onInstances.filter((worker) => worker.capacity.type === 'ec2');
  return [
    ...when(
      instances !== undefined && cluster.existing !== undefined,
      ec2 ? ['capacity', 'ec2'] : (onOwnInstances[0]?.at('capacity', 'type') ?? []),
      'is not available with cluster.existing: a new capacity provider would replace all that the cluster has',
      'let the owner of the cluster add a capacity provider, and set type: provider and provider: NAME',
    ),
    ...onInstances.flatMap(({ at }) => [
      ...when(
        network.assignPublicIp,
        at('capacity', 'type'),
        'must be fargate or fargate_spot with network.assign_public_ip: tasks on instances get no public address',
        'use private subnets with a NAT gateway, and remove network.assign_public_ip',
      ),
      ...when(
        network.create?.tasksIn === 'public' && !network.assignPublicIp,
        at('capacity', 'type'),
        'must be fargate or fargate_spot with network.create and tasks in public subnets: tasks on instances get no public address, and cannot reach the internet from a public subnet',
        'remove network.create.public_only and tasks_in',
      ),
    ]),
    ...when(
      ec2 && ec2.minSize > ec2.maxSize,
      ['capacity', 'ec2', 'min_size'],
      `must be at most max_size, ${ec2?.maxSize}`,
      'reduce it, or raise max_size',
    ),
  ];
};

const oneArchitecture: Rule = (environment) => {
  const { instances, capacity, flowRuns } = environment;
  if (instances === undefined) return [];
  const { architecture } = instances;
  const onOwnInstances = workersOf(environment).filter((worker) => worker.capacity.type === 'ec2');
  return [
    ...onOwnInstances.flatMap(({ container, at }) =>
      when(
        container.architecture !== undefined && container.architecture.toLowerCase() !== architecture,
        at('worker', 'architecture'),
        `must be ${architecture}, as the instances are`,
        'change capacity.ec2.architecture, or run this worker on Fargate',
      ),
    ),
    ...when(
      flowRuns !== undefined &&
        flowRuns.taskDefinitionArn === undefined &&
        runsOnCreatedInstances(flowRuns.capacity) &&
        flowRuns.architecture !== architecture,
      [...FLOW_RUNS, 'architecture'],
      `must be ${architecture}, as the instances are: ECS places no task of another architecture on them`,
      `set flow_runs.architecture: ${architecture}, or run flow runs on Fargate`,
    ),
    ...(capacity.ec2?.instanceTypes ?? []).flatMap((type, index) =>
      when(
        ARM_INSTANCE.test(type) !== (architecture === 'arm64'),
        ['capacity', 'ec2', 'instance_types', index],
        `must be an instance type for ${architecture}`,
        'choose another type, or set capacity.ec2.architecture (default: worker.architecture)',
      ),
    ),
  ];
};

const providerName: Rule = (environment) => {
  const { inputs, naming, instances } = environment;
  const { capacityProvider } = physicalNames(inputs.name, naming);
  return when(
    instances !== undefined && /^(aws|ecs|fargate)/i.test(capacityProvider),
    naming.own.capacityProvider === undefined ? ['name'] : ['names', 'capacity_provider'],
    `the capacity provider would be named ${capacityProvider}: AWS reserves names that begin with aws, ecs and fargate`,
    'set another name: names.capacity_provider',
  );
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html */
const armOnSpot: Rule = (environment) =>
  each(workersOf(environment), ({ capacity, container, at }) =>
    when(
      isOnSpot(capacity) && container.architecture === 'ARM64' && partitionOf(environment.region) === 'aws-cn',
      at('capacity', 'type'),
      'must not be fargate_spot with worker.architecture: arm64: in China, Fargate Spot runs x86_64 only',
      'set worker.architecture: x86_64, or type: fargate',
    ),
  );

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const onlyOnFargate: Rule = (environment) =>
  each(workersOf(environment), (worker) => {
    if (isOnFargate(worker)) return [];
    const {
      capacity: { type },
      container,
      service,
      at,
    } = worker;
    return [
      ...noEffect(
        service.platformVersion !== undefined,
        at('service', 'platform_version'),
        `it is a version of Fargate, and capacity.type is ${type}`,
      ),
      ...noEffect(
        container.ephemeralStorage !== undefined,
        at('worker', 'ephemeral_storage'),
        `it applies only to Fargate, and capacity.type is ${type}`,
        'set capacity.ec2.root_volume_size',
      ),
    ];
  });

export const CAPACITY_RULES: readonly Rule[] = [
  sizes,
  ofOneType,
  ofServices,
  instancesFit,
  oneArchitecture,
  providerName,
  armOnSpot,
  onlyOnFargate,
];
