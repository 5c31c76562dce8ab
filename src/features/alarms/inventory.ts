import type { Environment } from '../../environment/environment';
import { type Item, nameFrom, nameOf, when } from '../../inventory/item';
import { busKey } from '../../inventory/scope';
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

type Alarms = NonNullable<Environment['alarms']>;

function watched(environment: Environment, settings: Alarms): readonly Item[] {
  return [
    ...missingTasks(environment, settings),
    ...uses(environment, settings),
    ...queues(environment, settings),
    ...when(
      settings.workerLog !== undefined && environment.logs.group !== 'none',
      {
        address: 'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines',
        purpose: "Counts lines of the worker's log that report a lost connection to Prefect",
        name: nameOf(environment, 'alarm', {
          end: '-log',
          within: `log group ${logGroup(environment)} in ${environment.region}`,
        }),
      },
      alarm(environment, 'log', 'Alarm: the worker logs such lines'),
    ),
    ...serviceEvents(environment, settings),
    ...when(settings.dashboard, {
      address: 'aws_cloudwatch_dashboard.prefect_worker_dashboard',
      purpose: 'Dashboard of the worker',
      name: nameOf(environment, 'dashboard'),
    }),
  ];
}

function alarm(environment: Environment, end: string, purpose: string): Item {
  return {
    address: `aws_cloudwatch_metric_alarm.prefect_worker_${end.replaceAll('-', '_')}`,
    purpose,
    name: nameOf(environment, 'alarm', { end: `-${end}` }),
  };
}

function missingTasks(environment: Environment, { tasksMissing, furtherTasksMissing }: Alarms): Item[] {
  return [
    ...when(
      tasksMissing !== undefined && environment.service.create,
      alarm(environment, 'tasks-missing', 'Alarm: fewer tasks run than required'),
    ),
    ...Object.keys(furtherTasksMissing).map((worker) =>
      alarm(environment, `tasks-missing-${worker}`, `Alarm: fewer tasks of the worker ${worker} run than required`),
    ),
  ];
}

function uses(environment: Environment, { highCpu, highMemory }: Alarms): Item[] {
  return workersOf(environment)
    .filter(({ service }) => service.create)
    .flatMap(({ name }) => {
      const [end, whose] = name === undefined ? ['', 'the worker'] : [`-${name}`, `the worker ${name}`];
      return [
        ...when(
          highCpu !== undefined,
          alarm(environment, `high-cpu${end}`, `Alarm: the tasks of ${whose} use much CPU`),
        ),
        ...when(
          highMemory !== undefined,
          alarm(environment, `high-memory${end}`, `Alarm: the tasks of ${whose} use much memory`),
        ),
      ];
    });
}

function queues(environment: Environment, { oldestEvent, failedEvents, undeliveredEvents }: Alarms): Item[] {
  return [
    ...when(
      oldestEvent !== undefined && environment.crashDetection !== undefined,
      alarm(environment, 'oldest-event', 'Alarm: no worker reads the queue of task state changes'),
    ),
    ...when(
      failedEvents !== undefined,
      alarm(environment, 'failed-events', 'Alarm: the worker could not handle some events'),
    ),
    ...when(
      undeliveredEvents !== undefined,
      alarm(environment, 'undelivered-events', 'Alarm: EventBridge could not deliver some events'),
    ),
  ];
}

function serviceEvents(environment: Environment, settings: Alarms): readonly Item[] {
  return when(
    settings.serviceEvents !== undefined,
    {
      address: 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule',
      purpose: 'EventBridge rule that selects events of ECS about a service that cannot run',
      name: nameOf(environment, 'serviceEventRule', { within: busKey(settings.serviceEvents?.eventBus) }),
    },
    {
      address: 'aws_cloudwatch_event_target.prefect_worker_service_events_target',
      purpose: 'Sends these events to the topic',
    },
    ...settings.furtherTopics.map((_, index) => ({
      address: `aws_cloudwatch_event_target.prefect_worker_service_events_target_${index + 2}`,
      purpose: `Sends these events to topic ${index + 1} of alarms.further_topics`,
    })),
  );
}

function logGroup(environment: Environment): string {
  const { name } = environment.logs;
  return typeof name === 'object' ? JSON.stringify(name) : nameFrom(environment, 'logGroup', 'logs.name', name).text;
}
