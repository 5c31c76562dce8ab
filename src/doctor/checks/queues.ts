import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Check, Context } from '../context';
import { type Explained, type Finding, ok, problem, warning } from '../finding';
import { latestMetric } from '../latest-metric';
import { isKnown } from '../terraform-value';
import { isDenied, isMissing, looking } from '../unread';
import { minutes } from './worker-log';

const SECTION = { section: 'Crash detection' } as const;

/** What messages in a dead-letter queue mean, by the end of its address. */
const DEAD_LETTERS: Readonly<Record<string, Omit<Explained, 'seen'>>> = {
  failed: {
    id: 'events-failed',
    cause: 'A worker took these events 5 times and never finished: it was stopped meanwhile, or may not delete them.',
    wayOut: "Read the worker's log, then purge the queue: the alarm is over when it is empty.",
    ...SECTION,
  },
  undelivered: {
    id: 'events-undelivered',
    cause: 'EventBridge could not deliver these events: the policy of the queue was changed, or the queue deleted.',
    wayOut: 'Apply again, then purge the queue.',
    ...SECTION,
  },
};

/** Whether the task state changes of flow runs are read. */
export const checkQueues: Check = async (context) => {
  if (context.workers.every(({ live }) => live === undefined)) return [];
  const queues = [...context.stack.resources('aws_sqs_queue')];
  const found = await Promise.all(
    queues.map(([address, { name }]) => {
      const queue = String(name);
      const subject = `queue ${queue}`;
      return isKnown(queue)
        ? looking(subject, 'sqs:GetQueueAttributes', () => checkQueue(context, subject, queue, address))
        : [];
    }),
  );
  return found.flat();
};

async function checkQueue(context: Context, subject: string, queue: string, address: string): Promise<Finding[]> {
  const { sqs } = context.aws;
  let QueueUrl: string | undefined;
  try {
    ({ QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue })));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [
      problem(subject, {
        id: 'queue-missing',
        seen: 'it does not exist',
        cause: 'Somebody deleted it: flow runs whose task dies stay Running.',
        wayOut: 'Apply again.',
        ...SECTION,
      }),
    ];
  }
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  const waiting = Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
  if (waiting === 0) return [ok(subject, 'empty')];
  const seen = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}`;
  const dead = DEAD_LETTERS[/_(failed|undelivered)(?:_|$)/.exec(address)?.[1] ?? ''];
  if (dead !== undefined) return [problem(subject, { ...dead, seen })];
  return waitingEvents(context, subject, queue, seen);
}

/** ECS forgets a stopped task after about an hour: events that are older are of no use. */
const TOO_OLD = 10 * 60;

async function waitingEvents(context: Context, subject: string, queue: string, seen: string): Promise<Finding[]> {
  const age = await oldest(context, queue).catch(unknownWhereDenied);
  if (age !== undefined && age <= TOO_OLD) return [ok(subject, `${seen}, the oldest for ${minutes(age * 1000)}`)];
  const explained: Explained = {
    id: 'events-not-read',
    seen: age === undefined ? seen : `${seen}, the oldest for ${minutes(age * 1000)}`,
    cause: 'No worker reads the queue: none runs, or its observer gave up. Flow runs whose task dies stay Running.',
    wayOut: 'If a worker runs, restart it: update the service with --force-new-deployment.',
    ...SECTION,
  };
  return [(age === undefined ? warning : problem)(subject, explained)];
}

function unknownWhereDenied(error: unknown): undefined {
  if (!isDenied(error)) throw error;
}

/** The age of the oldest message in seconds. */
function oldest(context: Context, queue: string): Promise<number | undefined> {
  return latestMetric(context, {
    namespace: 'AWS/SQS',
    name: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queue },
  });
}
