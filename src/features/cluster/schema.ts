import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { EXAMPLES, group, text } from '../../values/fields';
import { CLUSTER, LOG_GROUP_NAME } from '../../values/limits';

const executeCommand = group({
  log_group: text(LOG_GROUP_NAME)
    .optional()
    .describe('An existing log group for the input and output of sessions. Default: a log group is created.'),
  log_group_encrypted: z
    .boolean()
    .default(false)
    .describe(
      'With log_group: whether that group is encrypted with a customer-managed key. ECS then starts no session whose log would not be encrypted; with a group that is not, it would start none at all.',
    ),
  kms_key: kmsKey.optional().describe('The customer-managed KMS key that encrypts sessions and the created log group.'),
  skip_destroy: z
    .boolean()
    .default(false)
    .describe(
      'Keep the created log group, with its logs, when it is replaced or destroyed. To create the environment again, set log_group, or import the group.',
    ),
}).describe('Log every ECS Exec session in this cluster.');

export const cluster = group({
  existing: orParameter(text(CLUSTER))
    .optional()
    .describe(
      'An existing cluster, by name or ARN; several environments can share it. It is not changed: it must have the capacity providers that the worker and its flow runs use. A change replaces the service: no worker runs meanwhile.',
    ),
  container_insights: z
    .enum(['disabled', 'enabled', 'enhanced'])
    .optional()
    .describe(
      'CloudWatch Container Insights of the cluster. Billed per metric and task family, and every Prefect deployment has its own task family. Default: disabled in hardened; in reference, the setting of the account.',
    ),
  execute_command: executeCommand.optional(),
}).describe('The ECS cluster of the worker and its flow runs. Default: a cluster is created.');

EXAMPLES.add(cluster, { example: { existing: 'my-cluster' } });
