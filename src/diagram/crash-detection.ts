import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Part } from './diagram';
import { flowsIn, workersIn } from './tasks';

/** How the worker learns that the task of a flow run stopped. */
export function crashDetectionIn(environment: Environment, created: Created): Part {
  const { crashDetection } = environment;
  if (crashDetection === undefined) return {};
  const receives = workersIn(environment).map(({ id }) => ({ from: id, to: 'queue', label: 'receives' }));
  const emits = flowsIn(environment).map(({ id }) => id);
  if (crashDetection.existingQueue !== undefined) {
    return {
      nodes: [{ id: 'queue', title: 'SQS queue', notes: ['task state changes'], within: 'aws', items: [] }],
      edges: receives,
    };
  }
  return {
    groups: [{ id: 'crash', title: 'Crash detection', within: 'aws', items: [], kind: 'frame' }],
    nodes: [
      {
        id: 'rule',
        title: 'EventBridge rule',
        notes: ['task state changes'],
        within: 'crash',
        items: created(/^aws_cloudwatch_event_rule\.prefect_worker_events_rule$/),
      },
      {
        id: 'queue',
        title: 'SQS queue',
        notes: ['task state changes'],
        within: 'crash',
        items: created(/^aws_sqs_queue\.prefect_worker_events$/),
      },
      {
        id: 'failed',
        title: 'Dead-letter queues',
        notes: ['events not delivered, not handled'],
        within: 'crash',
        items: created(/^aws_sqs_queue\.prefect_worker_events_(undelivered|failed)$/),
      },
    ],
    edges: [
      ...emits.map((from) => ({ from, to: 'rule', label: 'task events' })),
      { from: 'rule', to: 'queue', label: 'sends' },
      { from: 'rule', to: 'failed', label: 'if it cannot' },
      { from: 'queue', to: 'failed', label: 'after retries' },
      ...receives,
    ],
  };
}
