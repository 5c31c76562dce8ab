import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import type { Check, Context } from '../context';
import { type Finding, ok, problem } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { isKnown } from '../terraform-value';
import { looking } from '../unread';

/** Whether clusters exist that the stack does not create. */
export const checkClusters: Check = async (context) => {
  const created = [...context.stack.resources('aws_ecs_cluster').values()].map(({ name }) => name);
  const ofFlowRuns = flowRunTasks(context).flatMap(({ cluster }) => cluster?.split('/').at(-1) ?? []);
  const clusters = [...new Set([...context.workers.map(({ cluster }) => cluster), ...ofFlowRuns])];
  const found = await Promise.all(
    clusters
      .filter((cluster) => isKnown(cluster) && !created.includes(cluster))
      .map((cluster) => looking(`cluster ${cluster}`, 'ecs:DescribeClusters', () => clusterNamed(context, cluster))),
  );
  return found.flat();
};

async function clusterNamed({ aws }: Context, cluster: string): Promise<Finding[]> {
  const subject = `cluster ${cluster}`;
  const { clusters = [] } = await aws.ecs.send(new DescribeClustersCommand({ clusters: [cluster] }));
  // A deleted cluster stays in sight for a while, as INACTIVE.
  if (clusters.some(({ status }) => status === 'ACTIVE')) return [ok(subject, 'it exists')];
  return [
    problem(subject, {
      id: 'cluster-missing',
      seen: 'it does not exist',
      cause: 'It was deleted, or is in another account or region.',
      wayOut: 'Create it, or correct cluster.existing or flow_runs.cluster in the stack file.',
      section: 'Before you apply',
    }),
  ];
}
