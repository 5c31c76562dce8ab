import { checkQueues } from '../../../src/doctor/checks/queues';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

describe('the queues', () => {
  const QUEUES = ['', '-failed', '-undelivered'].map((end) => `prefect-worker-events${end}-prod`);
  const holding = (messages: Readonly<Record<string, number>>, Values?: number[]): Answers => ({
    GetQueueUrl: ({ QueueName }) => ({ QueueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/${QueueName}` }),
    GetQueueAttributes: ({ QueueUrl }) => ({
      Attributes: { ApproximateNumberOfMessages: String(messages[QueueUrl.split('/').at(-1)] ?? 0) },
    }),
    GetMetricData: { MetricDataResults: [{ Id: 'oldest', Values }] },
  });
  const [EVENTS = '', FAILED = '', UNDELIVERED = ''] = QUEUES;
  const empty = (...names: string[]) => names.map((name) => `ok, queue ${name}: empty`);

  test.each<[string, Answers, string[]]>([
    ['are empty', holding({}), empty(...QUEUES)],
    [
      'hold events that are read',
      holding({ [EVENTS]: 3 }, [600]),
      [`ok, queue ${EVENTS}: 3 messages wait, the oldest for 10 minutes`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold events that nobody reads',
      holding({ [EVENTS]: 1 }, [601]),
      [
        `problem events-not-read, queue ${EVENTS}: 1 message waits, the oldest for 10 minutes`,
        ...empty(FAILED, UNDELIVERED),
      ],
    ],
    [
      'hold events of an unknown age',
      holding({ [EVENTS]: 1 }),
      [`warning events-not-read, queue ${EVENTS}: 1 message waits`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold events of an age that may not be read',
      { ...holding({ [EVENTS]: 1 }), GetMetricData: refusal('AccessDenied') },
      [`warning events-not-read, queue ${EVENTS}: 1 message waits`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold dead letters',
      holding({ [FAILED]: 2, [UNDELIVERED]: 1 }),
      [
        ...empty(EVENTS),
        `problem events-failed, queue ${FAILED}: 2 messages wait`,
        `problem events-undelivered, queue ${UNDELIVERED}: 1 message waits`,
      ],
    ],
    [
      'were deleted',
      { GetQueueUrl: refusal('QueueDoesNotExist') },
      QUEUES.map((name) => `problem queue-missing, queue ${name}: it does not exist`),
    ],
    [
      'may not be looked at',
      { ...holding({}), GetQueueAttributes: refusal('AccessDenied') },
      QUEUES.map((name) => `unread, queue ${name}: these credentials may not call sqs:GetQueueAttributes`),
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkQueues, answers)).toEqual(expected);
  });
});
