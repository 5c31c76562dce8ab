import * as z from 'zod';
import { environmentVariableName, fromParameter, secretFields } from '../../values/aws-fields';
import { EXAMPLES, group, oneWay, wholeNumber } from '../../values/fields';
import { containerFields } from '../container/schema';
import { sidecars } from '../container/sidecar-schema';
import { volumes } from '../container/volume-schema';
import { STACK_VALUES } from '../outputs/stack-values';

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
  ...containerFields,
  command: z
    .union([z.literal('image'), z.array(z.string()).min(1)])
    .optional()
    .describe(
      'The whole command instead of ours (prefect worker start …), as a list of words; image: the image’s own. A change restarts the worker.',
    ),
  architecture: z
    .enum(['x86_64', 'arm64', 'unspecified'])
    .optional()
    .describe(
      'What the image is built for; Prefect’s are for both. arm64 costs a fifth less on Fargate. unspecified: said nowhere, as in reference. Default: x86_64 in hardened.',
    ),
  ephemeral_storage: wholeNumber(21, 200)
    .optional()
    .describe('GiB of Fargate’s disk, 21 to 200; what is above 20 is billed. Default: 20.'),
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
  volumes,
  sidecars,
}).describe("The worker's container.");

EXAMPLES.add(value, { example: 'DEBUG' });
EXAMPLES.add(worker, { example: { environment: { LOG_LEVEL: 'DEBUG' } } });
