import { DescribeSecurityGroupsCommand, type IpPermission } from '@aws-sdk/client-ec2';
import type { Check, Context } from '../context';
import { type Finding, ok, problem } from '../finding';
import { looking } from '../unread';
import { currentTask, inWords, variableOf, type Worker } from '../workers';

/** Registry, secrets, logs and queues are reached on it. */
const HTTPS = 443;

/** Whether the security groups of each worker let it reach what it needs. */
export const checkEgress: Check = async (context) => {
  const found = await Promise.all(
    context.workers.map((worker) =>
      looking(`${inWords(worker)}: egress`, 'ec2:DescribeSecurityGroups', () => egress(context, worker)),
    ),
  );
  return found.flat();
};

async function egress({ aws }: Context, worker: Worker): Promise<Finding[]> {
  const groups = worker.live?.service.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
  if (groups.length === 0) return [];
  const { SecurityGroups = [] } = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: groups }));
  const rules = SecurityGroups.flatMap(({ IpPermissionsEgress = [] }) => IpPermissionsEgress);
  const needed = [...new Set([HTTPS, ...portOf(variableOf(currentTask(worker), 'PREFECT_API_URL'))])];
  const closed = needed.filter((port) => !rules.some((rule) => lets(rule, port)));
  const subject = `${inWords(worker)}: egress`;
  if (closed.length === 0) return [ok(subject, `${groups.join(', ')} let port ${needed.join(' and ')} out`)];
  return [
    problem(subject, {
      id: 'egress-closed',
      seen: `${groups.join(', ')} do not let port ${closed.join(' and ')} out`,
      cause: 'Without it the worker does not reach registry, secrets, AWS or Prefect.',
      wayOut: 'Apply again, or add the port to network.egress in the stack file.',
      section: 'When something is wrong',
    }),
  ];
}

function portOf(url: string | undefined): number[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { port, protocol } = new URL(url);
  return [Number(port) || (protocol === 'http:' ? 80 : HTTPS)];
}

function lets({ IpProtocol, FromPort = 0, ToPort = 65_535 }: IpPermission, port: number): boolean {
  return IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= port && port <= ToPort);
}
