import { detectsCrashes } from '../crash-detection';
import { type ConfigRule as Rule, when } from './rule';

const GROUP = 'alarms';

const topicIsGivenOrMade: Rule = ({ alarms, region }) => {
  if (alarms?.topic === undefined) return [];
  const { topic, email, kmsKey } = alarms;
  const where = typeof topic === 'string' ? topic.split(':')[3] : region;
  return [
    ...Object.entries({ email, kms_key: kmsKey }).flatMap(([field, value]) =>
      when(
        value !== undefined,
        [GROUP, field],
        'must be left out beside topic: it is about the topic that this stack would make',
      ),
    ),
    ...when(where !== region, [GROUP, 'topic'], `must be a topic in ${region}: an alarm tells none in another region`),
  ];
};

const logHasMetricFilters: Rule = ({ alarms, logs }) => {
  if (alarms === undefined || alarms.workerLog === false) return [];
  const reasons: [boolean, string][] = [
    [logs.group === 'none', 'logs.group: none keeps no log'],
    [logs.group === 'by_driver', 'logs.group: by_driver has no group before the first task has started'],
    [logs.class === 'INFREQUENT_ACCESS', 'logs.class: INFREQUENT_ACCESS has no metric filters'],
  ];
  return reasons.flatMap(([is, why]) =>
    when(is, [GROUP, 'worker_log'], `must be false: ${why}`, 'or change logs, and the log is watched'),
  );
};

const queuesAreThere: Rule = (config) => {
  const { alarms, crashDetection, region } = config;
  if (alarms === undefined) return [];
  const { existingQueue } = crashDetection;
  const asked = {
    oldest_event: alarms.oldestEvent,
    failed_events: alarms.failedEvents,
    undelivered_events: alarms.undeliveredEvents,
  };
  if (!detectsCrashes(config)) {
    return Object.entries(asked).flatMap(([field, value]) =>
      when(
        Boolean(value),
        [GROUP, field],
        'must be left out where crash detection is off: there is no queue',
        'turn it on: crash_detection.enabled: true (it is off in preset reference, and for workers that are not ecs)',
      ),
    );
  }
  if (existingQueue === undefined) return [];
  const elsewhere = typeof existingQueue === 'string' && ![undefined, region].includes(existingQueue.split(':')[3]);
  return [
    ...Object.entries(asked).flatMap(([field, value]) =>
      when(
        field !== 'oldest_event' && Boolean(value),
        [GROUP, field],
        'must be left out beside crash_detection.existing_queue: its dead-letter queues belong to others, who watch them',
      ),
    ),
    ...when(
      elsewhere && alarms.oldestEvent !== false,
      [GROUP, 'oldest_event'],
      `must be false: the queue is not in ${region}, and an alarm sees no metric of another region`,
    ),
  ];
};

const canEverBeOver: Rule = ({ alarms, workerDesiredCount }) => {
  const fewest = alarms?.tasksMissing ? alarms.tasksMissing.fewest : undefined;
  return when(
    fewest !== undefined && fewest > workerDesiredCount,
    [GROUP, 'tasks_missing', 'fewest'],
    `must be at most worker_desired_count, ${workerDesiredCount}: the alarm would never be over`,
  );
};

export const ALARM_RULES: readonly Rule[] = [topicIsGivenOrMade, logHasMetricFilters, queuesAreThere, canEverBeOver];
