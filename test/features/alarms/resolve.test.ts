import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:on-call';
const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:task-events';

describe('what is watched', () => {
  const WATCHES = ['tasksMissing', 'oldestEvent', 'failedEvents', 'undeliveredEvents', 'workerLog', 'serviceEvents'];
  const watched = (fields: object) => {
    const { alarms = {} } = environmentOf(fields);
    return WATCHES.filter((watch) => (alarms as Record<string, unknown>)[watch] !== undefined);
  };

  test.each<[string, object, string[]]>([
    ['nothing, unless alarms are asked for', {}, []],
    ['everything, when they are', { alarms: {} }, WATCHES],
    [
      'no queue where there is none',
      { preset: 'reference', alarms: {} },
      ['tasksMissing', 'workerLog', 'serviceEvents'],
    ],
    [
      'of somebody else’s queue only the age',
      { crash_detection: { existing_queue: 'q' }, alarms: {} },
      ['tasksMissing', 'oldestEvent', 'workerLog', 'serviceEvents'],
    ],
    [
      'not what is turned off',
      {
        alarms: {
          tasks_missing: false,
          oldest_event: false,
          failed_events: false,
          undelivered_events: false,
          worker_log: false,
        },
      },
      ['serviceEvents'],
    ],
  ])('is %s', (_, fields, watches) => {
    expect(watched(fields)).toEqual(watches);
  });
});

describe('tasks are missing', () => {
  const AUTOSCALING = { min: 2, max: 4, cpu: 60 };
  const EVENING = { schedule: 'cron(0 19 ? * MON-FRI *)', min: 0, max: 0 };

  test.each<[string, object, object, object]>([
    ['below worker_desired_count', {}, {}, {}],
    ['below what scaling keeps', { autoscaling: AUTOSCALING }, {}, { fewest: 2, quietWhenNone: false }],
    [
      'but not at night, where they are sent home',
      { autoscaling: AUTOSCALING, schedule: { evening: EVENING } },
      {},
      { fewest: 2, quietWhenNone: true },
    ],
    [
      'as the stack file says',
      { schedule: { evening: EVENING } },
      { fewest: 3, quiet_when_none: false },
      { fewest: 3, quietWhenNone: false },
    ],
  ])('%s', (_, service, tasks_missing, expected) => {
    const { alarms } = environmentOf({ worker_desired_count: 3, service, alarms: { tasks_missing } });
    expect(alarms?.tasksMissing).toEqual({ minutes: 10, ...expected });
  });
});

test.each<[string, object, string]>([
  [
    'subscribers of a topic that is not ours',
    { alarms: { topic: TOPIC, email: ['a@example.com'] } },
    'has no effect: it applies only to a topic that this stack creates',
  ],
  [
    'a key for a topic that is not ours',
    { alarms: { topic: { ssm_parameter: '/topic' }, kms_key: { alias: 'alias/mine' } } },
    'has no effect: it applies only to a topic that this stack creates',
  ],
  [
    'a topic of another region',
    { region: 'eu-west-1', alarms: { topic: TOPIC } },
    `alarms.topic: "${TOPIC}"\n    must be a topic in eu-west-1`,
  ],
  [
    'the key of SNS itself, with which CloudWatch tells nothing',
    { alarms: { kms_key: { alias: 'alias/aws/sns' } } },
    'must be the alias of a customer-managed key',
  ],
  [
    'what is no address',
    { alarms: { email: ['on-call'] } },
    'alarms.email[0]: "on-call"\n    must be an e-mail address',
  ],
  [
    'to watch a log that is not kept',
    { logs: { group: 'none' }, alarms: {} },
    'is not available: with logs.group: none there is no log',
  ],
  [
    'to watch a log that comes later',
    { logs: { group: 'by_driver' }, alarms: {} },
    'is not available: with logs.group: by_driver there is no log group before the first task starts',
  ],
  [
    'to watch a log without metric filters',
    { logs: { class: 'INFREQUENT_ACCESS' }, alarms: { worker_log: { minutes: 5 } } },
    'is not available: metric filters are not available with logs.class: INFREQUENT_ACCESS',
  ],
  [
    'to watch a queue that is not there',
    { crash_detection: { enabled: false }, alarms: { oldest_event: { minutes: 5 } } },
    'has no effect: crash detection is disabled, so there is no queue',
  ],
  [
    'to watch dead-letter queues of others',
    { crash_detection: { existing_queue: 'q' }, alarms: { failed_events: { more_than: 1 } } },
    'has no effect: with crash_detection.existing_queue, this stack has no dead-letter queues',
  ],
  [
    'to watch a queue in another region',
    { crash_detection: { existing_queue: QUEUE_ARN }, alarms: {} },
    'is not available: the queue is not in us-east-1, and an alarm cannot read metrics of another region',
  ],
  [
    'an alarm that is never over',
    { worker_desired_count: 2, alarms: { tasks_missing: { fewest: 3 } } },
    'alarms.tasks_missing.fewest: 3\n    must be at most worker_desired_count, 2: otherwise the alarm never ends',
  ],
  [
    'true for what has fields',
    { alarms: { tasks_missing: true } },
    'must be false, or a mapping with these fields: fewest',
  ],
  ['quotes in a line of the log', { alarms: { worker_log: { lines: ['"x"'] } } }, 'must be a part of a line'],
  ['a field that is not one', { alarms: { worker_log: { line: 'x' } } }, 'alarms.worker_log.line'],
  [
    'a name for a topic that is not made',
    { alarms: { topic: TOPIC }, names: { alarm_topic: 't' } },
    'has no effect: no topic of the alarms is created',
  ],
  [
    'a topic’s ARN where there is none',
    { outputs: { topic: 'alarm_topic_arn' } },
    'alarm_topic_arn is not available: alarms are disabled',
  ],
])('refuses %s', (_, fields, report) => {
  expect(reportOnFields(fields)).toContain(report);
});

test('alarms watch a log that is looked through, and none that is not', () => {
  expect(environmentOf({ logs: { group: 'none' }, alarms: { worker_log: false } }).alarms?.workerLog).toBeUndefined();
});
