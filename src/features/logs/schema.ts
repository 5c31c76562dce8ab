import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import { LOG_GROUP_NAME, LOG_STREAM_PREFIX } from '../../values/limits/cloudwatch';

export const logs = group({
  group: z
    .enum(['created', 'existing', 'by_driver', 'none'])
    .default('created')
    .describe(
      'The log group of the worker. created: by this stack. existing: logs.name. by_driver: created by the log driver at the first start, and never deleted. none: no log.',
    )
    .meta(
      onChangeWith(
        'From created to another one, the old log group is deleted with its logs.',
        'creates or deletes the log group',
        'restarts the worker',
        'updates the permissions',
      ),
    ),
  name: orParameter(text(LOG_GROUP_NAME))
    .optional()
    .describe('The name of the log group. Default: names.log_group.')
    .meta(
      onChangeWith(
        'The old log group is deleted with its logs.',
        'replaces the log group',
        'restarts the worker',
        'updates the permissions',
      ),
    ),
  stream_prefix: text(LOG_STREAM_PREFIX)
    .optional()
    .describe('Prefix of the log streams. Default: the name of the container.')
    .meta(onChange('restarts the worker')),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the created log group. Its key policy must allow logs.REGION.amazonaws.com to use it.',
    )
    .meta(onChange('updates the log group')),
  class: z
    .enum(['STANDARD', 'INFREQUENT_ACCESS'])
    .optional()
    .describe(
      'INFREQUENT_ACCESS costs half as much to write, but has no metric filters, no Live Tail and no GetLogEvents. Default: STANDARD.',
    )
    .meta(
      onChangeWith(
        'Change name with it: a region takes no second log group of one name. The logs of the old one are deleted.',
        'replaces the log group',
      ),
    ),
  skip_destroy: z
    .boolean()
    .default(false)
    .describe(
      'Keep the created log group, with its logs, when it is replaced or destroyed. To create the environment again, set group: existing and name, or import the group.',
    )
    .meta(onChange('updates the log group')),
}).describe('The log of the worker. worker_log_retention_in_days sets how long it is kept.');

EXAMPLES.add(logs, { example: { name: '/team/prefect' } });
