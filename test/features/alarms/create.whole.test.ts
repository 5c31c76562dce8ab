import { addressesOf, type Block, documentAt, resourceAt, stackOf } from '../../helpers/synthesized';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:on-call';
const OURS = /alarm|metric|sns|dashboard|service_events/;

const alarm = (name: string, alarms: object = {}, fields: object = {}) =>
  resourceAt(stackOf({ alarms, ...fields }), `aws_cloudwatch_metric_alarm.prefect_worker_${name}`);

function madeFor(alarms: object | undefined): string[] {
  return addressesOf(stackOf(alarms === undefined ? {} : { alarms })).filter((address) => OURS.test(address));
}

test('nobody is told, and nothing is made, unless alarms are asked for', () => {
  expect(madeFor(undefined)).toEqual([]);
});

test('everything is watched when they are', () => {
  expect(madeFor({})).toEqual([
    'aws_cloudwatch_event_rule.prefect_worker_service_events_rule',
    'aws_cloudwatch_event_target.prefect_worker_service_events_target',
    'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines',
    'aws_cloudwatch_metric_alarm.prefect_worker_failed_events',
    'aws_cloudwatch_metric_alarm.prefect_worker_log',
    'aws_cloudwatch_metric_alarm.prefect_worker_oldest_event',
    'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing',
    'aws_cloudwatch_metric_alarm.prefect_worker_undelivered_events',
    'aws_sns_topic.prefect_worker_alarms',
    'aws_sns_topic_policy.prefect_worker_alarms_policy',
  ]);
});

test.each([
  ['tasks_missing', /tasks_missing/],
  ['oldest_event', /oldest_event/],
  ['failed_events', /failed_events/],
  ['undelivered_events', /undelivered_events/],
  ['worker_log', /worker_log/],
  ['service_events', /service_events/],
])('%s can be turned off', (watch, address) => {
  expect(madeFor({}).some((made) => address.test(made))).toBe(true);
  expect(madeFor({ [watch]: false }).filter((made) => address.test(made))).toEqual([]);
});

describe('the alarm on missing tasks', () => {
  test('counts the samples of a metric that costs nothing, against the count that an apply may set', () => {
    expect(alarm('tasks_missing')).toMatchObject({
      namespace: 'AWS/ECS',
      metric_name: 'CPUUtilization',
      statistic: 'SampleCount',
      period: 60,
      evaluation_periods: 10,
      comparison_operator: 'LessThanThreshold',
      threshold: '${var.worker_desired_count}',
      dimensions: {
        ClusterName: 'prefect-worker-${var.name}',
        ServiceName: '${aws_ecs_service.prefect_worker_service.name}',
      },
    });
  });

  test('takes no sample for no task, which is right where none is wanted', () => {
    expect(alarm('tasks_missing')['treat_missing_data']).toBe(
      '${var.worker_desired_count == 0 ? "notBreaching" : "breaching"}',
    );
  });

  test('is tuned by the stack file', () => {
    const tasks_missing = { fewest: 1, minutes: 3, quiet_when_none: true };
    expect(alarm('tasks_missing', { tasks_missing }, { worker_desired_count: 2 })).toMatchObject({
      threshold: 1,
      evaluation_periods: 3,
      treat_missing_data: 'notBreaching',
    });
  });
});

test.each<[string, object, Block]>([
  ['oldest_event', {}, { metric_name: 'ApproximateAgeOfOldestMessage', threshold: 600 }],
  ['oldest_event', { oldest_event: { minutes: 30 } }, { threshold: 1800 }],
  ['failed_events', {}, { metric_name: 'ApproximateNumberOfMessagesVisible', threshold: 0 }],
  ['failed_events', { failed_events: { more_than: 4 } }, { threshold: 4 }],
  ['undelivered_events', { undelivered_events: { more_than: 5 } }, { threshold: 5 }],
  ['log', { worker_log: { minutes: 15, more_than: 2 } }, { period: 900, threshold: 2, statistic: 'Sum' }],
])('the alarm %s with %j', (name, alarms, expected) => {
  expect(alarm(name, alarms)).toMatchObject({ ...expected, treat_missing_data: 'notBreaching' });
});

test.each([
  ['oldest_event', 'prefect-worker-events-${var.name}'],
  ['failed_events', 'prefect-worker-events-failed-${var.name}'],
  ['undelivered_events', 'prefect-worker-events-undelivered-${var.name}'],
])('the alarm %s is about %s', (name, QueueName) => {
  expect(alarm(name)['dimensions']).toEqual({ QueueName });
});

