import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { EXAMPLES, group, text } from '../../values/fields';
import { LOG_GROUP_NAME, LOG_STREAM_PREFIX } from '../../values/limits';

export const logs = group({
  group: z
    .enum(['created', 'existing', 'by_driver', 'none'])
    .default('created')
    .describe(
      "The worker's log group: created by this stack; existing; by_driver (made by the log driver at the first start, and never removed); or none, where the worker keeps no log.",
    ),
  name: orParameter(text(LOG_GROUP_NAME))
    .optional()
    .describe(
      "The group's name. A changed name starts an empty log and deletes the old one. Default: names.log_group.",
    ),
  stream_prefix: text(LOG_STREAM_PREFIX)
    .optional()
    .describe("First part of each stream's name. Default: the container's name."),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed key of the created group. Its key policy must allow logs.REGION.amazonaws.com to use it.',
    ),
  class: z
    .enum(['STANDARD', 'INFREQUENT_ACCESS'])
    .optional()
    .describe(
      'INFREQUENT_ACCESS costs half to write, and has no metric filters, no live tail and no GetLogEvents. Fixed when the group is made: a change deletes the log. Default: STANDARD.',
    ),
}).describe("Where the worker's log goes. How long it is kept: worker_log_retention_in_days (0 for ever).");

EXAMPLES.add(logs, { example: { name: '/team/prefect' } });
