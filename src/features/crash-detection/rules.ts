import { givenOf, type Rule, when } from '../../environment/rule';

const GROUP = 'crash_detection';

const SETTINGS = [
  'existing_queue',
  'families',
  'kms_key',
  'message_retention_seconds',
  'max_receive_count',
  'forward_logs',
  'forward_logs_max_events',
];

const onlyWhereItIsOn: Rule = (environment) => {
  if (environment.crashDetection !== undefined) return [];
  const isTurnedOff = environment.given([GROUP, 'enabled']) === false;
  return givenOf(environment, [GROUP], SETTINGS).flatMap((path) =>
    when(
      true,
      path,
      'has no effect: crash detection is disabled',
      isTurnedOff
        ? 'remove it, or remove crash_detection.enabled: false'
        : 'enable it: crash_detection.enabled: true (disabled by default in preset reference, and for workers that are not ecs)',
    ),
  );
};

const onlyForEcsWorkers: Rule = (environment) =>
  when(
    environment.given([GROUP, 'enabled']) === true && environment.inputs.workerType !== 'ecs',
    [GROUP, 'enabled'],
    'must be left out with a worker_type other than ecs: only an ecs worker reads the queue',
  );

const existingIsNotOurs: Rule = (environment) => {
  const { crashDetection, region, aws } = environment;
  const existingQueue = crashDetection?.existingQueue;
  if (existingQueue === undefined) return [];
  const account = typeof existingQueue === 'string' ? existingQueue.split(':')[4] : undefined;
  return [
    ...givenOf(environment, [GROUP], ['families', 'message_retention_seconds', 'max_receive_count']).flatMap((path) =>
      when(true, path, 'must be left out beside existing_queue: queue and rule belong to others, who set it'),
    ),
    ...when(
      account !== undefined && aws.accountId !== undefined && account !== aws.accountId,
      [GROUP, 'existing_queue'],
      `must be a queue of the account ${aws.accountId} (aws.account_id): the worker looks it up by its name, in its own account`,
      `have events of ${region} delivered to a queue in this account`,
    ),
  ];
};

const forwardsWhatCanBeRead: Rule = (environment) => {
  const { crashDetection } = environment;
  if (crashDetection === undefined) return [];
  const { forwardLogs, logIsReadable } = crashDetection;
  return [
    ...when(
      forwardLogs && !logIsReadable,
      [GROUP, 'forward_logs'],
      'must be false where the log of the flow runs cannot be read: a group of none keeps none, and logs.class: INFREQUENT_ACCESS has no GetLogEvents',
    ),
    ...givenOf(environment, [GROUP], ['forward_logs_max_events']).flatMap((path) =>
      when(
        !forwardLogs || !logIsReadable,
        path,
        'must be left out where no logs are forwarded',
        'they are, where forward_logs is not false and the log can be read: not with a group of none, nor with logs.class: INFREQUENT_ACCESS',
      ),
    ),
  ];
};

export const CRASH_DETECTION_RULES: readonly Rule[] = [
  onlyWhereItIsOn,
  onlyForEcsWorkers,
  existingIsNotOurs,
  forwardsWhatCanBeRead,
];
