import * as z from 'zod';
import { environmentVariableName, fromParameter, secretFields } from '../aws-fields';
import { group, oneWay, wholeNumber } from '../fields';
import { STACK_VALUES } from '../stack-values';

const value = z.union([
  z.string(),
  oneWay({
    ...fromParameter,
    stack: z.enum(STACK_VALUES).optional().describe('What this stack makes or uses: its name, id or ARN.'),
  }),
]);
export type VariableValue = z.output<typeof value>;

const secret = group({
  ...secretFields,
  create: z
    .boolean()
    .default(false)
    .describe(
      'Make the secret. Its value is passed as the Terraform input worker_secret_NAME (in lower case), past plan and state.',
    ),
  version: wholeNumber(1, 1_000_000_000).optional().describe('Raise by one to store a new value. Default: 1.'),
});
export type WorkerSecret = z.output<typeof secret>;

export const worker = group({
  environment: z
    .record(environmentVariableName, value)
    .default({})
    .describe('Environment variables of the worker. A change restarts it.'),
  secrets: z
    .record(environmentVariableName, secret)
    .default({})
    .describe(
      'Environment variables whose values ECS reads from secrets when a task starts. A change restarts the worker.',
    ),
}).describe("The worker's container.");
