import {
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  paginateListContainerInstances,
} from '@aws-sdk/client-ecs';
import type { Check, Context } from '../context';
import { type Finding, ok, problem } from '../finding';
import { isKnown } from '../terraform-value';
import { looking } from '../unread';

/** Whether the instances that a stack creates have joined their cluster, and are connected to ECS. */
export const checkInstances: Check = async (context) => {
  if (context.workers.every(({ live }) => live === undefined)) return [];
  const groups = [...context.stack.resources('aws_autoscaling_group').values()];
  const [group] = groups;
  const cluster = context.workers[0]?.cluster;
  if (group === undefined || cluster === undefined || !isKnown(cluster)) return [];
  return looking('instances', 'ecs:DescribeContainerInstances', () =>
    instances(context, cluster, Number(group['min_size'] ?? 0)),
  );
};

const SECTION = { section: 'Is it down?' } as const;

async function instances({ aws }: Context, cluster: string, fewest: number): Promise<Finding[]> {
  const all: ContainerInstance[] = [];
  for await (const { containerInstanceArns = [] } of paginateListContainerInstances({ client: aws.ecs }, { cluster })) {
    if (containerInstanceArns.length === 0) continue;
    // A page has at most 100, which is what DescribeContainerInstances takes.
    const answer = await aws.ecs.send(
      new DescribeContainerInstancesCommand({ cluster, containerInstances: containerInstanceArns }),
    );
    all.push(...(answer.containerInstances ?? []));
  }
  if (all.length < fewest) {
    return [
      problem('instances', {
        id: 'instances-missing',
        seen: `${all.length} of at least ${fewest} have joined ${cluster}`,
        cause:
          'The Auto Scaling group could not start them, or their agent cannot reach ECS: no capacity, a quota, a launch template that EC2 refuses, or no way out.',
        wayOut: 'Look at the activities of the Auto Scaling group; then at the route of the subnets.',
        ...SECTION,
      }),
    ];
  }
  const lost = all.filter(({ agentConnected, status }) => agentConnected === false && status !== 'DRAINING');
  if (lost.length === 0) return [ok('instances', `${all.length} have joined ${cluster}, all of them connected`)];
  return [
    problem('instances', {
      id: 'agent-disconnected',
      seen: `the agent of ${lost.map(({ ec2InstanceId }) => ec2InstanceId).join(', ')} is not connected`,
      cause:
        'The agent or Docker hangs, the instance has no free memory, or it has no way out: ECS places no task there.',
      wayOut: `Run this again in some minutes. If it stays so, terminate the instance: aws ec2 terminate-instances --region ${aws.region} --instance-ids ${lost[0]?.ec2InstanceId}`,
      ...SECTION,
    }),
  ];
}
