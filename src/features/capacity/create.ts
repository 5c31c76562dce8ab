import type { Environment } from '../../environment/environment';
import type { StackContext } from '../../stack/context';
import type { Decisions } from '../../stack/decisions';
import { partitionOf } from '../../values/regions';
import type { ClusterInUse } from '../cluster/create';
import { CREATED_INSTANCES, usesFargateSpot } from '../flow-runs/capacity';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';
import type { NetworkInUse } from '../network/create';
import { allWorkers } from '../workers/all-workers';
import { isOnSpot } from './on-fargate';
import { Ec2Capacity } from './resources/ec2-capacity';

/** Partitions that are known to have Fargate Spot. */
const WITH_SPOT: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];

/** Makes known to the cluster what the workers run on, and makes the instances, where there are any. */
export function createInstances(
  context: StackContext,
  cluster: ClusterInUse,
  network: NetworkInUse,
): string | undefined {
  const { environment } = context;
  const workersOnSpot = allWorkers(environment).some(({ capacity }) => isOnSpot(capacity));
  // Once tasks run on Spot it cannot be taken off the cluster until the last one has ended; it costs nothing.
  const isOffered = environment.behaviour.guardedDeployment && WITH_SPOT.includes(partitionOf(environment.region));
  if (isOffered || workersOnSpot || flowRunsOnSpot(environment)) cluster.offer('FARGATE_SPOT');
  for (const provider of environment.cluster.capacityProviders) cluster.offer(provider);
  const instances = environment.instances && instancesOf(context, environment.instances, cluster, network);
  if (instances !== undefined) cluster.offer(instances);
  offerDefault(environment, cluster, instances);
  return instances;
}

function offerDefault({ cluster: { defaultStrategy } }: Decisions, cluster: ClusterInUse, instances = ''): void {
  if (defaultStrategy === undefined) return;
  const shares = defaultStrategy.map(({ capacityProvider, weight, base }) => ({
    capacityProvider: capacityProvider === CREATED_INSTANCES ? instances : capacityProvider,
    weight,
    base,
  }));
  for (const { capacityProvider } of shares) cluster.offer(capacityProvider);
  cluster.setDefaultStrategy(shares);
}

function flowRunsOnSpot(decisions: Decisions): boolean {
  return everyFlowRuns(decisions).some(({ capacity }) => usesFargateSpot(capacity));
}

function instancesOf(
  { scope, environment, names, resourceNames, aws, lookUps }: StackContext,
  instances: NonNullable<Environment['instances']>,
  cluster: ClusterInUse,
  network: NetworkInUse,
): string {
  const { path, permissionsBoundary } = environment.roles;
  const { kmsKey, policies, securityGroups, ...settings } = instances;
  return new Ec2Capacity(scope, 'instances', {
    ...settings,
    aws,
    names,
    name: resourceNames.instances,
    tags: environment.tags,
    clusterName: cluster.name,
    subnets: network.subnetIds,
    securityGroupIds:
      securityGroups?.map((group) => lookUps.securityGroup(group, network.vpcId)) ?? network.securityGroupIds,
    kmsKeyArn: kmsKey && lookUps.kmsKey(kmsKey),
    role: {
      name: resourceNames.instanceRole,
      service: partitionOf(environment.region) === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
      path,
      permissionsBoundary: permissionsBoundary && lookUps.value(permissionsBoundary),
      policies: policies.map((policy) => lookUps.value(policy)),
      hasSessions: settings.sessionManager,
    },
  }).provider;
}
