import type { Environment } from '../../environment/environment';
import type { Decisions } from '../../stack/decisions';
import type { Ground } from '../../stack/wired';
import { partitionOf } from '../../values/regions';
import type { ClusterInUse } from '../cluster/create';
import type { Place } from '../network/create';
import { allWorkers } from '../workers/create-all';
import { Ec2Capacity } from './resources/ec2-capacity';

/** Partitions that are known to have Fargate Spot. */
const WITH_SPOT: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];

/** Makes known to the cluster what the workers run on, and makes the instances, where there are any. */
export function capacityOf(ground: Ground, cluster: ClusterInUse, place: Place): string | undefined {
  const { environment } = ground;
  const workersOnSpot = allWorkers(environment).some(({ capacity }) => capacity.type === 'fargate_spot');
  // Once tasks run on Spot it cannot be taken off the cluster until the last one has ended; it costs nothing.
  const isOffered = environment.behaviour.guardedDeployment && WITH_SPOT.includes(partitionOf(environment.region));
  if (isOffered || workersOnSpot || flowRunsOnSpot(environment)) cluster.offer('FARGATE_SPOT');
  if (environment.instances === undefined) return undefined;
  const provider = instancesOf(ground, environment.instances, cluster, place);
  cluster.offer(provider);
  return provider;
}

function flowRunsOnSpot({ flowRuns }: Decisions): boolean {
  const { capacity } = flowRuns ?? {};
  return Array.isArray(capacity)
    ? capacity.some(({ capacityProvider }) => capacityProvider === 'FARGATE_SPOT')
    : capacity === 'fargate_spot';
}

function instancesOf(
  { scope, environment, names, aws, lookUps }: Ground,
  instances: NonNullable<Environment['instances']>,
  cluster: ClusterInUse,
  place: Place,
): string {
  const { path, permissionsBoundary } = environment.roles;
  const { kmsKey, policies, securityGroups, ...settings } = instances;
  return new Ec2Capacity(scope, 'instances', {
    ...settings,
    aws,
    names,
    tags: environment.tags,
    clusterName: cluster.name,
    subnets: place.subnetIds,
    securityGroupIds:
      securityGroups?.map((group) => lookUps.securityGroup(group, place.vpcId)) ?? place.securityGroupIds,
    kmsKeyArn: kmsKey && lookUps.kmsKey(kmsKey),
    role: {
      service: partitionOf(environment.region) === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
      path,
      permissionsBoundary: permissionsBoundary && lookUps.value(permissionsBoundary),
      policies: policies.map((policy) => lookUps.value(policy)),
    },
  }).provider;
}
