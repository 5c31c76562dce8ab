import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange, onChangeToo, onChangeWith, onPresence } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { LOG_GROUP_NAME } from '../../values/limits/cloudwatch';
import { CAPACITY_PROVIDER, CLUSTER } from '../../values/limits/ecs';
import { S3_KEY } from '../../values/limits/storage';
import { s3Bucket } from '../../values/s3-bucket';

const WHERE = onChangeToo('creates or deletes the exec log group', 'updates the permissions');

const executeCommand = group({
  log_group: text(LOG_GROUP_NAME)
    .optional()
    .describe('An existing log group for the input and output of sessions. Default: a log group is created.')
    .meta(WHERE),
  log_group_encrypted: z
    .boolean()
    .default(false)
    .describe(
      'With log_group: whether that group is encrypted with a customer-managed key. ECS then starts no session whose log would not be encrypted; with a group that is not, it would start none at all.',
    ),
  bucket: s3Bucket()
    .optional()
    .describe(
      'An existing S3 bucket for the input and output of sessions, instead of a created log group. Created task roles get the permission to write there.',
    )
    .meta(WHERE),
  bucket_prefix: text(S3_KEY)
    .optional()
    .describe('Prefix of the objects in the bucket. Default: none.')
    .meta(onChangeToo('updates the permissions')),
  bucket_encrypted: z
    .boolean()
    .default(false)
    .describe('With bucket: ECS starts a session only if the objects are encrypted.'),
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed KMS key that encrypts sessions and the created log group.')
    .meta(onChangeToo('updates the exec log group', 'updates the permissions')),
  skip_destroy: z
    .boolean()
    .default(false)
    .describe(
      'Keep the created log group, with its logs, when it is replaced or destroyed. To create the environment again, set log_group, or import the group.',
    ),
})
  .describe(
    'Log every ECS Exec session in this cluster. Terraform cannot remove this from the cluster again: a stack file without it leaves the setting, deletes the created log group, and plans the same change each time. Disable ECS Exec first.',
  )
  .meta(
    onPresence(
      ['updates the cluster', 'creates or deletes the exec log group', 'updates the permissions'],
      ['updates the cluster'],
    ),
  );

const share = group({
  capacity_provider: text(CAPACITY_PROVIDER).describe(
    'FARGATE, FARGATE_SPOT, ec2 (the instances of capacity.ec2), or one of capacity_providers.',
  ),
  weight: wholeNumber(0, 1000).default(1).describe('The relative share of this provider.'),
  base: wholeNumber(0, 100_000).default(0).describe('Number of tasks that use this provider first.'),
});

export const cluster = group({
  existing: orParameter(text(CLUSTER))
    .optional()
    .describe(
      'An existing cluster, by name or ARN; several environments can share it. It is not changed: it must have the capacity providers that the worker and its flow runs use.',
    )
    .meta(
      onChangeWith(
        'No worker runs meanwhile.',
        'replaces the service with a gap',
        'creates or deletes the cluster',
        'requires an update of the work pool',
      ),
    ),
  container_insights: z
    .enum(['disabled', 'enabled', 'enhanced'])
    .optional()
    .describe(
      'CloudWatch Container Insights of the cluster. Billed per metric and task family, and every Prefect deployment has its own task family. Default: disabled in hardened; in reference, the setting of the account.',
    )
    .meta(onChange('updates the cluster')),
  capacity_providers: z
    .array(text(CAPACITY_PROVIDER))
    .default([])
    .describe(
      'Existing capacity providers to associate with the created cluster, beside FARGATE, FARGATE_SPOT and the one of capacity.ec2. The worker (capacity.type: provider) and flow runs can then use them.',
    )
    .meta(onChange('updates the cluster')),
  default_strategy: z
    .array(share)
    .min(1)
    .register(EXAMPLES, { example: [{ capacity_provider: 'FARGATE_SPOT' }] })
    .optional()
    .describe(
      'The default capacity provider strategy of the created cluster: for services and tasks that set neither a launch type nor a strategy, such as capacity.type: cluster_default. Default: none.',
    )
    .meta(onChangeWith('Running tasks stay where they are.', 'updates the cluster')),
  execute_command: executeCommand.optional(),
}).describe('The ECS cluster of the worker and its flow runs. Default: a cluster is created.');

EXAMPLES.add(cluster, { example: { existing: 'my-cluster' } });
