import { isDeepStrictEqual } from 'node:util';
import { each, noEffect, noEffectAt, pathsInFile, type Rule, warning, when } from '../../environment/rule';
import { suggestionOfKnown } from '../../stack-file/nearest';
import { isLoggedElsewhere } from '../container/resolve';
import { toEnable } from '../crash-detection/to-enable';
import { workersOf } from '../workers/workers-of';

const GROUP = 'alarms';

const existingTopics: Rule = (environment) => {
  const { alarms, region } = environment;
  const { topic, furtherTopics = [] } = alarms ?? {};
  const existing = [
    ...(topic === undefined ? [] : [{ path: [GROUP, 'topic'], given: topic }]),
    ...furtherTopics.map((given, index) => ({ path: [GROUP, 'further_topics', index], given })),
  ];
  return each(existing, ({ path, given }) =>
    when(
      typeof given === 'string' && given.split(':')[3] !== region,
      path,
      `must be a topic in ${region}: an alarm cannot notify a topic in another region`,
      `set a topic of ${region}, or remove it${path[1] === 'topic' ? ' to create one' : ''}`,
    ),
  );
};

const eachTopicOnce: Rule = ({ alarms }) => {
  const { topic, furtherTopics = [] } = alarms ?? {};
  return furtherTopics.flatMap((given, index) =>
    when(
      isDeepStrictEqual(given, topic),
      [GROUP, 'further_topics', index],
      'duplicates topic: it would get each message twice',
      'remove one',
    ),
  );
};

const ofCreatedTopic: Rule = (environment) => {
  const hasExistingTopic = environment.alarms?.topic !== undefined;
  return pathsInFile(environment, [GROUP], ['email', 'kms_key']).flatMap((path) =>
    noEffect(hasExistingTopic, path, 'it applies only to a topic that this stack creates', 'remove topic'),
  );
};

const metricFilters: Rule = ({ alarms, logs }) => {
  if (alarms?.workerLog === undefined) return [];
  const reasons: [boolean, string][] = [
    [logs.group === 'none', 'with logs.group: none there is no log'],
    [logs.group === 'by_driver', 'with logs.group: by_driver there is no log group before the first task starts'],
    [logs.class === 'INFREQUENT_ACCESS', 'metric filters are not available with logs.class: INFREQUENT_ACCESS'],
  ];
  return reasons.flatMap(([is, why]) =>
    when(is, [GROUP, 'worker_log'], `is not available: ${why}`, 'set alarms.worker_log: false, or change logs'),
  );
};

/** Whoever sends the log elsewhere leaves the log group empty. */
const logIsWritten: Rule = (environment) => {
  if (environment.alarms?.workerLog === undefined) return [];
  const elsewhere = workersOf(environment).every(({ container }) => isLoggedElsewhere(container.logConfiguration));
  return warning(
    'silent-alarm',
    elsewhere,
    [GROUP, 'worker_log'],
    'never fires: worker.log_configuration sends the log elsewhere, and the log group of the alarm stays empty',
    'set alarms.worker_log: false, or acknowledge it if something else writes the log there',
  );
};

/** The topic is created all the same, for alarms of the user's own. */
const nothingToWatch: Rule = (environment) => {
  const { alarms } = environment;
  if (alarms === undefined) return [];
  const isServed = workersOf(environment).some(({ service }) => service.create);
  const { tasksMissing, highCpu, highMemory, oldestEvent, failedEvents, undeliveredEvents } = alarms;
  const watched = [
    ...[tasksMissing, highCpu, highMemory, oldestEvent, failedEvents, undeliveredEvents],
    ...[alarms.workerLog, alarms.serviceEvents, alarms.dashboard || undefined],
  ];
  return warning(
    'silent-alarm',
    !isServed || watched.every((one) => one === undefined),
    [GROUP],
    `creates no alarm, dashboard or rule: ${isServed ? 'each of them is disabled' : 'this stack creates no service'}`,
    'remove it, or set alarms: null if it comes from a base',
  );
};

const OF_QUEUES = ['oldest_event', 'failed_events', 'undelivered_events'];

const queues: Rule = (environment) => {
  const { alarms, crashDetection, region } = environment;
  if (alarms === undefined) return [];
  const asked = pathsInFile(environment, [GROUP], OF_QUEUES).filter((path) => environment.fileValue(path) !== false);
  if (crashDetection === undefined) {
    return asked.flatMap((path) =>
      noEffectAt(path, 'crash detection is disabled, so there is no queue', toEnable(environment)),
    );
  }
  const { existingQueue } = crashDetection;
  if (existingQueue === undefined) return [];
  const elsewhere = typeof existingQueue === 'string' && ![undefined, region].includes(existingQueue.split(':')[3]);
  return [
    ...asked.flatMap((path) =>
      noEffect(
        path[1] !== 'oldest_event',
        path,
        'with crash_detection.existing_queue, this stack has no dead-letter queues',
      ),
    ),
    ...when(
      elsewhere && alarms.oldestEvent !== undefined,
      [GROUP, 'oldest_event'],
      `is not available: the queue is not in ${region}, and an alarm cannot read metrics of another region`,
      'set alarms.oldest_event: false',
    ),
  ];
};

