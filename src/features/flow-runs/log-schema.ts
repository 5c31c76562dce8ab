import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange, onChangeWith } from '../../values/changes';
import { group, oneOf, text } from '../../values/fields';
import { LOG_GROUP_NAME, LOG_RETENTION_DAYS, LOG_STREAM_PREFIX } from '../../values/limits/cloudwatch';

export const log = group({
  group: z
    .enum(['created', 'worker', 'existing', 'none'])
    .default('created')
    .describe(
      'The log group of flow runs. created: a log group of their own, so that their logs do not trigger alarms of the worker. worker: the log group of the worker. existing: log.name. none: for a log router (log_configuration).',
    )
    .meta(
      onChangeWith(
        'When the created one is no longer used, it is deleted with its logs.',
        'requires an update of the work pool',
        'creates or deletes the log group of flow runs',
        'updates the permissions',
      ),
    ),
  name: orParameter(text(LOG_GROUP_NAME))
    .optional()
    .describe('The name of the log group. Default: names.flow_run_log_group.')
    .meta(
      onChangeWith(
        'The old log group is deleted with its logs.',
        'replaces the log group of flow runs',
        'requires an update of the work pool',
        'updates the permissions',
      ),
    ),
  stream_prefix: text(LOG_STREAM_PREFIX)
    .optional()
    .describe('Prefix of the log streams. Default: prefect-logs_POOL_DEPLOYMENT, as set by Prefect.'),
  retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe(
      'Days that the created log group keeps events; 0: for ever. With a lower number, older events are deleted.',
    )
    .meta(onChange('updates the log group of flow runs')),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the created log group. Its key policy must allow logs.REGION.amazonaws.com to use it.',
    )
    .meta(onChange('updates the log group of flow runs')),
  skip_destroy: z
    .boolean()
    .default(false)
    .describe(
      'Keep the created log group, with its logs, when it is replaced or destroyed. To create the environment again, set group: existing and name, or import the group.',
    )
    .meta(onChange('updates the log group of flow runs')),
}).describe('Where the output of flow runs is logged.');
