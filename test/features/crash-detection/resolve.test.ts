import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:task-events';

describe('crash detection', () => {
  const isOn = (fields: object) => environmentOf(fields).crashDetection !== undefined;

  test.each<[boolean, string, object]>([
    [true, 'in hardened', {}],
    [false, 'in reference', { preset: 'reference' }],
    [true, 'in reference, when asked for', { preset: 'reference', crash_detection: { enabled: true } }],
    [false, 'when it is turned off', { crash_detection: { enabled: false } }],
    [false, 'for a worker of another type, which reads no queue', { worker_type: 'process' }],
  ])('is %s %s', (on, _, fields) => {
    expect(isOn(fields)).toBe(on);
  });

  test.each<[boolean, string, object]>([
    [true, 'where the log can be read', {}],
    [false, 'where it is said not to', { crash_detection: { forward_logs: false } }],
    [true, 'where the log of flow runs can be read, whatever the worker has', { logs: { group: 'none' } }],
    [
      false,
      'where flow runs write to the worker’s log, whose class has no GetLogEvents',
      { logs: { class: 'INFREQUENT_ACCESS' }, flow_runs: { log: { group: 'worker' } } },
    ],
    [false, 'where flow runs have no log', { flow_runs: { log: { group: 'none' } } }],
    [
      false,
      'where they write to the worker’s log, as in reference, and its class has no GetLogEvents',
      { preset: 'reference', crash_detection: { enabled: true }, logs: { class: 'INFREQUENT_ACCESS' } },
    ],
  ])('forwards logs: %s, %s', (forwards, _, fields) => {
    expect(environmentOf(fields).crashDetection?.forwardLogs).toBe(forwards);
  });
});

test.each<[string, object, string]>([
  [
    'a worker that reads no queue',
    { worker_type: 'process', crash_detection: { enabled: true } },
    'crash_detection.enabled: true\n    has no effect: only a worker of worker_type ecs reads the queue',
  ],
  [
    'settings where it is off',
    { preset: 'reference', crash_detection: { families: ['reports'] } },
    'has no effect: crash detection is disabled\n    → remove it, or set crash_detection.enabled: true (disabled by default in preset: reference, and where worker_type is not ecs)',
  ],
  [
    'settings where it is turned off',
    { crash_detection: { enabled: false, existing_queue: 'task-events' } },
    'crash_detection.existing_queue: "task-events"\n    has no effect: crash detection is disabled\n    → remove it, or remove crash_detection.enabled: false',
  ],
  [
    'settings of a queue that is not made',
    { crash_detection: { existing_queue: 'task-events', max_receive_count: 3 } },
    'crash_detection.max_receive_count: 3\n    has no effect: it applies only to a queue that this stack creates',
  ],
  [
    'families of a rule that is not made',
    { crash_detection: { existing_queue: 'task-events', families: ['reports'] } },
    'has no effect: it applies only to a queue that this stack creates',
  ],
  [
    'a queue of another account',
    { aws: { account_id: '999988887777' }, crash_detection: { existing_queue: QUEUE_ARN } },
    'is in the account 111122223333, but aws.account_id is 999988887777',
  ],
  [
    'a FIFO queue',
    { crash_detection: { existing_queue: 'task-events.fifo' } },
    'must be the name or the ARN of a standard SQS queue (not .fifo)',
  ],
  [
    'the queue of another partition',
    { crash_detection: { existing_queue: QUEUE_ARN.replace('aws', 'aws-cn') } },
    'must be in partition aws, as region us-east-1 is',
  ],
  [
    'the key of SQS itself, with which EventBridge delivers nothing',
    { crash_detection: { kms_key: { alias: 'alias/aws/sqs' } } },
    'must be the alias of a customer-managed key',
  ],
  [
    'forwarding of a log that has no GetLogEvents',
    {
      logs: { class: 'INFREQUENT_ACCESS' },
      flow_runs: { log: { group: 'worker' } },
      crash_detection: { forward_logs: true },
    },
    'crash_detection.forward_logs: true\n    must be false: the log of the flow runs cannot be read (with group: none there is none, and logs.class: INFREQUENT_ACCESS has no GetLogEvents)',
  ],
  [
    'forwarding of a log that is not kept',
    { flow_runs: { log: { group: 'none' } }, crash_detection: { forward_logs: true } },
    'must be false: the log of the flow runs cannot be read (with group: none there is none, and logs.class: INFREQUENT_ACCESS has no GetLogEvents)',
  ],
  [
    'how much to forward where nothing is',
    { crash_detection: { forward_logs: false, forward_logs_max_events: 10 } },
    'crash_detection.forward_logs_max_events: 10\n    has no effect: no logs are forwarded',
  ],
  [
    'a family that ECS does not take',
    { crash_detection: { families: ['a*b'] } },
    'crash_detection.families[0]: "a*b"\n    must be the family of a task definition',
  ],
  [
    'the observer’s settings by another way',
    { prefect: { settings: { PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME: 'q' } } },
    'cannot be set here: crash_detection.existing_queue sets it',
  ],
  [
    'a name for a queue that is not made',
    { crash_detection: { enabled: false }, names: { event_queue: 'q' } },
    'has no effect: no queue of task state changes is created\n    → remove it, or set crash_detection.enabled: true',
  ],
  [
    'a value that is not there',
    { crash_detection: { enabled: false }, outputs: { queue: 'event_queue_name' } },
    'event_queue_name is not available: crash detection is disabled',
  ],
])('refuses %s', (_, fields, report) => {
  expect(reportOnFields(fields)).toContain(report);
});
