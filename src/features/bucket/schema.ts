import * as z from 'zod';
import { kmsKey } from '../../values/aws-fields';
import { onChange, onChangeWith, onPresence } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { S3_KEY, S3_PREFIX } from '../../values/limits/storage';
import type { TextLimit } from '../../values/limits/text-limit';
import { s3Bucket } from '../../values/s3-bucket';

const RULE_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  allowed: 'letters, digits, hyphens and underscores, at most 100',
  example: 'results',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html',
};

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const STORAGE_CLASSES = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];

const BLOCK: TextLimit = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  longest: 200,
  allowed: 'the name of a block in Prefect: lower-case letters, digits and hyphens in between',
  example: 'flow-results',
  source: 'https://docs.prefect.io/v3/concepts/blocks',
};

const days = wholeNumber(1, 36_500, 30);
const UPDATES = onChange('updates the bucket');

const lifecycleRule = group({
  prefix: text(S3_PREFIX)
    .optional()
    .describe('Only objects whose keys begin so, for example results/. Default: all objects.'),
  expire_days: days.optional().describe('Days after which objects are deleted.'),
  transition_days: wholeNumber(0, 36_500, 30)
    .optional()
    .describe('Days after which objects move to storage_class. STANDARD_IA and ONEZONE_IA require at least 30.'),
  storage_class: z
    .enum(STORAGE_CLASSES)
    .optional()
    .describe('The storage class. Objects in GLACIER and DEEP_ARCHIVE must be restored before they can be read.'),
});

const results = group({
  block: text(BLOCK).describe(
    'The name of the block, for this bucket alone in its workspace. The runbook has the command that creates it.',
  ),
  folder: text(S3_KEY).default('results').describe('The folder in the bucket.'),
})
  .describe(
    'Store the results of flows and tasks in the bucket: flow runs get PREFECT_DEFAULT_RESULT_STORAGE_BLOCK and PREFECT_RESULTS_PERSIST_BY_DEFAULT, unless flow_runs.environment sets them. The image of flow runs must contain prefect-aws.',
  )
  .meta(onChange('requires an update of the work pool'));

export const bucket = group({
  name: s3Bucket()
    .register(EXAMPLES, { example: 'my-team-flows' })
    .optional()
    .describe(
      'Create a bucket of this name, which must be unique in AWS. It is encrypted, has versions, and refuses public access and plain HTTP.',
    )
    .meta(
      onChangeWith(
        'The objects stay in the old bucket, which AWS does not delete before it is empty: copy them, empty it, and apply again.',
        'replaces the bucket',
        'updates the permissions',
      ),
    ),
  existing: s3Bucket()
    .register(EXAMPLES, { example: 'my-team-flows' })
    .optional()
    .describe('The name of an existing bucket, instead of a created one. Its policy must allow the task role.')
    .meta(onChange('creates or deletes the bucket', 'updates the permissions')),
  access: z
    .enum(['read_write', 'read'])
    .default('read_write')
    .describe('What a created task role of flow runs is allowed to do with the objects.')
    .meta(onChange('updates the permissions')),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the objects; the task role gets the permission to use it. Default: a key of S3.',
    )
    .meta(onChange('updates the bucket', 'updates the permissions')),
  versioning: z
    .boolean()
    .default(true)
    .describe('Keep older versions of objects. false: suspended; existing versions stay.')
    .meta(UPDATES),
  keep_noncurrent_days: days
    .default(90)
    .describe('Days after which older versions of objects are deleted.')
    .meta(UPDATES),
  lifecycle: z
    .record(text(RULE_NAME), lifecycleRule)
    .default({})
    .describe('Rules by name that delete objects or move them to a cheaper storage class.')
    .meta(UPDATES),
  eventbridge: z
    .boolean()
    .default(false)
    .describe('Send an event to EventBridge for each object that is created or deleted.')
    .meta(UPDATES),
  results: results.optional(),
})
  .describe(
    'An S3 bucket for the code and the results of flows, created or existing. Requires flow_runs.task_role, which gets the permissions. A created bucket is never emptied: terraform destroy fails while it contains objects.',
  )
  .meta(
    onPresence(
      ['creates or deletes the bucket', 'updates the permissions', 'requires an update of the work pool'],
      ['updates the bucket'],
    ),
  );
export type Bucket = z.output<typeof bucket>;

EXAMPLES.add(lifecycleRule, { example: { prefix: 'results/', expire_days: 30 } });
EXAMPLES.add(bucket, { example: { name: 'my-team-flows' } });
