import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { group, text, wholeNumber } from '../../values/fields';
import { SQS_QUEUE, TASK_FAMILY } from '../../values/limits';

export const crashDetection = group({
  enabled: z
    .boolean()
    .optional()
    .describe(
      'Whether the worker is told when the task of a flow run stops. Without it a run whose task dies stays Running in Prefect, or Pending. Default: true in hardened for a worker_type of ecs here (one that an apply sets changes nothing of it), false in reference.',
    ),
  existing_queue: orParameter(text(SQS_QUEUE))
    .optional()
    .describe(
      'A queue of this account that already gets the task state changes of the cluster, by name or ARN; several environments may share it. No queue and no rule are made then. A change restarts the worker.',
    ),
  families: z
    .array(text(TASK_FAMILY))
    .optional()
    .describe(
      'Further families of task definitions whose tasks are flow runs, beside prefect_POOL_…: those that a deployment names itself. A * at the end stands for anything.',
    ),
  kms_key: kmsKey
    .optional()
    .describe(
      "The customer-managed key of the queues. Its key policy must let events.amazonaws.com use it (the runbook has the statement), or every event is lost without a word; alias/aws/sqs does not, and is refused. Default: SQS's own encryption, which costs nothing.",
    ),
  message_retention_seconds: wholeNumber(60, 1_209_600)
    .optional()
    .describe(
      'How long an event waits for a worker. ECS forgets a stopped task after about an hour, and then its event helps nobody: more only lets a worker that was away work through a longer queue first. Default: 7200.',
    ),
  max_receive_count: wholeNumber(1, 1000)
    .optional()
    .describe('How often an event is handed out before it goes to the dead-letter queue. Default: 5.'),
  forward_logs: z
    .boolean()
    .optional()
    .describe(
      "Whether the last lines of a run that died before it reached Prefect are copied from CloudWatch to the run's page. Default: true, where the log can be read.",
    ),
  forward_logs_max_events: wholeNumber(1, 10_000).optional().describe('How many lines at most. Default: 500.'),
}).describe(
  'How the worker learns that a flow run crashed: ECS tells EventBridge, which fills a queue that the worker reads. Costs a few cents a month.',
);
