import { noEffect, noEffectAt, pathsInFile, type Rule, when } from '../../environment/rule';
import { toEnable } from './to-enable';

const GROUP = 'crash_detection';

const SETTINGS = [
  'existing_queue',
  'families',
  'event_bus',
  'kms_key',
  'message_retention_seconds',
  'max_receive_count',
  'forward_logs',
  'forward_logs_max_events',
];

const onlyWhereEnabled: Rule = (environment) => {
  if (environment.crashDetection !== undefined) return [];
  return pathsInFile(environment, [GROUP], SETTINGS).flatMap((path) =>
    noEffectAt(path, 'crash detection is disabled', toEnable(environment)),
  );
};

const onlyForEcsWorkers: Rule = (environment) =>
  noEffect(
    environment.fileValue([GROUP, 'enabled']) === true && environment.inputs.workerType !== 'ecs',
    [GROUP, 'enabled'],
    'only a worker of worker_type ecs reads the queue',
  );

const createdQueue: Rule = (environment) => {
  if (environment.crashDetection?.existingQueue === undefined) return [];
  const ofCreated = ['families', 'event_bus', 'message_retention_seconds', 'max_receive_count'];
  return pathsInFile(environment, [GROUP], ofCreated).flatMap((path) =>
    noEffectAt(path, 'it applies only to a queue that this stack creates', 'remove existing_queue'),
  );
};

const readableLog: Rule = (environment) => {
  const { crashDetection } = environment;
  if (crashDetection === undefined) return [];
  const { forwardLogs, logIsReadable } = crashDetection;
  return [
    ...when(
      forwardLogs && !logIsReadable,
      [GROUP, 'forward_logs'],
      'must be false: the log of the flow runs cannot be read (with group: none there is none, and logs.class: INFREQUENT_ACCESS has no GetLogEvents)',
      'set forward_logs: false',
    ),
    ...pathsInFile(environment, [GROUP], ['forward_logs_max_events']).flatMap((path) =>
      noEffect(
        !forwardLogs || !logIsReadable,
        path,
        'no logs are forwarded',
        'set forward_logs: true; the log must be readable, which excludes group: none and logs.class: INFREQUENT_ACCESS',
      ),
    ),
  ];
};

export const CRASH_DETECTION_RULES: readonly Rule[] = [onlyWhereEnabled, onlyForEcsWorkers, createdQueue, readableLog];
