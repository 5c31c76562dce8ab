import type { Environment } from '../../environment/environment';
import { type Item, nameOf } from '../../inventory/item';
import { busKey } from '../../inventory/scope';

export function crashDetection(environment: Environment): readonly Item[] {
  const { crashDetection: settings } = environment;
  if (settings === undefined || settings.existingQueue !== undefined) return [];
  const ownKey = settings.kmsKey !== undefined;
  return [
    {
      address: 'aws_cloudwatch_event_rule.prefect_worker_events_rule',
      purpose: 'EventBridge rule that selects task state changes of flow runs',
      name: nameOf(environment, 'eventRule', { within: busKey(settings.eventBus) }),
    },
    {
      address: 'aws_cloudwatch_event_target.prefect_worker_events_target',
      purpose: 'Sends these events to the queue',
    },
    {
      address: 'aws_sqs_queue.prefect_worker_events',
      purpose: 'Queue of task state changes: the worker learns from it that a flow run crashed',
      name: nameOf(environment, 'eventQueue'),
      ownKey,
    },
    {
      address: 'aws_sqs_queue.prefect_worker_events_failed',
      purpose: 'Dead-letter queue of events that the worker could not handle, kept for 14 days',
      name: nameOf(environment, 'failedEventQueue'),
      ownKey,
    },
    {
      address: 'aws_sqs_queue.prefect_worker_events_undelivered',
      purpose: 'Dead-letter queue of events that EventBridge could not deliver, kept for 14 days',
      name: nameOf(environment, 'undeliveredEventQueue'),
      ownKey,
    },
  ];
}
