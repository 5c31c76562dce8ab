import * as z from 'zod';
import { onChange, onChangeWith, onChangeWithPool, onPresence } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { imageName } from '../../values/image-name';
import { MOST_TASKS, TASK_CPU, TASK_MEMORY } from '../../values/limits/ecs';
import { POOL_NAME, WORK_QUEUE_NAME } from '../../values/limits/prefect';
import { WORKER_NAME } from '../../values/limits/terraform';
import { furtherCapacity } from '../capacity/schema';
import { flowRuns } from '../flow-runs/schema';
import { service } from '../service/schema';
import { worker } from '../worker/schema';

const furtherWorker = group({
  worker_work_pool_name: text(POOL_NAME)
    .optional()
    .describe('The work pool that this worker polls.')
    .meta(onChangeWithPool('name', 'restarts the further worker', 'updates the permissions')),
  work_queues: z
    .array(text(WORK_QUEUE_NAME))
    .min(1, { error: 'must have at least one work queue' })
    .optional()
    .describe('Poll only these work queues. Default: prefect.work_queues, if it polls the same work pool.'),
  worker_cpu: wholeNumber(TASK_CPU.least, TASK_CPU.most, 2048)
    .optional()
    .describe('CPU of one task, in units of 1/1024 vCPU.'),
  worker_memory: wholeNumber(TASK_MEMORY.least, TASK_MEMORY.most, 4096)
    .optional()
    .describe('Memory of one task, in MiB.'),
  worker_image: imageName()
    .optional()
    .describe('The image of this worker; it must contain the versions that worker_image requires.')
    .meta(onChange('restarts the further worker', 'updates the permissions')),
  worker_desired_count: wholeNumber(0, MOST_TASKS, 2)
    .optional()
    .describe('Number of tasks of this worker. 0 stops it.')
    .meta(onChangeWith('Nothing restarts: ECS starts or stops tasks.', 'updates the service')),
  capacity: furtherCapacity.optional(),
  worker: worker.optional(),
  service: service.optional(),
  flow_runs: flowRuns
    .optional()
    .describe(
      'The flow runs of the work pool of this worker. It inherits no field of flow_runs. No worker before this one may poll the same work pool. The names of its resources end in the name of the worker.',
    )
    .meta(
      onPresence(
        [
          'requires an update of the work pool',
          'updates the permissions',
          'creates or deletes the log group of flow runs',
        ],
        ['requires an update of the work pool'],
      ),
    ),
})
  .describe('Defaults are the values of the first worker; capacity, worker and service are each used as a whole.')
  .meta(
    onPresence(['creates or deletes the further worker', 'updates the permissions'], ['restarts the further worker']),
  );
export type ConfiguredFurtherWorker = z.output<typeof furtherWorker>;

export const workers = z
  .record(text(WORKER_NAME), furtherWorker)
  .default({})
  .describe(
    'Further workers in this environment, by name. They share cluster, secrets, roles, network and log group with the first one; each has its own service and task definition. Their fields are also Terraform inputs, NAME_worker_….',
  )
  .meta(
    onPresence(['creates or deletes the further worker', 'updates the permissions'], ['restarts the further worker']),
  );

EXAMPLES.add(furtherWorker, { example: { worker_work_pool_name: 'my-gpu-pool' } });
