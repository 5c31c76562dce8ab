import { givenOf, isGiven, type Rule, warning, when } from '../../environment/rule';

const GROUP = 'alarms';

const topicIsGivenOrMade: Rule = (environment) => {
  const { alarms, region } = environment;
  if (alarms?.topic === undefined) return [];
  const { topic } = alarms;
  const where = typeof topic === 'string' ? topic.split(':')[3] : region;
  return [
    ...givenOf(environment, [GROUP], ['email', 'kms_key']).flatMap((path) =>
      when(true, path, 'must be left out beside topic: it is about the topic that this stack would make'),
    ),
    ...when(where !== region, [GROUP, 'topic'], `must be a topic in ${region}: an alarm tells none in another region`),
  ];
};

const logHasMetricFilters: Rule = ({ alarms, logs }) => {
  if (alarms?.workerLog === undefined) return [];
  const reasons: [boolean, string][] = [
    [logs.group === 'none', 'logs.group: none keeps no log'],
    [logs.group === 'by_driver', 'logs.group: by_driver has no group before the first task has started'],
    [logs.class === 'INFREQUENT_ACCESS', 'logs.class: INFREQUENT_ACCESS has no metric filters'],
  ];
  return reasons.flatMap(([is, why]) =>
    when(is, [GROUP, 'worker_log'], `must be false: ${why}`, 'or change logs, and the log is watched'),
  );
};

const OF_QUEUES = ['oldest_event', 'failed_events', 'undelivered_events'];

const queuesAreThere: Rule = (environment) => {
  const { alarms, crashDetection, region } = environment;
  if (alarms === undefined) return [];
  const asked = givenOf(environment, [GROUP], OF_QUEUES).filter((path) => environment.given(path) !== false);
  if (crashDetection === undefined) {
    return asked.flatMap((path) =>
      when(
        true,
        path,
        'must be left out where crash detection is off: there is no queue',
        'turn it on: crash_detection.enabled: true (it is off in preset reference, and for workers that are not ecs)',
      ),
    );
  }
  const { existingQueue } = crashDetection;
  if (existingQueue === undefined) return [];
  const elsewhere = typeof existingQueue === 'string' && ![undefined, region].includes(existingQueue.split(':')[3]);
  return [
    ...asked.flatMap((path) =>
      when(
        path[1] !== 'oldest_event',
        path,
        'must be left out beside crash_detection.existing_queue: its dead-letter queues belong to others, who watch them',
      ),
    ),
    ...when(
      elsewhere && alarms.oldestEvent !== undefined,
      [GROUP, 'oldest_event'],
      `must be false: the queue is not in ${region}, and an alarm sees no metric of another region`,
    ),
  ];
};

const canEverBeOver: Rule = (environment) => {
  const { alarms, inputs } = environment;
  const path = [GROUP, 'tasks_missing', 'fewest'];
  const fewest = alarms?.tasksMissing?.fewest;
  return when(
    isGiven(environment, path) && fewest !== undefined && fewest > inputs.workerDesiredCount,
    path,
    `must be at most worker_desired_count, ${inputs.workerDesiredCount}: the alarm would never be over`,
  );
};

/** What runs no task sends no metric: it counts as no alarm, and so does what would fire at fewer than one. */
const canEverFire: Rule = ({ alarms, inputs }) => {
  const settings = alarms?.tasksMissing;
  return warning(
    'silent-alarm',
    settings?.quietWhenNone && (settings.fewest ?? inputs.workerDesiredCount) <= 1,
    [GROUP, 'tasks_missing'],
    'never fires: it asks for 1 task at least, and is quiet while there is none',
    'set quiet_when_none: false, run 2 tasks at least, or rely on worker_log and service_events and set tasks_missing: false',
  );
};

export const ALARM_RULES: readonly Rule[] = [
  topicIsGivenOrMade,
  logHasMetricFilters,
  queuesAreThere,
  canEverBeOver,
  canEverFire,
];
