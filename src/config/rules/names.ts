import { detectsCrashes } from '../crash-detection';
import { camelCase } from '../fields';
import { KINDS, longestName, type PhysicalName, randomEndOf } from '../names';
import { toNaming } from '../naming';
import { type ConfigRule, type Rule, when } from './rule';
import { placesOf } from './secret-source';

const nameFits: Rule = ({ inputs: { name }, naming }) => {
  const { length, reason } = longestName(naming);
  return length < 1
    ? when(true, ['names', 'pattern'], `must leave room for the name: ${reason}`)
    : when(name.length > length, ['name'], `must be at most ${length} characters: ${reason}`);
};

const ownNamesFit: Rule = ({ naming, worker }) => {
  const variables = Object.keys(worker.secrets).filter((variable) => worker.secrets[variable]?.create);
  return Object.entries(naming.own).flatMap(([of, name]) => {
    const { field, what, limit } = KINDS[of as PhysicalName];
    const random = randomEndOf(of as PhysicalName, naming);
    const variable = of === 'workerSecret' ? Math.max(0, ...variables.map((name) => `-${name}`.length)) : 0;
    const longest = limit.longest - random - variable;
    const ends = [
      ...(variable === 0 ? [] : [`the variable ${variable} more`]),
      ...(random === 0 ? [] : [`the random end ${random} more`]),
    ];
    return [
      ...when(
        !limit.pattern.test(name),
        ['names', field],
        `must be a name that AWS takes for ${limit.of}: ${limit.pattern.source}`,
      ),
      ...when(
        name.length > longest,
        ['names', field],
        `must be at most ${longest} characters: it is the name of ${what}${ends.length === 0 ? '' : `; ${ends.join(', ')}`}`,
      ),
    ];
  });
};

/** A security group may not begin with sg-, which only a pattern could bring about. */
const patternFits: Rule = ({ inputs: { name }, naming }) => [
  ...when(
    naming.pattern.startsWith('{name}') && name.startsWith('sg-'),
    ['name'],
    'must not begin with sg- where names.pattern begins with {name}: AWS takes no such name for a security group',
  ),
  ...when(
    naming.pattern.startsWith('sg-'),
    ['names', 'pattern'],
    'must not begin with sg-: AWS takes no such name for a security group',
  ),
];

/** Kinds of which AWS keeps all names in one place: each policy is in one role with others of ours. */
const ONE_PLACE = ['an IAM role', 'an inline IAM policy', 'a CloudWatch log group'];

const ownNamesDiffer: ConfigRule = ({ names }) => {
  const own = Object.entries(toNaming(names).own).map(([of, name]) => ({ ...KINDS[of as PhysicalName], name }));
  return own.flatMap(({ field, limit, name }, index) => {
    const same = own.slice(0, index).find((other) => other.limit.of === limit.of && other.name === name);
    return when(
      ONE_PLACE.includes(limit.of) && same !== undefined,
      ['names', field],
      `must differ from names.${same?.field}, which is the name of ${limit.of} too`,
    );
  });
};

const namesOfWhatIsNotMade: ConfigRule = (config) => {
  const { names, cluster, logs, roles, network, prefect, workerTaskRoleArn, crashDetection, alarms } = config;
  const { flowRuns, image } = config;
  const { create } = network;
  const noEvents = !detectsCrashes(config) || crashDetection.existingQueue !== undefined;
  const queue =
    'crash_detection that makes no queue (by default it is off in preset reference, and for a worker_type other than ecs)';
  const existingKey = placesOf(config.apiKey ?? {}).length > 0;
  const notMade: [string, boolean, string][] = [
    ['secret', existingKey || (prefect.auth ?? 'api_key') !== 'api_key', 'an existing secret, or another prefect.auth'],
    [
      'auth_string_secret',
      existingKey || prefect.auth !== 'auth_string',
      'an existing secret, or another prefect.auth',
    ],
    ['security_group', !network.createSecurityGroup, 'network.create_security_group: false'],
    [
      'exec_log_group',
      !cluster.executeCommand || cluster.executeCommand.logGroup !== undefined,
      'a cluster that keeps no record of ECS Exec in a group of ours',
    ],
    ['cluster', cluster.existing !== undefined, 'cluster.existing'],
    ['log_group', logs.name !== undefined || logs.group === 'none', 'logs.name or logs.group: none'],
    ['vpc', create === undefined, 'a VPC that exists'],
    ['endpoints_security_group', create === undefined, 'a VPC that exists'],
    ['flow_logs_group', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['flow_logs_role', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['flow_logs_policy', create?.flowLogs === undefined, 'no network.create.flow_logs'],
    ['execution_role', roles.execution?.existing !== undefined, 'roles.execution.existing'],
    ['event_queue', noEvents, queue],
    ['failed_event_queue', noEvents, queue],
    ['undelivered_event_queue', noEvents, queue],
    ['event_rule', noEvents, queue],
    ['alarm', alarms === undefined, 'no alarms'],
    ['alarm_topic', alarms === undefined || alarms.topic !== undefined, 'alarms that make no topic'],
    ['service_event_rule', alarms === undefined || alarms.serviceEvents === false, 'no alarms.service_events'],
    ['dashboard', !alarms?.dashboard, 'no alarms.dashboard'],
    ['flow_run_log_group', flowRuns?.log.name !== undefined, 'flow_runs.log.name'],
    ['flow_run_task_role', flowRuns?.taskRole?.existing !== undefined, 'flow_runs.task_role.existing'],
    ['flow_run_execution_role', flowRuns?.executionRole?.existing !== undefined, 'flow_runs.execution_role.existing'],
    ['flow_repository', image?.repository?.name !== undefined, 'image.repository.name'],
    [
      'task_role',
      (roles.task?.existing ?? workerTaskRoleArn) !== undefined || roles.task?.none === true || roles.oneForBoth,
      'another role that is used, or none',
    ],
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

export const NAMES_RULES: readonly Rule[] = [nameFits, ownNamesFit, patternFits];

export const NAME_RULES_OF_CONFIG: readonly ConfigRule[] = [ownNamesDiffer, namesOfWhatIsNotMade];
