import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange, onPresence } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { LOG_TEXT } from '../../values/limits/cloudwatch';
import { MOST_TASKS, SERVICE_EVENT } from '../../values/limits/ecs';
import { EMAIL, EVENT_BUS, SNS_TOPIC_ARN } from '../../values/limits/messages';

/**
 * What a worker prints when it loses the API, its pool or its queue; level ERROR alone would miss the first.
 * Source: prefect 3.8 (utilities/services.py, workers/base.py, workers/_worker_channel/_sync.py) and prefect-aws 0.7
 * (observers/ecs.py).
 */
const LOST = [
  'Failed the last',
  'error threshold',
  'not found!',
  'has not polled',
  '401 Unauthorized',
  'ECS observer task crashed',
];

/** Why ECS cannot run a service. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html */
const CANNOT_RUN = ['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DEPLOYMENT_FAILED'];

/**
 * Five in all, with alarms.topic.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (AlarmActions, 5),
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (targets per rule, 5)
 */
const MOST_FURTHER_TOPICS = 4;

const minutes = (most: number, usual: number) => wholeNumber(1, most).default(usual);

export const tasksMissing = group({
  fewest: wholeNumber(1, MOST_TASKS, 1)
    .optional()
    .describe(
      'The alarm fires when fewer tasks run than this. Default: worker_desired_count (also one set in a tfvars file); for a service that scales, the lowest min above 0. Applies only to the first worker: for further ones the default is used.',
    ),
  minutes: minutes(60, 10).describe('Minutes with fewer tasks before the alarm fires.'),
  quiet_when_none: z
    .boolean()
    .optional()
    .describe(
      'No alarm while no task runs at all, for a service that something outside this stack scales to 0. Default: true where a min of service.autoscaling or service.schedule is 0. With worker_desired_count: 0 there is never an alarm.',
    ),
});

export const oldestEvent = group({
  minutes: minutes(60, 10).describe(
    'Minutes that the oldest event may wait. ECS deletes a stopped task after about an hour.',
  ),
});

const utilization = (what: string) =>
  group({
    more_than: wholeNumber(1, 100)
      .default(80)
      .describe(`The alarm fires when the tasks use more ${what} than this on average, in percent.`),
    minutes: minutes(60, 10).describe('Minutes above it before the alarm fires.'),
  });

const moreThan = wholeNumber(0, 1_000_000).default(0);

export const failedEvents = group({
  more_than: moreThan.describe('The alarm fires when the dead-letter queue has more events than this.'),
});
export const undeliveredEvents = group({
  more_than: moreThan.describe('The alarm fires when the dead-letter queue has more events than this.'),
});

export const workerLog = group({
  lines: z
    .array(text(LOG_TEXT))
    .min(1)
    .max(10)
    .default(LOST)
    .describe(
      `Texts to search for in the worker's log group. If flow runs log to the same group, their logs are searched too.`,
    ),
  minutes: minutes(60, 5).describe('Minutes over which matching lines are counted.'),
  more_than: moreThan.describe('The alarm fires when there are more matching lines than this.'),
});

export const serviceEvents = group({
  names: z
    .array(text(SERVICE_EVENT))
    .min(1)
    .default(CANNOT_RUN)
    .describe('ECS service events that are sent to the topic.'),
  event_bus: text(EVENT_BUS)
    .optional()
    .describe(
      'The name of an existing event bus, to which the account forwards the events of ECS. The rule is created on it. Default: the default bus.',
    )
    .meta(onChange('replaces the rule of service events')),
});

const ONE_ALARM = onPresence(['creates or deletes the alarms', 'updates the dashboard'], ['updates the alarms']);

/** An alarm that is created unless the stack file sets false. */
function watch<Fields extends z.ZodType>(fields: Fields, what: string) {
  return z
    .union([z.literal(false), fields])
    .optional()
    .describe(`${what} false: disabled.`);
}

export const alarms = group({
  topic: orParameter(text(SNS_TOPIC_ARN))
    .optional()
    .describe(
      'ARN of an existing SNS topic for all alarms. Its policy must allow cloudwatch.amazonaws.com and events.amazonaws.com to publish (the runbook has the statements). Default: a topic is created.',
    )
    .meta(onChange('updates the alarms', 'creates or deletes the alarm topic')),
  further_topics: z
    .array(orParameter(text(SNS_TOPIC_ARN)))
    .max(MOST_FURTHER_TOPICS, {
      error: `must be at most ${MOST_FURTHER_TOPICS} topics: an alarm and a rule of EventBridge notify five`,
    })
    .default([])
    .describe(
      'ARNs of existing SNS topics that get all alarms and service events too, in addition to topic or the created one. Their policies must allow what the policy of topic must.',
    )
    .meta(onChange('updates the alarms', 'creates or deletes the targets of service events')),
  email: z
    .array(text(EMAIL))
    .optional()
    .describe('E-mail addresses that the created topic notifies. AWS first sends each a message that it must confirm.')
    .meta(onChange('creates or deletes the mail subscriptions', 'replaces the mail subscriptions')),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed key of the created topic. Its key policy must allow cloudwatch.amazonaws.com and events.amazonaws.com to use it; alias/aws/sns does not, so alarms would be lost. Default: not encrypted; alarms contain only names.',
    )
    .meta(onChange('updates the alarm topic')),
  notify_when_ok: z
    .boolean()
    .default(true)
    .describe('Notify also when an alarm ends.')
    .meta(onChange('updates the alarms')),
  tasks_missing: watch(tasksMissing, 'Fewer tasks run than expected. Does not require Container Insights.').meta(
    ONE_ALARM,
  ),
  high_cpu: utilization('CPU')
    .optional()
    .describe('The tasks of a worker use much CPU, for example of a process worker that runs flows. Default: no alarm.')
    .meta(ONE_ALARM),
  high_memory: utilization('memory')
    .optional()
    .describe('The tasks of a worker use much memory: ECS stops a task that uses more than it has. Default: no alarm.')
    .meta(ONE_ALARM),
  oldest_event: watch(
    oldestEvent,
    'An event waits too long in the queue of crash_detection: no worker reads the queue.',
  ).meta(ONE_ALARM),
  failed_events: watch(failedEvents, 'The dead-letter queue has events that the worker could not handle.').meta(
    ONE_ALARM,
  ),
  undelivered_events: watch(
    undeliveredEvents,
    'The dead-letter queue has events that EventBridge could not deliver.',
  ).meta(ONE_ALARM),
  worker_log: watch(
    workerLog,
    'The log of the worker shows that it cannot reach the API, its work pool or its queue.',
  ).meta(ONE_ALARM),
  service_events: watch(
    serviceEvents,
    'ECS reports that it cannot run the service. Each event is sent to the topic as a message, without an alarm state.',
  ).meta(ONE_ALARM),
  dashboard: z
    .boolean()
    .default(false)
    .describe(
      'Create a CloudWatch dashboard of all alarms. The first three of an account are free, each further one costs 3 USD a month.',
    )
    .meta(onChange('creates or deletes the dashboard')),
})
  .describe(
    'CloudWatch alarms and an SNS topic for the worker. Each alarm costs about 0.10 USD a month, the metric of the log 0.30. Default: no alarms; {} creates all of them.',
  )
  .meta(onChange('creates or deletes the alarms', 'creates or deletes the alarm topic'));

EXAMPLES.add(alarms, { example: { email: ['on-call@example.com'] } });
