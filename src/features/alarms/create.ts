import type { StackContext } from '../../stack/context';
import { type Expression, literal } from '../../terraform/terraform-text';
import type { ClusterInUse } from '../cluster/create';
import type { EventQueue } from '../crash-detection/resources/event-queue';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import { AlarmTopic } from './resources/alarm-topic';
import { Dashboard } from './resources/dashboard';
import { ServiceEvents } from './resources/service-events';
import { WorkerAlarms } from './resources/worker-alarms';

type Alarms = NonNullable<StackContext['environment']['alarms']>;

export interface AlarmTargets {
  readonly cluster: ClusterInUse;
  /** The services that this stack creates, the first worker's first. */
  readonly services: readonly WatchedService[];
  readonly logs?: WorkerLogs;
  readonly events?: EventQueue;
}

export interface WatchedService {
  /** The further worker that it runs. */
  readonly worker?: string;
  /** A reference to the service: an alarm that is made before its tasks run would go off at once. */
  readonly name: string;
  /** Known before the service exists. */
  readonly plannedName: string;
  readonly desiredCount: Expression;
}

/** The ARN of the first topic that is notified, created or existing; none where no topic is. */
export function createAlarmTopic({
  scope,
  environment,
  names,
  resourceNames,
  aws,
  lookUps,
}: StackContext): string | undefined {
  if (environment.alarms === undefined) return undefined;
  const { topic, email = [], kmsKey } = environment.alarms;
  if (topic !== undefined) return lookUps.value(topic);
  return new AlarmTopic(scope, 'alarm_topic', {
    aws,
    name: resourceNames.alarmTopic,
    nameInPolicy: names.alarmTopic,
    kmsKeyArn: kmsKey && lookUps.kmsKey(kmsKey),
    email: email.map(literal),
  }).arn;
}

/** Makes what watches the worker. */
export function createAlarms(context: StackContext, topicArn: string | undefined, targets: AlarmTargets): void {
  const { scope, environment, names, resourceNames, aws } = context;
  const { alarms } = environment;
  if (alarms === undefined || topicArn === undefined) return;
  const topicArns = [topicArn, ...alarms.furtherTopics.map((topic) => context.lookUps.value(topic))];
  const { plannedName: clusterName } = targets.cluster;
  const { alarmNames } = workerAlarms(context, targets, alarms, topicArns);
  if (alarms.serviceEvents) {
    new ServiceEvents(scope, 'service_events', {
      ruleName: resourceNames.serviceEventRule,
      serviceArns: targets.services.map(({ plannedName }) => aws.arn('ecs', `service/${clusterName}/${plannedName}`)),
      eventBus: alarms.serviceEvents.eventBus && literal(alarms.serviceEvents.eventBus),
      eventNames: alarms.serviceEvents.names,
      topicArns,
    });
  }
  if (alarms.dashboard) {
    new Dashboard(scope, 'dashboard', {
      aws,
      name: names.dashboard,
      clusterName,
      services: targets.services.map(({ worker, plannedName: name }) => ({ worker, name })),
      queues: queuesOnDashboard(context, targets),
      logMetric: alarms.workerLog && `${names.alarm}-log`,
      alarmNames,
    });
  }
}

function workerAlarms(
  { scope, names }: StackContext,
  { cluster, services, logs, events }: AlarmTargets,
  {
    tasksMissing,
    furtherTasksMissing,
    highCpu,
    highMemory,
    oldestEvent,
    failedEvents,
    undeliveredEvents,
    workerLog,
    notifyWhenOk,
  }: Alarms,
  topicArns: readonly string[],
): WorkerAlarms {
  return new WorkerAlarms(scope, 'alarms', {
    name: names.alarm,
    topicArns,
    notifyWhenOk,
    clusterName: cluster.plannedName,
    tasksMissing: services.flatMap(({ worker, name: serviceName, desiredCount }) => {
      const settings = worker === undefined ? tasksMissing : furtherTasksMissing[worker];
      return settings === undefined ? [] : [{ ...settings, worker, serviceName, desiredCount }];
    }),
    highUse: services.flatMap(({ worker, name: serviceName }) => [
      ...(highCpu ? [{ ...highCpu, of: 'cpu' as const, worker, serviceName }] : []),
      ...(highMemory ? [{ ...highMemory, of: 'memory' as const, worker, serviceName }] : []),
    ]),
    oldestEvent: oldestEvent && events && { ...oldestEvent, queueName: events.name },
    failedEvents: failedEvents && { ...failedEvents, queueName: names.failedEventQueue },
    undeliveredEvents: undeliveredEvents && { ...undeliveredEvents, queueName: names.undeliveredEventQueue },
    log: workerLog && logs && { ...workerLog, groupName: logs.groupName },
  });
}

/** Those of other regions have no metrics here, and those of others are not ours to show. */
function queuesOnDashboard({ environment, names }: StackContext, { events }: AlarmTargets) {
  const { crashDetection, alarms } = environment;
  if (events === undefined || crashDetection === undefined) return undefined;
  if (crashDetection.existingQueue === undefined) {
    return { events: events.name, deadLetters: [names.failedEventQueue, names.undeliveredEventQueue] };
  }
  return alarms?.oldestEvent && { events: events.name, deadLetters: [] };
}
