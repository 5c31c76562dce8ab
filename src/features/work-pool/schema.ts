import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { QUEUE_NAME } from '../../values/limits/prefect';
import { WORKER_NAME } from '../../values/limits/terraform';

export const workPool = z
  .enum(['output', 'managed'])
  .default('output')
  .describe(
    'Who creates the work pool. output: you, with the command of the runbook. managed: Terraform, with the provider prefecthq/prefect (tested with 2.26.0 and 3.4.1), which reads its key from PREFECT_API_KEY or PREFECT_BASIC_AUTH_KEY; import an existing pool first.',
  )
  .meta(
    onChangeWith(
      'The outputs stay. From managed to output, first run terraform state rm, as the runbook shows: without its provider, Terraform cannot plan.',
      'has no effect on AWS',
    ),
  );

const queue = group({
  priority: wholeNumber(1, 1_000_000, 1)
    .optional()
    .describe('1 is the highest: its flow runs are submitted before those of all others. Default: the lowest.')
    .meta(onChangeWith('It moves others: apply again until the plan is empty.', 'has no effect on AWS')),
  concurrency_limit: wholeNumber(0, 1_000_000, 4)
    .optional()
    .describe('Maximum number of flow runs of this queue that run at the same time; 0 stops it. Default: no limit.'),
  worker: text(WORKER_NAME)
    .optional()
    .describe('The further worker (workers.NAME) whose work pool has the queue. Default: that of the first worker.'),
});

export const workPoolQueues = z
  .record(text(QUEUE_NAME), queue)
  .register(EXAMPLES, { example: { urgent: { priority: 1, concurrency_limit: 4 } } })
  .default({})
  .describe(
    'Work queues of the work pools, by name. With work_pool: managed, Terraform creates them; otherwise the runbook has the command. Every work pool has a queue default. To have a worker poll only some of them, set prefect.work_queues.',
  )
  .meta(onChange('has no effect on AWS'));