describe('the lines of the log', () => {
  const filter = (alarms: object) =>
    resourceAt(stackOf({ alarms }), 'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines');

  test('are those that a worker prints when it loses Prefect, not a level, which one of them lacks', () => {
    expect(filter({})['pattern']).toBe(
      '?"Failed the last" ?"error threshold" ?"not found!" ?"has not polled" ?"401 Unauthorized" ?"ECS observer task crashed"',
    );
  });

  test('are the stack file’s, literally', () => {
    expect(filter({ worker_log: { lines: ['| ERROR', '${x}'] } })['pattern']).toBe('?"| ERROR" ?"$${x}"');
  });

  test('are counted where the alarm looks', () => {
    const { metric_name, namespace } = alarm('log');
    expect(filter({})['metric_transformation']).toMatchObject({ name: metric_name, namespace, value: '1' });
  });
});

describe('the topic', () => {
  test('that is created takes alarms of this account and, without a condition, events', () => {
    const { Statement } = documentAt(
      stackOf({ alarms: {} }),
      'aws_sns_topic_policy.prefect_worker_alarms_policy',
      'policy',
    ) as { Statement: unknown[] };
    const sourceAccount = { 'aws:SourceAccount': '${data.aws_caller_identity.current.account_id}' };
    const topic = {
      Action: 'sns:Publish',
      Resource:
        'arn:${data.aws_partition.current.partition}:sns:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:prefect-worker-alarms-${var.name}',
    };
    expect(Statement).toEqual([
      {
        Sid: 'CloudWatch',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        ...topic,
        Condition: { StringEquals: sourceAccount },
      },
      { Sid: 'EventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, ...topic },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        ...topic,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('that is made has the key and the subscribers of the stack file', () => {
    const terraform = stackOf({ alarms: { kms_key: KEY, email: ['a@example.com', 'b@example.com'] } });
    expect(resourceAt(terraform, 'aws_sns_topic.prefect_worker_alarms')['kms_master_key_id']).toBe(KEY);
    expect(resourceAt(terraform, 'aws_sns_topic_subscription.prefect_worker_alarms_email_2')).toMatchObject({
      protocol: 'email',
      endpoint: 'b@example.com',
    });
  });

  test.each<[string, unknown, string]>([
    ['by its ARN', TOPIC, TOPIC],
    ['by a parameter', { ssm_parameter: '/topic' }, '${data.aws_ssm_parameter.ssm_parameter_topic.insecure_value}'],
  ])('that is given %s is told, and none is made', (_, topic, arn) => {
    expect(madeFor({ topic }).filter((address) => address.includes('sns'))).toEqual([]);
    expect(alarm('tasks_missing', { topic })).toMatchObject({ alarm_actions: [arn], ok_actions: [arn] });
    const target = 'aws_cloudwatch_event_target.prefect_worker_service_events_target';
    expect(resourceAt(stackOf({ alarms: { topic } }), target)['arn']).toBe(arn);
  });

  test('is not told that an alarm is over when nobody wants to know', () => {
    expect(alarm('oldest_event', { notify_when_ok: false })['ok_actions']).toBeUndefined();
  });

  test('is a value for those that ask', () => {
    const { output } = stackOf({ alarms: {}, outputs: { topic: 'alarm_topic_arn' } });
    expect(output['topic']?.['value']).toBe('${aws_sns_topic.prefect_worker_alarms.arn}');
  });
});

test('ECS’s own events are those of this service that the stack file names', () => {
  const pattern = (alarms: object) =>
    documentAt(stackOf({ alarms }), 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule', 'event_pattern');
  expect(pattern({})).toMatchObject({
    'detail-type': ['ECS Service Action', 'ECS Deployment State Change'],
    resources: [expect.stringMatching(/:service\/prefect-worker-\$\{var\.name\}\/prefect-worker-\$\{var\.name\}$/)],
    detail: { eventName: ['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DEPLOYMENT_FAILED'] },
  });
  expect(pattern({ service_events: { names: ['ECS_OPERATION_THROTTLED'] } })).toMatchObject({
    detail: { eventName: ['ECS_OPERATION_THROTTLED'] },
  });
});

describe('the dashboard', () => {
  const titles = (alarms: object, fields: object = {}) => {
    const body = documentAt(
      stackOf({ alarms: { dashboard: true, ...alarms }, ...fields }),
      'aws_cloudwatch_dashboard.prefect_worker_dashboard',
      'dashboard_body',
    ) as { widgets: { properties: { title: string } }[] };
    return body.widgets.map(({ properties }) => properties.title);
  };

  test('shows all that is watched', () => {
    expect(titles({})).toEqual([
      'Alarms',
      'Tasks that run',
      'CPU and memory, per cent',
      'Age of the oldest event, seconds',
      'Events that wait',
      'Lines that say the worker lost Prefect',
    ]);
  });

  test('shows no queue and no log where there are none', () => {
    expect(titles({ worker_log: false }, { crash_detection: { enabled: false } })).toEqual([
      'Alarms',
      'Tasks that run',
      'CPU and memory, per cent',
    ]);
  });
});

test('names are the stack file’s', () => {
  const names = { alarm: 'a', alarm_topic: 't', service_event_rule: 'r', dashboard: 'd' };
  const terraform = stackOf({ names, alarms: { dashboard: true } });
  expect([
    resourceAt(terraform, 'aws_cloudwatch_metric_alarm.prefect_worker_oldest_event')['alarm_name'],
    resourceAt(terraform, 'aws_sns_topic.prefect_worker_alarms')['name'],
    resourceAt(terraform, 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule')['name'],
    resourceAt(terraform, 'aws_cloudwatch_dashboard.prefect_worker_dashboard')['dashboard_name'],
  ]).toEqual(['a-oldest-event', 't', 'r', 'd']);
});

describe('of further workers', () => {
  const schedule = {
    morning: { schedule: 'cron(0 8 * * ? *)', min: 2 },
    evening: { schedule: 'cron(0 20 * * ? *)', min: 0 },
  };
  const FIELDS = {
    worker_desired_count: 3,
    workers: {
      gpu: { worker_desired_count: 2 },
      at_day: { service: { schedule } },
      theirs: { service: { create: false } },
    },
  };

  test('the tasks of each service are counted, against its own number', () => {
    expect(madeFor({}).filter((made) => /tasks_missing/.test(made))).toHaveLength(1);
    const made = addressesOf(stackOf({ alarms: {}, ...FIELDS })).filter((address) => /tasks_missing/.test(address));
    expect(made).toEqual(
      ['', '_at_day', '_gpu'].map((end) => `aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing${end}`),
    );
    expect(alarm('tasks_missing_gpu', {}, FIELDS)).toMatchObject({
      alarm_name: 'prefect-worker-alarm-${var.name}-tasks-missing-gpu',
      threshold: '${var.gpu_worker_desired_count}',
      treat_missing_data: '${var.gpu_worker_desired_count == 0 ? "notBreaching" : "breaching"}',
      dimensions: { ServiceName: '${aws_ecs_service.prefect_worker_service_gpu.name}' },
    });
  });

  test('the schedule of each is its own, and the smallest number of the first one is not for them', () => {
    expect(alarm('tasks_missing_at_day', {}, FIELDS)).toMatchObject({
      threshold: 2,
      treat_missing_data: 'notBreaching',
    });
    const fewest = { tasks_missing: { fewest: 1, minutes: 30 } };
    expect(alarm('tasks_missing', fewest, FIELDS)).toMatchObject({ threshold: 1, evaluation_periods: 30 });
    expect(alarm('tasks_missing_gpu', fewest, FIELDS)).toMatchObject({
      threshold: '${var.gpu_worker_desired_count}',
      evaluation_periods: 30,
    });
  });

  test('the events of each service are sent to the topic', () => {
    const rule = documentAt(
      stackOf({ alarms: {}, ...FIELDS }),
      'aws_cloudwatch_event_rule.prefect_worker_service_events_rule',
      'event_pattern',
    ) as { resources: string[] };
    expect(rule.resources.map((arn) => arn.split('/').at(-1))).toEqual(
      ['', '-gpu', '-at_day'].map((end) => `prefect-worker-\${var.name}${end}`),
    );
  });

  test('the dashboard shows each service', () => {
    const text = JSON.stringify(
      documentAt(
        stackOf({ alarms: { dashboard: true }, ...FIELDS }),
        'aws_cloudwatch_dashboard.prefect_worker_dashboard',
        'dashboard_body',
      ),
    );
    for (const label of ['tasks', 'CPU', 'memory']) {
      expect(text).toContain(`"label":"${label}"`);
      expect(text).toContain(`"label":"gpu: ${label}"`);
      expect(text).not.toContain(`"label":"theirs: ${label}"`);
    }
  });

  test('they are watched where the first worker has no service', () => {
    const made = addressesOf(stackOf({ alarms: {}, service: { create: false }, workers: { gpu: { service: {} } } }));
    expect(made.filter((address) => /tasks_missing/.test(address))).toEqual([
      'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing_gpu',
    ]);
  });
});
