import { detectsCrashes, logIsReadable } from '../crash-detection';
import { snakeCase } from '../fields';
import { type ConfigRule as Rule, when } from './rule';

const GROUP = 'crash_detection';

const onlyWhereItIsOn: Rule = (config) => {
  if (detectsCrashes(config)) return [];
  const { enabled, ...settings } = config.crashDetection;
  return Object.entries(settings).flatMap(([field, value]) =>
    when(
      value !== undefined,
      [GROUP, snakeCase(field)],
      'must be left out where crash detection is off',
      enabled === undefined
        ? 'turn it on: crash_detection.enabled: true (it is off in preset reference, and for workers that are not ecs)'
        : 'leave it out, or enabled: false',
    ),
  );
};

const onlyForEcsWorkers: Rule = ({ crashDetection, workerType }) =>
  when(
    crashDetection.enabled && workerType !== 'ecs',
    [GROUP, 'enabled'],
    'must be left out with a worker_type other than ecs: only an ecs worker reads the queue',
  );

const existingIsNotOurs: Rule = ({ crashDetection, region, aws }) => {
  const { existingQueue, families, messageRetentionSeconds, maxReceiveCount } = crashDetection;
  const made = { families, message_retention_seconds: messageRetentionSeconds, max_receive_count: maxReceiveCount };
  const account = typeof existingQueue === 'string' ? existingQueue.split(':')[4] : undefined;
  return [
    ...Object.entries(made).flatMap(([field, value]) =>
      when(
        existingQueue !== undefined && value !== undefined,
        [GROUP, field],
        'must be left out beside existing_queue: queue and rule belong to others, who set it',
      ),
    ),
    ...when(
      account !== undefined && aws?.accountId !== undefined && account !== aws.accountId,
      [GROUP, 'existing_queue'],
      `must be a queue of the account ${aws?.accountId} (aws.account_id): the worker looks it up by its name, in its own account`,
      `have events of ${region} delivered to a queue in this account`,
    ),
  ];
};

const forwardsWhatCanBeRead: Rule = (config) => {
  const { forwardLogs, forwardLogsMaxEvents } = config.crashDetection;
  return [
    ...when(
      forwardLogs && !logIsReadable(config),
      [GROUP, 'forward_logs'],
      'must be false where the log of the flow runs cannot be read: a group of none keeps none, and logs.class: INFREQUENT_ACCESS has no GetLogEvents',
    ),
    ...when(
      forwardLogsMaxEvents !== undefined && (forwardLogs === false || !logIsReadable(config)),
      [GROUP, 'forward_logs_max_events'],
      'must be left out where no logs are forwarded',
      'they are, where forward_logs is not false and the log can be read: not with a group of none, nor with logs.class: INFREQUENT_ACCESS',
    ),
  ];
};

export const CRASH_DETECTION_RULES: readonly Rule[] = [
  onlyWhereItIsOn,
  onlyForEcsWorkers,
  existingIsNotOurs,
  forwardsWhatCanBeRead,
];
