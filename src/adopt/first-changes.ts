import type { FoundWorker } from './found-worker';
import { SERVICE } from './sorted-by-references';
import type { Way } from './ways';

interface Change {
  readonly address: string;
  readonly what: string;
}

const TASK_DEFINITION = 'aws_ecs_task_definition.prefect_worker_task_definition';
const RESTARTS = 'a new revision: the tasks of the worker restart once';

/** What the first plan changes in place, and why. */
export function firstChanges(worker: FoundWorker, way: Way): readonly Change[] {
  return [...ofImport(worker, way), ...ofOrigin(worker)];
}

/** An imported service has FAMILY:REVISION where the stack has the ARN, and AWS keeps no settings of Terraform's own. */
function ofImport({ origin }: FoundWorker, way: Way): readonly Change[] {
  if (way !== 'import' || origin === undefined) return [];
  return [{ address: SERVICE, what: 'the same revision, by its ARN: no task restarts' }];
}

/** The plan of the registry module's state before queues is empty. */
function ofOrigin({ origin, taken }: FoundWorker): readonly Change[] {
  const has = (address: string) => taken.some(({ to }) => to === address);
  if (origin === 'recipe') return [{ address: EGRESS, what: 'its description' }];
  if (origin === undefined) {
    return [
      { address: TASK_DEFINITION, what: RESTARTS },
      {
        address: SERVICE,
        what: 'the new revision, and what the stack file does not set',
      },
      ...(has(EGRESS) ? [{ address: EGRESS, what: 'its description' }] : []),
    ];
  }
  if (!has(QUEUE)) return [];
  return [
    { address: TASK_DEFINITION, what: RESTARTS },
    { address: QUEUE, what: 'its dead-letter queue, encryption, policy and times' },
    { address: RULE, what: 'it selects the tasks of flow runs only' },
    { address: 'aws_cloudwatch_event_target.prefect_worker_events_target', what: 'a dead-letter queue' },
    { address: 'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]', what: 'the permissions on the queue' },
  ];
}

const EGRESS = 'aws_security_group_rule.network_outbound';
const QUEUE = 'aws_sqs_queue.prefect_worker_events';
const RULE = 'aws_cloudwatch_event_rule.prefect_worker_events_rule';
