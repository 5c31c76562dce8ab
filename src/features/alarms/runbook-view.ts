import { type Environment, taskRoleIsGiven } from '../../environment/environment';
import { createdInShell } from '../../runbook/created-names';
import { eventQueueInWords, flowLogGroupInWords } from '../../runbook/in-words';
import { nameInShell, shellWord } from '../../runbook/shell';
import { code, markdown } from '../../runbook/template';
import { strandedRuns } from '../crash-detection/stranded-runs';
import { physicalNames, randomEndOf } from '../names/physical-names';
import { workersOf } from '../workers/workers-of';

/** What the runbook says of crash detection; null where there is none. */
export function crashView(environment: Environment) {
  const { crashDetection, logs, flowRuns, roles, inputs, prefect, region } = environment;
  if (crashDetection === undefined) return null;
  const { existingQueue, kmsKey, forwardLogs, maxReceiveCount } = crashDetection;
  const log = flowLogGroupInWords(environment);
  const named = flowRuns === undefined || flowRuns.log.group === 'worker' ? logs.name : flowRuns.log.name;
  const queue = eventQueueInWords(environment);
  const queues =
    existingQueue === undefined
      ? (['eventQueue', 'failedEventQueue', 'undeliveredEventQueue'] as const).map((of) =>
          createdInShell(environment, of),
        )
      : [nameInShell(existingQueue, region, (arn) => arn.split(':').at(-1) ?? arn)];
  return {
    made: existingQueue === undefined,
    rule: existingQueue === undefined ? ruleInShell(environment) : '',
    queue: typeof existingQueue === 'object' ? `the queue, ${markdown(queue)}` : `the queue ${code(queue)}`,
    queueList: queues.join(' '),
    region: typeof existingQueue === 'string' ? (existingQueue.split(':')[3] ?? region) : region,
    kms: kmsKey !== undefined,
    givenRole: taskRoleIsGiven(roles, inputs.workerTaskRoleArn !== undefined),
    ownStatements: roles.task?.ownStatements !== undefined,
    forwardsLogs: forwardLogs,
    log: typeof named === 'object' ? markdown(log) : code(log),
    receives: maxReceiveCount,
    limited: prefect.limit !== undefined,
    strandedRuns: shellWord(JSON.stringify(strandedRuns(inputs.workerWorkPoolName, 900))),
  };
}

/** The arguments that name the rule; empty where only Terraform knows its name. */
function ruleInShell({ crashDetection, inputs, naming }: Environment): string {
  if (randomEndOf('eventRule', naming) > 0) return '';
  const bus = crashDetection?.eventBus;
  const name = shellWord(physicalNames(inputs.name, naming).eventRule);
  return `--name ${name}${bus === undefined ? '' : ` --event-bus-name ${shellWord(bus)}`}`;
}

/** What the runbook says of whom is told, and of what; null where nobody is. */
export function alarmsView(environment: Environment) {
  const { alarms, service } = environment;
  if (alarms === undefined) return null;
  const {
    topic,
    furtherTopics,
    kmsKey,
    dashboard,
    tasksMissing,
    oldestEvent,
    failedEvents,
    undeliveredEvents,
    workerLog,
  } = alarms;
  const givenTopics = [...(topic === undefined ? [] : [topic]), ...furtherTopics];
  const counted = workersOf(environment).flatMap(({ name, desiredCount }) => {
    const settings = name === undefined ? service.create && tasksMissing : alarms.furtherTasksMissing[name];
    if (!settings) return [];
    return [{ end: name === undefined ? '' : `-${name}`, fewest: settings.fewest ?? desiredCount }];
  });
  const uses = workersOf(environment).flatMap(({ name, service: { create } }) =>
    [
      { of: 'cpu', what: 'CPU', settings: alarms.highCpu },
      { of: 'memory', what: 'memory', settings: alarms.highMemory },
    ].flatMap(({ of, what, settings }) =>
      settings && create ? [{ end: `${of}${name === undefined ? '' : `-${name}`}`, what, ...settings }] : [],
    ),
  );
  const watched: [string, unknown][] = [
    ...counted.map(({ end }): [string, unknown] => [`tasks-missing${end}`, tasksMissing]),
    ...uses.map(({ end }): [string, unknown] => [`high-${end}`, end]),
    ['oldest-event', oldestEvent],
    ['failed-events', failedEvents],
    ['undelivered-events', undeliveredEvents],
    ['log', workerLog],
  ];
  const tried = watched.find(([, settings]) => settings !== undefined)?.[0] ?? '';
  return {
    madeTopic: topic === undefined,
    topicNameInShell: createdInShell(environment, 'alarmTopic'),
    given: givenTopics.length > 0,
    severalGiven: givenTopics.length > 1,
    givenTopics: givenTopics.map(topicInWords).join(', '),
    kms: kmsKey !== undefined,
    dashboard,
    counted,
    uses,
    oldestEvent: oldestEvent !== undefined,
    failedEvents: failedEvents !== undefined,
    undeliveredEvents: undeliveredEvents !== undefined,
    log: workerLog !== undefined,
    serviceEvents: alarms.serviceEvents !== undefined,
    anything: tried !== '' || alarms.serviceEvents !== undefined,
    anyAlarm: tried !== '',
    /** An alarm to try it with; empty where there is none. */
    tried,
  };
}

function topicInWords(topic: NonNullable<NonNullable<Environment['alarms']>['topic']>): string {
  return typeof topic === 'object' ? `in the parameter ${code(topic.ssmParameter ?? '')}` : code(topic);
}
