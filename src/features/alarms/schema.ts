import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { EMAIL, LOG_TEXT, MOST_TASKS, SERVICE_EVENT, SNS_TOPIC_ARN } from '../../values/limits';

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

const minutes = (most: number, usual: number) => wholeNumber(1, most).default(usual);

export const tasksMissing = group({
  fewest: wholeNumber(1, MOST_TASKS)
    .optional()
    .describe(
      'How many tasks there must be. Default: worker_desired_count, also one that an apply sets; for a service that scales, the lowest min above 0.',
    ),
  minutes: minutes(60, 10).describe('For how many minutes there are fewer. Default: 10.'),
  quiet_when_none: z
    .boolean()
    .optional()
    .describe(
      'Say nothing while no task runs at all: for a service that a scaler of others takes to 0. Default: true where a min of service.autoscaling or service.schedule is 0. (With worker_desired_count 0 it is quiet anyway.)',
    ),
});

export const oldestEvent = group({
  minutes: minutes(60, 10).describe(
    'How old the oldest event may be. ECS forgets a stopped task after about an hour. Default: 10.',
  ),
});

const moreThan = wholeNumber(0, 1_000_000).default(0);

export const failedEvents = group({ more_than: moreThan.describe('How many may lie there. Default: 0.') });
export const undeliveredEvents = group({ more_than: moreThan.describe('How many may lie there. Default: 0.') });

export const workerLog = group({
  lines: z
    .array(text(LOG_TEXT))
    .min(1)
    .max(10)
    .default(LOST)
    .describe(
      `Texts that are looked for in the worker's log group, instead of ${LOST.map((line) => JSON.stringify(line)).join(', ')}. Where flow runs log to the same group, theirs are looked through too.`,
    ),
  minutes: minutes(60, 5).describe('Within how many minutes they are counted. Default: 5.'),
  more_than: moreThan.describe('How many such lines may be there. Default: 0.'),
});

export const serviceEvents = group({
  names: z
    .array(text(SERVICE_EVENT))
    .min(1)
    .default(CANNOT_RUN)
    .describe(`Events of ECS about the service that are passed on. Default: ${CANNOT_RUN.join(', ')}.`),
});

/** A thing that is watched unless the stack file says false. */
function watch<Fields extends z.ZodType>(fields: Fields, what: string) {
  return z
    .union([z.literal(false), fields])
    .optional()
    .describe(`${what} false: not watched.`);
}

export const alarms = group({
  topic: orParameter(text(SNS_TOPIC_ARN))
    .optional()
    .describe(
      'ARN of the SNS topic to tell. Its policy must let cloudwatch.amazonaws.com and events.amazonaws.com publish (the runbook has the statements). Default: one is made.',
    ),
  email: z
    .array(text(EMAIL))
    .optional()
    .describe('Addresses that the made topic tells. Each gets a mail first, and nothing more until it has confirmed.'),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed key of the made topic. Its key policy must let cloudwatch.amazonaws.com and events.amazonaws.com use it; alias/aws/sns does not, would swallow every alarm, and is refused. Default: not encrypted; an alarm tells nothing but names.',
    ),
  notify_when_ok: z.boolean().default(true).describe('Tell also when an alarm is over.'),
  tasks_missing: watch(tasksMissing, 'Fewer tasks run than should; needs no Container Insights.'),
  oldest_event: watch(oldestEvent, 'An event waits too long in the queue of crash_detection: no worker reads it.'),
  failed_events: watch(failedEvents, 'Events that the worker could not handle lie in the dead-letter queue.'),
  undelivered_events: watch(
    undeliveredEvents,
    'Events that EventBridge could not deliver lie in its dead-letter queue.',
  ),
  worker_log: watch(workerLog, 'The worker prints that it has lost the API, its pool or its queue.'),
  service_events: watch(serviceEvents, 'ECS itself says that it cannot run the service. No alarm, but a message each.'),
  dashboard: z
    .boolean()
    .default(false)
    .describe(
      'Make a CloudWatch dashboard of all that is watched. The first three of an account are free, then 3 USD a month.',
    ),
}).describe(
  'Whom to tell when the worker is down or deaf. Costs about 0.10 USD a month an alarm, 0.30 for the metric of the log. Default: nobody is told; {} watches everything.',
);

EXAMPLES.add(alarms, { example: { email: ['on-call@example.com'] } });
