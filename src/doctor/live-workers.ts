import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { Aws } from './aws';
import { type Finding, skipped } from './finding';
import { isKnown } from './terraform-expression';
import { isMissing, unreadBecause } from './unread';
import { inWords, type PlannedWorker, type Worker } from './workers';

/** A worker with what runs of it, and what was found where that cannot be looked at. */
export interface Found {
  readonly worker: Worker;
  readonly findings: readonly Finding[];
}

export async function findLive(aws: Aws, planned: PlannedWorker): Promise<Found> {
  const { cluster, service } = planned;
  const subject = `${inWords(planned)}: service`;
  if (!isKnown(cluster) || !isKnown(service)) {
    return { worker: planned, findings: [skipped(subject, 'its name is only known after the apply')] };
  }
  try {
    const { services = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const found = services.find(({ status }) => status !== 'INACTIVE');
    if (found === undefined) return { worker: planned, findings: [notApplied(subject, planned)] };
    const { taskDefinition: definition } = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: found.taskDefinition }),
    );
    return { worker: { ...planned, ...(definition && { live: { service: found, definition } }) }, findings: [] };
  } catch (error) {
    if (isMissing(error)) return { worker: planned, findings: [notApplied(subject, planned)] };
    return { worker: planned, findings: [unreadBecause(subject, 'ecs:DescribeServices', error)] };
  }
}

function notApplied(subject: string, { cluster, service }: PlannedWorker): Finding {
  return skipped(subject, `there is no service ${service} in the cluster ${cluster}: it is not applied yet`);
}
