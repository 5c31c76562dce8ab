import { DescribeClustersCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { Aws } from './aws';
import { type Finding, problem, skipped } from './finding';
import type { PlannedStack } from './planned-stack';
import { isKnown } from './terraform-value';
import { isMissing, unreadBecause } from './unread';
import { inWords, type PlannedWorker, type Worker } from './workers';

/** A worker with what runs of it, and what was found where that cannot be looked at. */
export interface Found {
  readonly worker: Worker;
  readonly findings: readonly Finding[];
}

export async function findLive(aws: Aws, stack: PlannedStack, planned: PlannedWorker): Promise<Found> {
  const { cluster, service } = planned;
  const subject = `${inWords(planned)}: service`;
  if (!isKnown(cluster) || !isKnown(service)) {
    return { worker: planned, findings: [skipped(subject, 'its name is only known after the apply')] };
  }
  try {
    const { services = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const found = services.find(({ status }) => status !== 'INACTIVE');
    if (found === undefined) return { worker: planned, findings: [await withoutService(aws, stack, subject, planned)] };
    const { taskDefinition: definition } = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: found.taskDefinition }),
    );
    return { worker: { ...planned, ...(definition && { live: { service: found, definition } }) }, findings: [] };
  } catch (error) {
    if (isMissing(error)) return { worker: planned, findings: [notApplied(subject, planned)] };
    return { worker: planned, findings: [unreadBecause(subject, 'ecs:DescribeServices', error)] };
  }
}

/** A cluster of the stack's own that exists shows that it was applied before. */
async function withoutService(
  aws: Aws,
  stack: PlannedStack,
  subject: string,
  planned: PlannedWorker,
): Promise<Finding> {
  const { cluster, service } = planned;
  const isOurs = [...stack.resources('aws_ecs_cluster').values()].some(({ name }) => name === cluster);
  const { clusters = [] } = await aws.ecs.send(new DescribeClustersCommand({ clusters: [cluster] }));
  if (!isOurs || !clusters.some(({ status }) => status === 'ACTIVE')) return notApplied(subject, planned);
  return problem(subject, {
    id: 'service-missing',
    seen: `the cluster ${cluster} exists, and has no service ${service}`,
    cause: 'The last apply ended before it created the service, or somebody deleted the service: no worker runs.',
    wayOut: 'Apply again.',
    section: 'Apply',
  });
}

function notApplied(subject: string, { cluster, service }: PlannedWorker): Finding {
  return skipped(subject, `there is no service ${service} in the cluster ${cluster}: it is not applied yet`);
}
