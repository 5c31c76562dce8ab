import * as z from 'zod';
import { onChange } from '../../values/changes';
import { checked, EXAMPLES, group, issueOf, text, wholeNumber } from '../../values/fields';
import { DIMENSION_NAME, DIMENSION_VALUE, METRIC_NAME, METRIC_NAMESPACE } from '../../values/limits/cloudwatch';
import { MOST_INTEGER, MOST_TASKS, SCHEDULE_NAME } from '../../values/limits/ecs';
import type { TextLimit } from '../../values/limits/text-limit';
import { stepFaults } from '../../values/scaling-step';
import { scheduleFault } from '../../values/schedule-expression';
import { timeZoneFault } from '../../values/time-zone';

/** The end of an address and of a policy's name. */
const POLICY_NAME: TextLimit = {
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  allowed: 'lower-case letters, digits and hyphens, at most 40, beginning with a letter',
  example: 'late-flow-runs',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html',
};

const tasks = wholeNumber(0, MOST_TASKS, 2);

/** Source: PutMetricAlarm of CloudWatch. */
const MOST_DIMENSIONS = 30;
const percent = z
  .number()
  .min(1, { error: 'must be from 1 to 100: it is in percent, and 60 is sixty percent' })
  .max(100)
  .register(EXAMPLES, { example: 60 });
const seconds = wholeNumber(0, 86_400, 300);

const adjustment = group({
  lower_bound: z
    .number()
    .register(EXAMPLES, { example: 0 })
    .optional()
    .describe('Lower end of the range, as the difference to the threshold (negative below it).'),
  upper_bound: z
    .number()
    .register(EXAMPLES, { example: 10 })
    .optional()
    .describe('Upper end of the range, not included.'),
  scaling_adjustment: wholeNumber(-MOST_INTEGER, MOST_INTEGER, 1).describe(
    'Number of tasks to add; negative to remove.',
  ),
});

const metricFields = {
  namespace: text(METRIC_NAMESPACE).describe('The namespace of the metric in CloudWatch.'),
  metric_name: text(METRIC_NAME).describe(
    'The metric, for example the number of late flow runs or the length of a queue.',
  ),
  dimensions: z
    .record(text(DIMENSION_NAME), text(DIMENSION_VALUE))
    .refine((dimensions) => Object.keys(dimensions).length <= MOST_DIMENSIONS, {
      error: `must be at most ${MOST_DIMENSIONS} dimensions, as CloudWatch allows`,
    })
    .default({})
    .describe('All dimensions of the metric, as it is published.'),
  statistic: z
    .enum(['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'])
    .default('Average')
    .describe('The statistic over one period.'),
};

const step = group({
  ...metricFields,
  period: wholeNumber(10, 86_400)
    .default(60)
    .describe(
      'Length of one period in seconds: a multiple of 60; for metrics of your own with a high resolution also 10, 20 or 30.',
    ),
  evaluation_periods: wholeNumber(1, 100)
    .default(1)
    .describe('For how many periods in a row the comparison must hold.'),
  comparison_operator: z
    .enum(['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'])
    .describe('How the metric is compared with the threshold.'),
  threshold: z.number().register(EXAMPLES, { example: 10 }).describe('The value that the metric is compared with.'),
  adjustment_type: z
    .enum(['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'])
    .default('ChangeInCapacity')
    .describe(
      'How scaling_adjustment changes the number of tasks. ChangeInCapacity: adds it. ExactCapacity: sets it. PercentChangeInCapacity: adds this percentage.',
    ),
  // Without it the provider sends 0. Source: API_StepScalingPolicyConfiguration.
  cooldown: seconds.default(300).describe('Seconds before the next step.'),
  adjustments: z
    .array(adjustment)
    .min(1, { error: 'must have at least one adjustment' })
    .describe('Adjustments by the difference between metric and threshold.'),
}).superRefine((values, context) => {
  for (const { path, fault } of stepFaults(values)) context.addIssue(issueOf(fault, path));
});

const metric = group({
  ...metricFields,
  target: z
    .number()
    .gt(0)
    .register(EXAMPLES, { example: 10 })
    .describe('The value to keep: more tasks start while the metric is above it, and tasks stop while it is below.'),
  per_task: z
    .boolean()
    .default(false)
    .describe(
      'true: divide the metric by the number of running tasks, for example late flow runs for each worker. Requires Container Insights of the cluster.',
    ),
});

export const autoscaling = group({
  min: tasks.default(1).describe('Minimum number of tasks; 0 allows to stop all.'),
  max: tasks.describe('Maximum number of tasks. Each running task is billed.'),
  cpu: percent.optional().describe('Target for the average CPU use, in percent.'),
  memory: percent.optional().describe('Target for the average memory use, in percent.'),
  metrics: z
    .record(text(POLICY_NAME), metric)
    .default({})
    .describe(
      'Targets by name for metrics of your own, for example the depth of a work pool that a job of yours writes to CloudWatch. Each creates two CloudWatch alarms, 0.10 USD a month each.',
    ),
  scale_in_cooldown: seconds
    .optional()
    .describe('For cpu, memory and metrics: seconds after removing tasks before more are removed. Default: 300.'),
  scale_out_cooldown: seconds
    .optional()
    .describe('For cpu, memory and metrics: seconds after adding tasks before more are added. Default: 300.'),
  steps: z
    .array(step)
    .default([])
    .describe('Step scaling by a metric. Each step is a CloudWatch alarm, 0.10 USD a month.'),
})
  .describe(
    'Scale the number of worker tasks automatically; worker_desired_count then applies only to the first apply. A worker only polls and needs little: usually one or two are enough, however many flow runs there are.',
  )
  .meta(onChange('updates the scaling', 'creates or deletes the scaling'));
export type Autoscaling = z.output<typeof autoscaling>;

const scheduled = group({
  schedule: checked(z.string().meta({ pattern: '^(cron|rate|at)\\([A-Za-z0-9 *,/?#:-]+\\)$' }), scheduleFault)
    .register(EXAMPLES, { example: 'cron(0 8 ? * MON-FRI *)' })
    .describe(
      'When it happens: cron(MINUTE HOUR DAY_OF_MONTH MONTH DAY_OF_WEEK YEAR), with ? for one of the two days, for example cron(0 8 ? * MON-FRI *); at(2026-12-24T18:00:00); or rate(1 day). Use the names of weekdays: AWS counts from 1, which is Sunday.',
    ),
  timezone: checked(z.string().meta({ pattern: '^[A-Za-z0-9_+/-]+$' }), timeZoneFault)
    .default('UTC')
    .describe('The time zone of cron and at, for example Europe/Zurich; daylight saving time is respected.'),
  min: tasks.optional().describe('Minimum number of tasks from then on.'),
  max: tasks.optional().describe('Maximum number of tasks from then on.'),
});

export const schedule = z
  .record(text(SCHEDULE_NAME), scheduled)
  .describe(
    'Changes of the number of tasks at fixed times, by name, for example office hours. After the first schedule runs, an apply no longer changes min and max.',
  )
  .meta(onChange('updates the scaling', 'creates or deletes the scaling'));
export type Schedule = z.output<typeof schedule>;

EXAMPLES.add(adjustment, { example: { lower_bound: 0, scaling_adjustment: 1 } });
EXAMPLES.add(metric, { example: { namespace: 'Prefect', metric_name: 'LateFlowRuns', target: 10 } });
EXAMPLES.add(autoscaling, { example: { max: 3, cpu: 60 } });
EXAMPLES.add(scheduled, { example: { schedule: 'cron(0 8 ? * MON-FRI *)', min: 1 } });
