import { detectsCrashes } from '../crash-detection';
import { camelCase } from '../fields';
import { KINDS, longestName, type PhysicalName } from '../names';
import { toNaming } from '../naming';
import { type Rule, when } from './rule';

const nameFits: Rule = ({ name = '', names }) => {
  const { length, reason } = longestName(toNaming(names));
  if (length < 1) return when(true, ['names', 'pattern'], `must leave room for a name: ${reason}`);
  return when(name.length > length, ['name'], `must be at most ${length} characters: ${reason}`);
};

const ownNamesFit: Rule = ({ names }) => {
  const { own } = toNaming(names);
  return Object.entries(own).flatMap(([of, name]) => {
    const { field, what, limit } = KINDS[of as PhysicalName];
    return [
      ...when(
        !limit.pattern.test(name),
        ['names', field],
        `must be a name that AWS takes for ${limit.of}: ${limit.pattern.source}`,
      ),
      ...when(
        name.length > limit.longest,
        ['names', field],
        `must be at most ${limit.longest} characters: it is the name of ${what}`,
      ),
    ];
  });
};

/** A security group may not begin with sg-, which only a pattern could bring about. */
const patternFits: Rule = ({ name = '', names }) =>
  when(
    names.pattern.startsWith('{name}') && name.startsWith('sg-'),
    ['name'],
    'must not begin with sg- where names.pattern begins with {name}: AWS takes no such name for a security group',
  );

const namesOfWhatIsNotMade: Rule = (config) => {
  const { names, cluster, logs, roles, crashDetection, alarms, network } = config;
  const { create } = network;
  const noEvents = !detectsCrashes(config) || crashDetection.existingQueue !== undefined;
  const queue = 'crash_detection that makes no queue';
  const notMade: [string, boolean, string][] = [
    ['cluster', cluster.existing !== undefined, 'cluster.existing'],
    ['log_group', logs.name !== undefined || logs.group === 'none', 'logs.name or logs.group: none'],
    ['vpc', create === undefined, 'a VPC that exists'],
    ['endpoints_security_group', create === undefined, 'a VPC that exists'],
    ['flow_logs_group', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['flow_logs_role', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['flow_logs_policy', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['execution_role', roles.execution?.existing !== undefined, 'roles.execution.existing'],
    ['task_role', roles.task?.existing !== undefined || roles.oneForBoth, 'another role that is used'],
    ['event_queue', noEvents, queue],
    ['failed_event_queue', noEvents, queue],
    ['undelivered_event_queue', noEvents, queue],
    ['event_rule', noEvents, queue],
    ['alarm', alarms === undefined, 'no alarms'],
    ['alarm_topic', alarms === undefined || alarms.topic !== undefined, 'alarms that make no topic'],
    ['service_event_rule', alarms === undefined || alarms.serviceEvents === false, 'no alarms.service_events'],
    ['dashboard', !alarms?.dashboard, 'no alarms.dashboard'],
  ];
  const given = names as Readonly<Record<string, unknown>>;
  return notMade.flatMap(([field, isNotMade, why]) =>
    when(
      isNotMade && given[camelCase(field)] !== undefined,
      ['names', field],
      `must be left out beside ${why}: none is made`,
    ),
  );
};

export const NAMES_RULES: readonly Rule[] = [nameFits, ownNamesFit, patternFits, namesOfWhatIsNotMade];
