import type { Environment } from '../../environment/environment';
import { createdInShell } from '../../runbook/created-names';
import { code } from '../../runbook/template';
import { workersOf } from '../workers/workers-of';

type Alarms = NonNullable<Environment['alarms']>;

/** What the runbook says of the alarms and of the topics that they notify; null where there are none. */
export function alarmsView(environment: Environment) {
  const { alarms } = environment;
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
  const existingTopics = [...(topic === undefined ? [] : [topic]), ...furtherTopics];
  const counted = countedServices(environment, alarms);
  const uses = watchedUses(environment, alarms);
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
    createsTopic: topic === undefined,
    topicNameInShell: createdInShell(environment, 'alarmTopic'),
    hasExistingTopics: existingTopics.length > 0,
    severalExistingTopics: existingTopics.length > 1,
    existingTopics: existingTopics.map(topicInWords).join(', '),
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

/** The services whose tasks are counted: the end of the alarm's name, and what it means. */
function countedServices(environment: Environment, { tasksMissing, furtherTasksMissing }: Alarms) {
  return workersOf(environment).flatMap(({ name, desiredCount }) => {
    const settings = name === undefined ? environment.service.create && tasksMissing : furtherTasksMissing[name];
    if (!settings) return [];
    const fewest = settings.fewest ?? desiredCount;
    const missing = fewest === 1 ? 'no task runs' : `fewer than ${fewest} tasks run`;
    return [{ end: name === undefined ? '' : `-${name}`, missing }];
  });
}

/** The alarms on what tasks use of their CPU and memory. */
function watchedUses(environment: Environment, { highCpu, highMemory }: Alarms) {
  const created = workersOf(environment).filter(({ service }) => service.create);
  return created.flatMap(({ name }) => {
    const [end, group] = name === undefined ? ['', ''] : [`-${name}`, `workers.${name}.`];
    return [
      ...(highCpu ? [{ end: `cpu${end}`, what: 'CPU', field: `${group}worker_cpu`, ...highCpu }] : []),
      ...(highMemory ? [{ end: `memory${end}`, what: 'memory', field: `${group}worker_memory`, ...highMemory }] : []),
    ];
  });
}

function topicInWords(topic: NonNullable<Alarms['topic']>): string {
  return typeof topic === 'object' ? `in the parameter ${code(topic.ssmParameter ?? '')}` : code(topic);
}
