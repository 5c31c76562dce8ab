import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { EXAMPLES, group, text } from '../../values/fields';
import { CLUSTER, LOG_GROUP_NAME } from '../../values/limits';

const executeCommand = group({
  log_group: text(LOG_GROUP_NAME)
    .optional()
    .describe('An existing log group that keeps what was typed and shown. Default: one is created.'),
  log_group_encrypted: z
    .boolean()
    .default(false)
    .describe(
      'With log_group: whether that group is encrypted with a customer-managed key. ECS then starts no session whose log would not be encrypted; with a group that is not, it would start none at all.',
    ),
  kms_key: kmsKey.optional().describe('The customer-managed key that encrypts the session and the created log group.'),
}).describe('Keep a record of every ECS Exec session in this cluster.');

export const cluster = group({
  existing: orParameter(text(CLUSTER))
    .optional()
    .describe(
      'A cluster that exists, by name or ARN; several environments may share it. It is used as it is: its capacity providers must have what the worker and its flow runs ask for.',
    ),
  container_insights: z
    .enum(['disabled', 'enabled', 'enhanced'])
    .optional()
    .describe(
      'CloudWatch Container Insights of the cluster. Billed per metric and task family, and every deployment that runs here is a family of its own. Default: disabled in hardened, as the account has it in reference.',
    ),
  execute_command: executeCommand.optional(),
}).describe('The ECS cluster of the worker and its flow runs. Default: one is made.');

EXAMPLES.add(cluster, { example: { existing: 'my-cluster' } });
