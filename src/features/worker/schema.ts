import * as z from 'zod';
import { environmentVariableName, fromParameter, secretFields, variableWithValue } from '../../values/aws-fields';
import { onChange, onChangeToo, onPresence } from '../../values/changes';
import { EXAMPLES, exactlyOneOf, group, wholeNumber } from '../../values/fields';
import { containerFields } from '../container/schema';
import { sidecars } from '../container/sidecar-schema';
import { volumes } from '../container/volume-schema';
import { STACK_VALUES } from '../outputs/stack-values';

const value = z.union([
  z.string(),
  exactlyOneOf({
    ...fromParameter,
    stack: z.enum(STACK_VALUES).optional().describe('A value of this stack, for example cluster_arn.'),
  }),
]);
export type VariableValue = z.output<typeof value>;

const secret = group({
  ...secretFields,
  kms_key: secretFields.kms_key.meta(onChange('updates the permissions', 'updates the secrets of the worker')),
  create: z
    .boolean()
    .default(false)
    .describe(
      'Create the secret. Terraform asks for its value as the input worker_secret_NAME (in lower case); the value is not in plan or state.',
    )
    .meta(onChangeToo('updates the permissions', 'creates or deletes the secrets of the worker')),
  version: wholeNumber(1, 1_000_000_000)
    .optional()
    .describe('Raise it by one to store a new value at the next apply; the worker restarts. Default: 1.')
    .meta(onChangeToo('updates the secrets of the worker')),
});
export type WorkerSecret = z.output<typeof secret>;

export const worker = group({
  ...containerFields,
  command: z
    .union([z.literal('image'), z.array(z.string()).min(1)])
    .register(EXAMPLES, { example: ['prefect', 'worker', 'start', '--pool', 'my-ecs-pool'] })
    .optional()
    .describe('The command, as a list of words, instead of prefect worker start …; image: the command of the image.'),
  architecture: z
    .enum(['x86_64', 'arm64', 'unspecified'])
    .optional()
    .describe(
      'CPU architecture. The image must support it; Prefect’s images support both. arm64 costs about 20 percent less on Fargate. unspecified: not set in the task definition, as in reference. Default: x86_64 in hardened.',
    ),
  ephemeral_storage: wholeNumber(21, 200, 100)
    .optional()
    .describe('Disk on Fargate in GiB, 21 to 200; billed above 20. Default: 20.'),
  environment: z
    .record(variableWithValue, value)
    .default({})
    .describe('Environment variables of the worker.')
    .meta(onChange('restarts the worker')),
  secrets: z
    .record(environmentVariableName, secret)
    .default({})
    .describe('Environment variables whose values ECS reads from secrets when a task starts.')
    .meta(
      onPresence(
        ['restarts the worker', 'updates the permissions', 'creates or deletes the secrets of the worker'],
        ['restarts the worker'],
      ),
    ),
  volumes,
  sidecars,
})
  .describe("The worker's container.")
  .meta(onChange('restarts the worker'));

EXAMPLES.add(value, { example: 'DEBUG' });
EXAMPLES.add(worker, { example: { environment: { LOG_LEVEL: 'DEBUG' } } });
