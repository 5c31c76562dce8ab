import * as z from 'zod';
import { checked, EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import {
  DIMENSION_NAME,
  DIMENSION_VALUE,
  METRIC_NAME,
  METRIC_NAMESPACE,
  MOST_INTEGER,
  MOST_TASKS,
  SCHEDULE_NAME,
} from '../../values/limits';
import { stepFaults } from '../../values/scaling-step';
import { scheduleFault } from '../../values/schedule-expression';
import { timeZoneFault } from '../../values/time-zone';

const tasks = wholeNumber(0, MOST_TASKS);

/** Source: PutMetricAlarm of CloudWatch. */
const MOST_DIMENSIONS = 30;
const percent = z.number().gt(0).max(100);
const seconds = wholeNumber(0, 86_400);

const adjustment = group({
  lower_bound: z.number().optional().describe('From this far above the threshold (below it: negative).'),
  upper_bound: z.number().optional().describe('Up to this far, exclusively.'),
  scaling_adjustment: wholeNumber(-MOST_INTEGER, MOST_INTEGER).describe('Tasks to add, or with a minus to take away.'),
});

const step = group({
  namespace: text(METRIC_NAMESPACE).describe('The namespace of the metric in CloudWatch.'),
  metric_name: text(METRIC_NAME).describe('The metric: how many flow runs are late, how long a queue is.'),
  dimensions: z
    .record(text(DIMENSION_NAME), text(DIMENSION_VALUE))
    .refine((dimensions) => Object.keys(dimensions).length <= MOST_DIMENSIONS, {
      error: `must be at most ${MOST_DIMENSIONS} dimensions, as CloudWatch allows`,
    })
    .default({})
    .describe('Its dimensions.'),
  statistic: z
    .enum(['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'])
    .default('Average')
    .describe('How values of one period become one.'),
  period: wholeNumber(10, 86_400).default(60).describe('Seconds of one period: 10, 20, 30, or a multiple of 60.'),
  evaluation_periods: wholeNumber(1, 100).default(1).describe('Periods in a row.'),
  comparison_operator: z
    .enum(['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'])
    .describe('How the metric is compared with the threshold.'),
  threshold: z.number().describe('The number it is compared with.'),
  adjustment_type: z
    .enum(['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'])
    .default('ChangeInCapacity')
    .describe('What scaling_adjustment counts.'),
  // Without it the provider sends 0. Source: API_StepScalingPolicyConfiguration.
  cooldown: seconds.default(300).describe('Seconds until the next step.'),
  adjustments: z
    .array(adjustment)
    .min(1, { error: 'must have at least one adjustment' })
    .describe('What to do, by how far the metric is beyond the threshold.'),
}).superRefine((values, context) => {
  for (const { path, message } of stepFaults(values)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

export const autoscaling = group({
  min: tasks.default(1).describe('Tasks that run at least; 0 lets all of them go.'),
  max: tasks.describe('Tasks that run at most, each of which is billed.'),
  cpu: percent.optional().describe('Keep the average use of CPU at this many per cent.'),
  memory: percent.optional().describe('Keep the average use of memory at this many per cent.'),
  scale_in_cooldown: seconds.optional().describe('cpu and memory: seconds between two steps down. Default: 300.'),
  scale_out_cooldown: seconds.optional().describe('cpu and memory: seconds between two steps up. Default: 300.'),
  steps: z.array(step).default([]).describe('Steps by a metric: an alarm each, at 0.10 USD a month.'),
}).describe(
  'Let AWS decide how many tasks run; worker_desired_count counts for the first apply only. A worker polls and needs little, whatever its flow runs need: mostly one or two are enough.',
);
export type Autoscaling = z.output<typeof autoscaling>;

const scheduled = group({
  schedule: checked(z.string().meta({ pattern: '^(cron|rate|at)\\([A-Za-z0-9 *,/?#:-]+\\)$' }), scheduleFault)
    .register(EXAMPLES, { example: 'cron(0 8 ? * MON-FRI *)' })
    .describe(
      'When it happens: cron(MINUTE HOUR DAY_OF_MONTH MONTH DAY_OF_WEEK YEAR), with ? for one of the two days, for example cron(0 8 ? * MON-FRI *); at(2026-12-24T18:00:00); or rate(1 day). Use the names of weekdays: AWS counts from 1, which is Sunday.',
    ),
  timezone: checked(z.string().meta({ pattern: '^[A-Za-z0-9_+/-]+$' }), timeZoneFault)
    .default('UTC')
    .describe('The time zone of cron and at: Europe/Zurich. It minds summer time.'),
  min: tasks.optional().describe('Tasks at least, from then on.'),
  max: tasks.optional().describe('Tasks at most, from then on.'),
});

export const schedule = z
  .record(text(SCHEDULE_NAME), scheduled)
  .describe(
    'Changes of the number of tasks at fixed times, by name: office hours. From then on min and max are the schedule’s: an apply leaves them.',
  );
export type Schedule = z.output<typeof schedule>;

EXAMPLES.add(adjustment, { example: { lower_bound: 0, scaling_adjustment: 1 } });
EXAMPLES.add(autoscaling, { example: { max: 3, cpu: 60 } });
EXAMPLES.add(scheduled, { example: { schedule: 'cron(0 8 ? * MON-FRI *)', min: 1 } });
