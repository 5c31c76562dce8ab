import * as z from 'zod';
import { environmentVariableName, kmsKey, SECRET_NAME, secretFields, secretSource } from '../aws-fields';
import { group, text, wholeNumber } from '../fields';
import { CONTAINER_NAME } from '../limits';

/** What containers of a task have in common, the worker's and those beside it. */
export const attributes = z.record(z.string(), z.unknown()).default({});

export const dependsOn = z.record(text(CONTAINER_NAME), z.enum(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']));

export const labels = z
  .record(z.string(), z.string())
  .default({})
  .describe('Docker labels, which agents on an instance read.');

export const healthTimes = {
  interval: wholeNumber(5, 300).optional().describe('Seconds between two looks. Default: 30.'),
  timeout: wholeNumber(2, 60)
    .optional()
    .describe('Seconds until a look counts as failed. Default: 10 for the worker, 5 beside it.'),
  retries: wholeNumber(1, 10)
    .optional()
    .describe('Failed looks in a row until the container is unhealthy. Default: 3.'),
  start_period: wholeNumber(0, 300)
    .optional()
    .describe('Seconds in which failed looks do not count. Default: 120 for the worker, 0 beside it.'),
};

const command = z
  .array(z.string())
  .min(2)
  .refine(([kind]) => kind === 'CMD' || kind === 'CMD-SHELL', { error: 'must begin with CMD or CMD-SHELL' });

export const healthCheck = group({
  command: command.optional().describe('[CMD, WORD, …] or [CMD-SHELL, LINE]; exit code 0 is healthy. Default: ours.'),
  ...healthTimes,
});
export const ownHealthCheck = group({
  command: command.describe('[CMD, WORD, …] or [CMD-SHELL, LINE]; exit code 0 is healthy.'),
  ...healthTimes,
});
export type HealthCheck = z.output<typeof healthCheck>;

export const logConfiguration = group({
  driver: z
    .enum(['awslogs', 'awsfirelens', 'splunk', 'fluentd', 'gelf', 'journald', 'json-file', 'syslog'])
    .describe('The driver; Fargate has the first three.'),
  options: z.record(z.string(), z.string()).default({}).describe('Its options, by its own names.'),
  secret_options: z
    .record(environmentVariableName.or(z.string()), secretSource)
    .default({})
    .describe('Options whose values ECS reads from secrets.'),
});
export type LogConfiguration = z.output<typeof logConfiguration>;

export const registrySecret = group({
  secret_arn: secretFields.secret_arn,
  secret_name: text(SECRET_NAME).optional().describe('The secret, by its name; looked up at each plan.'),
  kms_key: kmsKey.optional().describe('The customer-managed key that the secret is encrypted with.'),
});
