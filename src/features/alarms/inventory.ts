import type { Environment } from '../../environment/environment';
import { type Item, nameFrom, nameOf, when } from '../../inventory/item';
import { regionKey } from '../../inventory/scope';
import { allWorkers } from '../workers/all-workers';
import { workersOf } from '../workers/workers-of';

/** The topic, and what watches the worker and its queues. */
export function alarms(environment: Environment): readonly Item[] {
  const { alarms: settings } = environment;
  if (settings === undefined) return [];
  return [
    ...when(
      settings.topic === undefined,
      {
        address: 'aws_sns_topic.prefect_worker_alarms',
        purpose: 'SNS topic that alarms notify',
        name: nameOf(environment, 'alarmTopic'),
        ownKey: settings.kmsKey !== undefined,
      },
      {
        address: 'aws_sns_topic_policy.prefect_worker_alarms_policy',
        purpose: 'Allows only alarms and events of this account to publish',
      },
      ...(settings.email ?? []).map((_, index) => ({
        address: `aws_sns_topic_subscription.prefect_worker_alarms_email_${index + 1}`,
        purpose: `E-mail address ${index + 1} of alarms.email`,
      })),
    ),
    ...when(
      allWorkers(environment).some(({ service }) => service.create),
      ...watched(environment, settings),
    ),
  ];
}

function watched(environment: Environment, settings: NonNullable<Environment['alarms']>): readonly Item[] {
  const watchesLog = settings.workerLog !== undefined && environment.logs.group !== 'none';
  const watchesQueue = settings.oldestEvent !== undefined && environment.crashDetection !== undefined;
  const alarm = (of: string, purpose: string): Item => ({
    address: `aws_cloudwatch_metric_alarm.prefect_worker_${of.replaceAll('-', '_')}`,
    purpose,
    name: nameOf(environment, 'alarm', { end: `-${of}` }),
  });
  return [
    ...when(
      settings.tasksMissing !== undefined && environment.service.create,
      alarm('tasks-missing', 'Alarm: fewer tasks run than required'),
    ),
    ...Object.keys(settings.furtherTasksMissing).map((worker) =>
      alarm(`tasks-missing-${worker}`, `Alarm: fewer tasks of the worker ${worker} run than required`),
    ),
    ...workersOf(environment).flatMap(({ name, service }) => {
      const [end, whose] = name === undefined ? ['', 'the worker'] : [`-${name}`, `the worker ${name}`];
      const uses = [
        ...when(settings.highCpu !== undefined, alarm(`high-cpu${end}`, `Alarm: the tasks of ${whose} use much CPU`)),
        ...when(
          settings.highMemory !== undefined,
          alarm(`high-memory${end}`, `Alarm: the tasks of ${whose} use much memory`),
        ),
      ];
      return service.create ? uses : [];
    }),
    ...when(watchesQueue, alarm('oldest-event', 'Alarm: no worker reads the queue of task state changes')),
    ...when(
      settings.failedEvents !== undefined,
      alarm('failed-events', 'Alarm: the worker could not handle some events'),
    ),
    ...when(
      settings.undeliveredEvents !== undefined,
      alarm('undelivered-events', 'Alarm: EventBridge could not deliver some events'),
    ),
    ...when(
      watchesLog,
      {
        address: 'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines',
        purpose: "Counts lines of the worker's log that report a lost connection to Prefect",
        name: nameOf(environment, 'alarm', {
          end: '-log',
          within: `log group ${logGroup(environment)} in ${regionKey(environment)}`,
        }),
      },
      alarm('log', 'Alarm: the worker logs such lines'),
    ),
    ...when(
      settings.serviceEvents !== undefined,
      {
        address: 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule',
        purpose: 'EventBridge rule that selects events of ECS about a service that cannot run',
        name: nameOf(environment, 'serviceEventRule'),
      },
      {
        address: 'aws_cloudwatch_event_target.prefect_worker_service_events_target',
        purpose: 'Sends these events to the topic',
      },
      ...settings.furtherTopics.map((_, index) => ({
        address: `aws_cloudwatch_event_target.prefect_worker_service_events_target_${index + 2}`,
        purpose: `Sends these events to topic ${index + 1} of alarms.further_topics`,
      })),
    ),
    ...when(settings.dashboard, {
      address: 'aws_cloudwatch_dashboard.prefect_worker_dashboard',
      purpose: 'Dashboard of the worker',
      name: nameOf(environment, 'dashboard'),
    }),
  ];
}

function logGroup(environment: Environment): string {
  const { name } = environment.logs;
  return typeof name === 'object' ? JSON.stringify(name) : nameFrom(environment, 'logGroup', 'logs.name', name).text;
}
