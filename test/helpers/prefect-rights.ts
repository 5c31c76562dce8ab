import { roleNamed } from './aws';
import type { Emulator } from './emulator';
import { type Call as IamCall, judge, type Policy, parsePolicy } from './policy-evaluator';
import type { Call } from './prefect-recording';

/** The policies of a role, as they were applied. */
export async function policiesOf(emulator: Emulator, roleArn: string): Promise<Policy[]> {
  const { policies } = await roleNamed(emulator, roleArn.slice(roleArn.lastIndexOf('/') + 1));
  return Object.values(policies).map((document) => parsePolicy('identity', JSON.stringify(document)));
}

/** Those of the calls that the policies do not allow, in words. */
export function refused(policies: readonly Policy[], calls: readonly IamCall[]): string[] {
  return calls
    .filter((call) => !judge(policies, call).allowed)
    .map(({ action, resource }) => `${action} on ${resource}`);
}

/**
 * What IAM is asked when a call arrives: the action itself, and those that AWS checks beside it.
 * @throws Error on a call that the worker was never seen to make.
 */
export function asIamSees({ action, body, answer }: Call): IamCall[] {
  const ask = ASKED[action];
  if (ask === undefined) throw new Error(`the worker called ${action}, of which nothing is known here`);
  return ask(body, answer).map((call) => ({ action, resource: '*', ...call }));
}

// biome-ignore lint/suspicious/noExplicitAny: what was sent and answered.
type Ask = (body: any, answer: any) => Partial<IamCall>[];

const ASKED: Readonly<Record<string, Ask>> = {
  'ecs:RegisterTaskDefinition': ({ executionRoleArn, taskRoleArn, tags }, { taskDefinition }) => [
    { resource: taskDefinition.taskDefinitionArn },
    ...passing(executionRoleArn, taskRoleArn),
    ...tagging(tags, taskDefinition.taskDefinitionArn, 'RegisterTaskDefinition'),
  ],
  'ecs:RunTask': ({ cluster, taskDefinition, overrides, tags, enableExecuteCommand }, { tasks }) => [
    {
      resource: taskDefinition,
      context: { 'ecs:cluster': cluster, 'ecs:enable-execute-command': String(enableExecuteCommand ?? false) },
    },
    ...passing(overrides.executionRoleArn, overrides.taskRoleArn),
    ...tagging(tags, tasks[0].taskArn, 'RunTask'),
  ],
  'ecs:DescribeTasks': onTasks,
  'ecs:StopTask': ({ cluster, task }) => onTasks({ cluster, tasks: [task] }),
  'ecs:DescribeTaskDefinition': aboutNothing,
  'ecs:DeregisterTaskDefinition': aboutNothing,
  'ec2:DescribeVpcs': aboutNothing,
  'ec2:DescribeSubnets': aboutNothing,
  'sqs:GetQueueUrl': ({ QueueName }) => [{ resource: queue(QueueName) }],
  'sqs:ReceiveMessage': onQueue,
  'sqs:DeleteMessage': onQueue,
  'sqs:ChangeMessageVisibility': onQueue,
  'logs:GetLogEvents': ({ logGroupName, logStreamName }) => [
    { resource: `arn:aws:logs:${HERE}:log-group:${logGroupName}:log-stream:${logStreamName}` },
  ],
};

const HERE = 'us-east-1:111122223333';

function aboutNothing(): Partial<IamCall>[] {
  return [{}];
}

function onTasks({ cluster, tasks }: { cluster: string; tasks: string[] }): Partial<IamCall>[] {
  return tasks.map((resource) => ({ resource, context: { 'ecs:cluster': cluster } }));
}

function onQueue({ QueueUrl }: { QueueUrl: string }): Partial<IamCall>[] {
  return [{ resource: queue(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)) }];
}

function queue(name: string): string {
  return `arn:aws:sqs:${HERE}:${name}`;
}

/** ECS may be given a role only by who may pass it. */
function passing(...roles: (string | undefined)[]): Partial<IamCall>[] {
  return roles
    .filter((role) => role !== undefined)
    .map((resource) => ({
      action: 'iam:PassRole',
      resource,
      context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }));
}

/** Tagging what is made needs a right of its own. */
function tagging(tags: unknown[] | undefined, resource: string, by: string): Partial<IamCall>[] {
  return (tags ?? []).length === 0
    ? []
    : [{ action: 'ecs:TagResource', resource, context: { 'ecs:CreateAction': by } }];
}
