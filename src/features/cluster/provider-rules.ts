import type { Environment, FlowRuns } from '../../environment/environment';
import { each, type Finding, type Rule, when } from '../../environment/rule';
import { isFargate } from '../capacity/on-fargate';
import { CREATED_INSTANCES } from '../flow-runs/capacity';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersOf } from '../workers/workers-of';

const PROVIDERS = 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers';

/** Whether the cluster has other providers than those that this stack gives it. */
function hasOthers({ cluster, overrides }: Environment): boolean {
  return cluster.existing !== undefined || PROVIDERS in overrides;
}

const ofWorkers: Rule = (environment) =>
  each(workersOf(environment), ({ capacity, at }) =>
    when(
      capacity.type === 'provider' && !isFargate(capacity.provider) && !hasOthers(environment),
      at('capacity', 'type'),
      'is not available: the created cluster has only the capacity providers FARGATE, FARGATE_SPOT and that of capacity.ec2',
      'set capacity.type: ec2 for instances that this stack creates, or cluster.existing for a cluster that has the provider',
    ),
  );

const ofFlowRuns: Rule = (environment) =>
  environment.flowRuns === undefined || hasOthers(environment) ? [] : providersOf(environment.flowRuns, environment);

function providersOf({ capacity }: FlowRuns, { instances }: Environment): Finding[] {
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
        !isFargate(name) && name !== CREATED_INSTANCES,
        [...path, index, 'capacity_provider'],
        'is not a capacity provider of the created cluster, so no flow run would start',
        `allowed: FARGATE, FARGATE_SPOT, ${CREATED_INSTANCES} for the instances of capacity.ec2; others need cluster.existing`,
      ),
    ),
  ];
}

/** ECS starts a task only on capacity providers that its cluster has. */
export const CLUSTER_PROVIDER_RULES: readonly Rule[] = [ofWorkers, ofFlowRuns];
