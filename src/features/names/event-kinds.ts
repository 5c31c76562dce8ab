import type { Kind } from './kind';
import { ALARM, DASHBOARD, EVENT_RULE, QUEUE, TOPIC } from './name-limits';

/** What of crash detection and of the alarms gets a name. */
export const EVENT_KINDS = {
  eventQueue: {
    kind: 'prefect-worker-events',
    field: 'event_queue',
    what: 'the queue of task state changes',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  failedEventQueue: {
    kind: 'prefect-worker-events-failed',
    field: 'failed_event_queue',
    what: 'the dead-letter queue of events that the worker could not handle',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  undeliveredEventQueue: {
    kind: 'prefect-worker-events-undelivered',
    field: 'undelivered_event_queue',
    what: 'the dead-letter queue of events that EventBridge could not deliver',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  eventRule: {
    kind: 'prefect-worker-events',
    field: 'event_rule',
    what: 'the rule that fills the queue of task state changes',
    limit: EVENT_RULE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  alarm: {
    kind: 'prefect-worker-alarm',
    field: 'alarm',
    what: 'the alarms, each of which ends in what it watches',
    limit: ALARM,
    createdBy: 'alarms',
  },
  alarmTopic: {
    kind: 'prefect-worker-alarms',
    field: 'alarm_topic',
    what: 'the topic of the alarms',
    limit: TOPIC,
    createdBy: 'alarms',
  },
  serviceEventRule: {
    kind: 'prefect-worker-service-events',
    field: 'service_event_rule',
    what: 'the rule that sends the service events of ECS to the alarm topic',
    limit: EVENT_RULE,
    createdBy: 'alarms',
  },
  dashboard: {
    kind: 'prefect-worker',
    field: 'dashboard',
    what: 'the dashboard',
    limit: DASHBOARD,
    createdBy: 'alarms.dashboard: true',
  },
} as const satisfies Readonly<Record<string, Kind>>;
