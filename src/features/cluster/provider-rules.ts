import type { Environment } from '../../environment/environment';
import { each, type Finding, noEffect, type Rule, when } from '../../environment/rule';
import { isFargate } from '../capacity/on-fargate';
import { CREATED_INSTANCES } from '../flow-runs/capacity';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import type { FlowRuns } from '../flow-runs/resolve';
import { workersOf } from '../workers/workers-of';

const PROVIDERS = 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers';

/** Whether the cluster may have other providers than those that the stack file names. */
function hasOthers({ cluster, overrides }: Environment): boolean {
  return cluster.existing !== undefined || PROVIDERS in overrides;
}

/** Whether the created cluster has a provider: FARGATE and FARGATE_SPOT, and those that the stack file adds. */
function isOffered(provider: string | undefined, { cluster }: Environment): boolean {
  return isFargate(provider) || cluster.capacityProviders.some((added) => added === provider);
}

const ofWorkers: Rule = (environment) =>
  each(workersOf(environment), ({ capacity, at }) =>
    when(
      capacity.type === 'provider' && !isOffered(capacity.provider, environment) && !hasOthers(environment),
      at('capacity', 'type'),
      'is not available: the created cluster has only the capacity providers FARGATE, FARGATE_SPOT, that of capacity.ec2, and cluster.capacity_providers',
      'set capacity.type: ec2 for instances that this stack creates, or add the provider to cluster.capacity_providers',
    ),
  );

const ofFlowRuns: Rule = (environment) =>
  environment.flowRuns === undefined || environment.flowRuns.cluster !== undefined || hasOthers(environment)
    ? []
    : providersOf(environment.flowRuns, environment);

function providersOf({ capacity }: FlowRuns, environment: Environment): Finding[] {
  const { instances } = environment;
  const path = [...FLOW_RUNS, 'capacity'];
  const names = typeof capacity === 'string' ? [] : capacity.map(({ capacityProvider }) => capacityProvider);
  return [
    ...when(
      instances === undefined && (capacity === 'ec2' || names.includes(CREATED_INSTANCES)),
      path,
      'is not available: the created cluster has no instances, so no flow run would start',
      'set capacity: {ec2: {}} to create instances, or cluster.existing for a cluster that has some',
    ),
    ...names.flatMap((name, index) =>
      when(
        !isOffered(name, environment) && name !== CREATED_INSTANCES,
        [...path, index, 'capacity_provider'],
        'is not a capacity provider of the created cluster, so no flow run would start',
        `allowed: FARGATE, FARGATE_SPOT, ${CREATED_INSTANCES} for the instances of capacity.ec2; add others to cluster.capacity_providers`,
      ),
    ),
  ];
}

const defaultStrategy: Rule = (environment) => {
  const { cluster, instances } = environment;
  const { defaultStrategy: shares = [] } = cluster;
  const path = ['cluster', 'default_strategy'];
  const names = shares.map(({ capacityProvider }) => capacityProvider);
  return [
    ...names.flatMap((name, index) => [
      ...when(
        name === CREATED_INSTANCES ? instances === undefined : !isOffered(name, environment),
        [...path, index, 'capacity_provider'],
        'is not a capacity provider of the created cluster',
        name === CREATED_INSTANCES ? 'set capacity: {ec2: {}}' : 'add it to cluster.capacity_providers',
      ),
      ...when(names.indexOf(name) !== index, [...path, index], `duplicates ${name}`, 'remove one of the two'),
    ]),
    ...when(
      names.some(isFargate) && !names.every(isFargate),
      path,
      'cannot contain both Fargate and EC2 capacity providers: ECS rejects such a strategy',
      'use either FARGATE and FARGATE_SPOT, or providers on EC2',
    ),
    ...when(
      shares.length > 0 && shares.every(({ weight }) => weight === 0),
      path,
      'at least one weight must be above 0: otherwise no task starts',
      'set weight: 1 for one of them',
    ),
    ...when(
      shares.filter(({ base }) => base > 0).length > 1,
      path,
      'only one capacity provider can have a base',
      'remove the other base',
    ),
  ];
};

const clusterDefaultStrategy: Rule = (environment) =>
  each(workersOf(environment), ({ capacity, at }) => {
    const { existing, defaultStrategy: shares } = environment.cluster;
    if (capacity.type !== 'cluster_default' || existing !== undefined) return [];
    return [
      ...when(
        shares === undefined,
        at('capacity', 'type'),
        'requires a default strategy of the cluster: without one, ECS would start the worker on EC2 instances',
        'set cluster.default_strategy',
      ),
      ...when(
        shares?.some(({ capacityProvider }) => !isFargate(capacityProvider)),
        at('capacity', 'type'),
        'requires a default strategy on Fargate: the task definition of the worker is for Fargate',
        'set capacity.type: ec2 or provider',
      ),
    ];
  });

/** FARGATE_SPOT may be meant: not every preset and partition has it. */
const added: Rule = ({ cluster: { capacityProviders } }) =>
  capacityProviders.flatMap((provider, index) =>
    noEffect(
      provider === 'FARGATE',
      ['cluster', 'capacity_providers', index],
      'the created cluster has FARGATE anyway',
    ),
  );

/** ECS starts a task only on capacity providers that its cluster has. */
export const CLUSTER_PROVIDER_RULES: readonly Rule[] = [
  ofWorkers,
  ofFlowRuns,
  defaultStrategy,
  clusterDefaultStrategy,
  added,
];
