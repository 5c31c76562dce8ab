import type { Emulator } from './emulator';
import type { Call } from './prefect-recording';

/** What ECS tells EventBridge when the task of a flow run stops because its container ended with an error. */
export function stoppedWithError({ body, answer }: Call) {
  const [task] = answer.tasks;
  const [, , , region, account] = task.taskArn.split(':');
  const family = body.taskDefinition.replace(/^.*\//, '').replace(/:\d+$/, '');
  return {
    version: '0',
    id: 'c2c4a1e7-5f0d-4d0e-9d0b-2f6e0c9c8a11',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account,
    time: new Date().toISOString(),
    region,
    resources: [task.taskArn],
    detail: {
      clusterArn: task.clusterArn,
      taskArn: task.taskArn,
      taskDefinitionArn: body.taskDefinition,
      group: `family:${family}`,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: body.overrides.containerOverrides[0].name, lastStatus: 'STOPPED', exitCode: 1 }],
    },
  };
}

export type TaskEvent = ReturnType<typeof stoppedWithError>;

/** Gives the event to EventBridge, as ECS does: it goes where a rule sends it. */
export async function putOnEventBus(emulator: Emulator, event: TaskEvent): Promise<void> {
  const { source, detail, resources, 'detail-type': type } = event;
  const entry = { Source: source, DetailType: type, Detail: JSON.stringify(detail), Resources: resources };
  const { FailedEntryCount } = await call(emulator, 'events', 'AWSEvents.PutEvents', { Entries: [entry] });
  if (FailedEntryCount !== 0) throw new Error('the event bus did not take the event');
}

/** How many messages wait in the queue or are being handled. */
export async function waitingIn(emulator: Emulator, queueName: string): Promise<number> {
  const { QueueUrl } = await call(emulator, 'sqs', 'AmazonSQS.GetQueueUrl', { QueueName: queueName });
  const { Attributes } = await call(emulator, 'sqs', 'AmazonSQS.GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  return Object.values<string>(Attributes).reduce((sum, number) => sum + Number(number), 0);
}

/** A queue that gets the event straight, for a stack that makes none. */
export async function createQueue(emulator: Emulator, queueName: string): Promise<void> {
  await call(emulator, 'sqs', 'AmazonSQS.CreateQueue', { QueueName: queueName });
}

export async function putIntoQueue(emulator: Emulator, queueName: string, event: TaskEvent): Promise<void> {
  const { QueueUrl } = await call(emulator, 'sqs', 'AmazonSQS.GetQueueUrl', { QueueName: queueName });
  await call(emulator, 'sqs', 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: JSON.stringify(event) });
}

/** These two services speak JSON, and the emulator checks no signature: that needs no further client. */
// biome-ignore lint/suspicious/noExplicitAny: what the service answers.
async function call(emulator: Emulator, service: string, target: string, body: object): Promise<any> {
  const response = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
  return JSON.parse(text);
}