const alarmCanEnd: Rule = (environment) => {
  const { alarms, inputs } = environment;
  const path = [GROUP, 'tasks_missing', 'fewest'];
  const fewest = alarms?.tasksMissing?.fewest;
  if (!environment.isInFile(path) || fewest === undefined) return [];
  const { autoscaling, schedule } = environment.service;
  const scaled = [autoscaling, ...Object.values(schedule ?? {})]
    .flatMap((one) => one?.min ?? [])
    .filter((min) => min > 0);
  const least = scaled.length === 0 ? inputs.workerDesiredCount : Math.min(...scaled);
  return when(
    fewest > least,
    path,
    scaled.length === 0
      ? `must be at most worker_desired_count, ${least}: otherwise the alarm never ends`
      : `must be at most ${least}, the least min of service.autoscaling and service.schedule: otherwise the alarm never ends while so few tasks are enough`,
    scaled.length === 0
      ? 'reduce it, or remove it: worker_desired_count is the default'
      : 'reduce it, or remove it: that min is the default',
  );
};

/** Without a running task there is no metric, which is no alarm with quiet_when_none. */
const alarmCanFire: Rule = (environment) => {
  const { tasksMissing, furtherTasksMissing = {} } = environment.alarms ?? {};
  return each(workersOf(environment), ({ name, desiredCount }) => {
    const settings = name === undefined ? tasksMissing : furtherTasksMissing[name];
    return warning(
      'silent-alarm',
      settings?.quietWhenNone && (settings.fewest ?? desiredCount) <= 1,
      [GROUP, 'tasks_missing'],
      `${name === undefined ? '' : `of the worker ${name} `}never fires: it requires at least 1 task, and does not fire while no task runs`,
      'set quiet_when_none: false, run at least 2 tasks, or set tasks_missing: false and use worker_log and service_events',
    );
  });
};

/** Tasks have a limit of CPU and memory, so that a service uses no more than all of them. */
const thresholdsAreReached: Rule = ({ alarms, crashDetection }) => {
  const { oldestEvent } = alarms ?? {};
  const kept = crashDetection?.existingQueue === undefined ? crashDetection?.messageRetentionSeconds : undefined;
  return [
    ...(['highCpu', 'highMemory'] as const).flatMap((alarm) =>
      warning(
        'silent-alarm',
        (alarms?.[alarm]?.moreThan ?? 0) >= 100,
        [GROUP, alarm === 'highCpu' ? 'high_cpu' : 'high_memory', 'more_than'],
        'never fires: tasks use at most 100 percent, and the alarm requires more',
        'set at most 99, for example 90',
      ),
    ),
    ...warning(
      'silent-alarm',
      oldestEvent !== undefined && kept !== undefined && kept <= oldestEvent.minutes * 60,
      [GROUP, 'oldest_event', 'minutes'],
      `never fires: crash_detection.message_retention_seconds deletes each event after ${kept} seconds`,
      'reduce it, or raise crash_detection.message_retention_seconds',
    ),
  ];
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html, November 2026. */
const SERVICE_EVENTS: readonly string[] = [
  ...['SERVICE_STEADY_STATE', 'TASKSET_STEADY_STATE', 'CAPACITY_PROVIDER_STEADY_STATE'],
  ...['SERVICE_DESIRED_COUNT_UPDATED', 'TASKS_STOPPED', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
  ...['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED', 'SERVICE_TASK_START_IMPAIRED'],
  ...['SERVICE_DISCOVERY_INSTANCE_UNHEALTHY', 'VPC_LATTICE_TARGET_UNHEALTHY', 'ECS_OPERATION_THROTTLED'],
  ...['SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', 'SERVICE_DISCOVERY_OPERATION_THROTTLED'],
  ...['SERVICE_TASK_PLACEMENT_FAILURE', 'SERVICE_TASK_CONFIGURATION_FAILURE', 'SERVICE_HEALTH_UNKNOWN'],
];

const knownEvents: Rule = ({ alarms }) =>
  (alarms?.serviceEvents?.names ?? []).flatMap((name, index) =>
    warning(
      'unknown-event',
      !SERVICE_EVENTS.includes(name),
      [GROUP, 'service_events', 'names', index],
      'is not a service event that ECS had in November 2026: it never reaches the topic',
      suggestionOfKnown(name, SERVICE_EVENTS),
    ),
  );

export const ALARM_RULES: readonly Rule[] = [
  nothingToWatch,
  knownEvents,
  existingTopics,
  eachTopicOnce,
  ofCreatedTopic,
  metricFilters,
  logIsWritten,
  queues,
  alarmCanEnd,
  alarmCanFire,
  thresholdsAreReached,
];
