import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange } from '../../values/changes';
import { group, text, wholeNumber } from '../../values/fields';
import { TASK_FAMILY } from '../../values/limits/ecs';
import { EVENT_BUS, SQS_QUEUE } from '../../values/limits/messages';

export const crashDetection = group({
  enabled: z
    .boolean()
    .optional()
    .describe(
      'Mark a flow run as crashed when its task stops. Without it, such a run stays Running or Pending in Prefect. Default: true in hardened with worker_type: ecs in this file (not with one set in a tfvars file), false in reference.',
    )
    .meta(onChange('creates or deletes the queues', 'restarts the worker', 'updates the permissions')),
  existing_queue: orParameter(text(SQS_QUEUE))
    .optional()
    .describe(
      'An existing queue of this account, by name or ARN, that receives the task state changes of the cluster; several environments of one Prefect workspace can share it. No queue and no rule are created.',
    )
    .meta(onChange('creates or deletes the queues', 'restarts the worker', 'updates the permissions')),
  families: z
    .array(text(TASK_FAMILY))
    .optional()
    .describe(
      'Further task families of flow runs, in addition to prefect_POOL_…: families that deployments set themselves. A * at the end matches any text, for example team-*.',
    )
    .meta(onChange('updates the rules of the queue')),
  event_bus: text(EVENT_BUS)
    .optional()
    .describe(
      'The name of an existing event bus, to which the account forwards the events of ECS. The rule is created on it. Default: the default bus, on which ECS puts its events.',
    )
    .meta(onChange('replaces the rules of the queue', 'updates the queues')),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the queues. Its key policy must allow events.amazonaws.com to use it (the runbook has the statement), otherwise all events are lost; alias/aws/sqs does not allow it. Default: the encryption of SQS, which is free.',
    )
    .meta(onChange('updates the queues', 'updates the permissions')),
  message_retention_seconds: wholeNumber(60, 1_209_600, 345_600)
    .optional()
    .describe(
      'Seconds that an event is kept in the queue. ECS deletes a stopped task after about an hour, so older events are of little use. Default: 7200.',
    )
    .meta(onChange('updates the queues')),
  max_receive_count: wholeNumber(1, 1000, 3)
    .optional()
    .describe('Number of deliveries of an event before it moves to the dead-letter queue. Default: 5.')
    .meta(onChange('updates the queues')),
  forward_logs: z
    .boolean()
    .optional()
    .describe(
      'Copy the last log lines of a crashed flow run from CloudWatch to Prefect, if it sent no logs itself. Default: true if the log can be read.',
    )
    .meta(onChange('restarts the worker', 'updates the permissions')),
  forward_logs_max_events: wholeNumber(1, 10_000, 100)
    .optional()
    .describe('Maximum number of log lines to copy. Default: 500.')
    .meta(onChange('restarts the worker')),
}).describe(
  'How the worker detects crashed flow runs: ECS sends an event to EventBridge, which puts it into a queue that the worker reads. Costs a few cents a month.',
);
