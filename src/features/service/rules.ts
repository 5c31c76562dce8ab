import type { Environment } from '../../environment/environment';
import { comparing, each, type Finding, noEffect, pathsInFile, type Rule, warning, when } from '../../environment/rule';
import { MOST_TASKS } from '../../values/limits/ecs';
import { type Worker, workersOf } from '../workers/workers-of';

const rules = (check: (worker: Worker, environment: Environment) => Finding[]): Rule => {
  return (environment) => each(workersOf(environment), (worker) => check(worker, environment));
};

/** What to do about a least number that is above the most. */
const TO_ORDER = 'reduce it, or raise max';

const OF_SERVICE = [
  'autoscaling',
  'schedule',
  'deployment_circuit_breaker',
  'deployment_minimum_healthy_percent',
  'deployment_maximum_percent',
  'wait_for_steady_state',
  'availability_zone_rebalancing',
  'enable_ecs_managed_tags',
  'propagate_tags',
  'force_new_deployment',
  'timeouts',
  'health_check_grace_period_seconds',
  'platform_version',
  'service_connect',
];

const noService = rules((worker, environment) => {
  const { create, enableExecuteCommand, ignore } = worker.service;
  const path = worker.at('service');
  const fields = [
    ...(enableExecuteCommand ? [[...path, 'enable_execute_command']] : []),
    ...(ignore.length > 0 ? [[...path, 'ignore']] : []),
    ...pathsInFile(environment, path, OF_SERVICE),
  ];
  return fields.flatMap((field) =>
    noEffect(!create, field, 'it applies only to a service that this stack creates', 'remove create: false'),
  );
});

const rollsBack = rules(({ service: { circuitBreaker }, at }, environment) => {
  const path = at('service', 'deployment_circuit_breaker', 'rollback');
  return noEffect(
    circuitBreaker?.enable === false && environment.fileValue(path) === true,
    path,
    'without enable: true no deployment is stopped',
  );
});

/**
 * Service Connect is a part of services: a task of RunTask has none.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html
 */
const flowRunsFindServer: Rule = ({ service, prefect: { apiUrl }, flowRuns }) => {
  if (service.serviceConnect === undefined || flowRuns === undefined || typeof apiUrl !== 'string') return [];
  const { hostname, port } = new URL(apiUrl);
  return when(
    !hostname.includes('.') && flowRuns.environment['PREFECT_API_URL'] === undefined,
    ['flow_runs', 'environment', 'PREFECT_API_URL'],
    `is required with the short name ${hostname} in prefect.api_url: flow runs have no Service Connect`,
    `set the DNS name of the server in Cloud Map, for example PREFECT_API_URL: http://${hostname}.${service.serviceConnect.namespace.replace(/^arn:.*/, 'NAMESPACE')}${port && `:${port}`}/api`,
  );
};

/** ECS rounds the minimum up and the maximum down. */
const tasksCanBeReplaced = rules((worker) => {
  const { service, desiredCount } = worker;
  const { deploymentMinimumHealthyPercent: least = 100, deploymentMaximumPercent: most = 200 } = service;
  const tasks = Math.max(desiredCount, 1);
  const canStop = Math.ceil((tasks * least) / 100) < tasks;
  const canStart = Math.floor((tasks * most) / 100) > tasks;
  return [
    ...when(
      most < 100,
      worker.at('service', 'deployment_maximum_percent'),
      'must be at least 100: a deployment would never come to the desired number of tasks',
      'set 100, with a minimum of 0, to stop the old task before the new one starts',
    ),
    ...when(
      !canStop && !canStart,
      // By default it is 200, and a task can be started.
      worker.at('service', 'deployment_maximum_percent'),
      `a deployment could neither stop nor start a task: with ${tasks === 1 ? 'one task' : `${tasks} tasks`}, the minimum is ${least} and the maximum ${most} percent`,
      'set minimum 100 and maximum 200 to start the new task first, or 0 and 100 to stop the old task first',
    ),
    ...when(
      most <= 100 && service.availabilityZoneRebalancing === 'ENABLED',
      worker.at('service', 'availability_zone_rebalancing'),
      'must be DISABLED with a deployment_maximum_percent of 100 or less: it starts a task before it stops one',
      'set it to DISABLED, or raise deployment_maximum_percent',
    ),
  ];
});

/** With autoscaling, Application Auto Scaling moves the number of tasks into its range, and an apply no longer sets it. */
const countInRange = rules(({ service: { autoscaling }, desiredCount, at }, environment) => {
  const path = at('worker_desired_count');
  if (autoscaling === undefined || !environment.isInFile(path)) return [];
  const { min, max } = autoscaling;
  const ofScaling = at('service', 'autoscaling').join('.');
  return [
    ...when(
      desiredCount > max,
      path,
      `must be at most ${ofScaling}.max, ${max}`,
      `reduce it, or raise ${ofScaling}.max`,
    ),
    ...when(
      desiredCount < min,
      path,
      `must be at least ${ofScaling}.min, ${min}`,
      desiredCount === 0
        ? `to stop the worker, set ${ofScaling}.min: 0 and max: 0`
        : `raise it, or reduce ${ofScaling}.min`,
    ),
  ];
});

/** A scheduled action that sets one end leaves the other where autoscaling, the file or another action has put it. */
const scheduleInRange = rules(({ service: { autoscaling, schedule }, desiredCount, at }) => {
  const actions = Object.values(schedule ?? {});
  const most = Math.max(autoscaling?.max ?? desiredCount, ...actions.map(({ max = 0 }) => max));
  const least = Math.min(autoscaling?.min ?? desiredCount, ...actions.map(({ min = MOST_TASKS }) => min));
  const orChange = (change: string) =>
    autoscaling === undefined ? `, or ${change} ${at('worker_desired_count').join('.')}` : '';
  return Object.entries(schedule ?? {}).flatMap(([name, { min, max }]) => [
    ...when(
      min !== undefined && max === undefined && min > most,
      at('service', 'schedule', name, 'min'),
      `is above every max, ${most}: AWS takes no minimum above the maximum`,
      `set max: ${min} here too${orChange('raise')}`,
    ),
    ...when(
      max !== undefined && min === undefined && max < least,
      at('service', 'schedule', name, 'max'),
      `is below every min, ${least}: AWS takes no maximum below the minimum`,
      `set min: ${max} here too${orChange('reduce')}`,
    ),
  ]);
});

/** A step of adjustments by differences that its alarm never sees. */
const stepsApply = rules(({ service: { autoscaling }, at }) =>
  (autoscaling?.steps ?? []).flatMap(({ comparisonOperator, adjustments }, index) => {
    const isAbove = comparisonOperator.startsWith('Greater');
    const never = adjustments.every(({ lowerBound, upperBound }) =>
      isAbove ? upperBound !== undefined && upperBound <= 0 : lowerBound !== undefined && lowerBound >= 0,
    );
    return when(
      never,
      at('service', 'autoscaling', 'steps', index, 'adjustments'),
      `never applies: with ${comparisonOperator}, the metric is ${isAbove ? 'above' : 'below'} the threshold`,
      isAbove
        ? 'set lower_bound: 0, or another comparison_operator'
        : 'set upper_bound: 0, or another comparison_operator',
    );
  }),
);

/** Of Linux. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-versions-fargate.html */
const PLATFORMS: readonly string[] = ['LATEST', '1.4.0', '1.3.0'];

/** What an older platform does not have. Source: as {@link PLATFORMS}. */
const platformFits = rules(({ service: { platformVersion, enableExecuteCommand }, container, at }, { apiKey }) => {
  const path = at('service', 'platform_version');
  const isOld = platformVersion !== undefined && /^1\.[0-3]\./.test(platformVersion);
  const needs = [
    ...(enableExecuteCommand ? ['service.enable_execute_command'] : []),
    ...(container.ephemeralStorage === undefined ? [] : ['worker.ephemeral_storage']),
    ...(Object.values(container.volumes).some(({ efs }) => efs !== undefined) ? ['an EFS volume'] : []),
    ...(container.tmpfs.length > 0 || container.temporaryFiles === 'tmpfs' ? ['tmpfs'] : []),
    ...(apiKey.from === 'input' && apiKey.store === 'secret' ? ['the version of the secret with the key'] : []),
  ];
  return [
    ...when(
      isOld && needs.length > 0,
      path,
      `must be 1.4.0 or LATEST: older platforms do not have ${needs.join(', ')}`,
      'remove it: LATEST is the default',
    ),
    ...warning(
      'unknown-platform',
      platformVersion !== undefined && !PLATFORMS.includes(platformVersion),
      path,
      'is not a platform version of Linux that Fargate had in November 2026',
      `use one of: ${PLATFORMS.join(', ')}`,
    ),
  ];
});

const autoscalingScales = rules(({ service: { autoscaling, schedule }, at }) => {
  if (autoscaling === undefined) return [];
  const { min, max, cpu, memory, steps = [], metrics = {} } = autoscaling;
  const isScaled = cpu !== undefined || memory !== undefined || [...steps, ...Object.keys(metrics)].length > 0;
  return [
    ...when(min > max, at('service', 'autoscaling', 'min'), `must be at most max, ${max}`, TO_ORDER),
    ...when(
      !isScaled && schedule === undefined,
      at('service', 'autoscaling'),
      'requires a way to scale',
      'set cpu, memory, metrics or steps, or service.schedule',
    ),
  ];
});

const tasksAreCounted = rules(({ service: { autoscaling }, at }, { cluster }) =>
  Object.entries(autoscaling?.metrics ?? {}).flatMap(([name, { perTask }]) =>
    when(
      perTask && cluster.existing === undefined && cluster.containerInsights === 'disabled',
      at('service', 'autoscaling', 'metrics', name, 'per_task'),
      'requires Container Insights, which count the running tasks',
      'set cluster.container_insights: enabled, or remove per_task',
    ),
  ),
);

const schedulesApply = rules(({ service: { schedule }, at }, environment) =>
  Object.entries(schedule ?? {}).flatMap(([name, { schedule: time, min, max }]) => [
    ...noEffect(
      time.startsWith('rate(') && environment.isInFile(at('service', 'schedule', name, 'timezone')),
      at('service', 'schedule', name, 'timezone'),
      'it applies only to cron() and at()',
      'write the time as cron()',
    ),
    ...when(
      min === undefined && max === undefined,
      at('service', 'schedule', name),
      'has no effect: neither min nor max is set',
      'set min, max, or both',
    ),
    ...when(
      min !== undefined && max !== undefined && min > max,
      at('service', 'schedule', name, 'min'),
      `must be at most max, ${max}`,
      TO_ORDER,
    ),
  ]),
);

export const SERVICE_RULES: readonly Rule[] = [
  noService,
  rollsBack,
  flowRunsFindServer,
  tasksCanBeReplaced,
  autoscalingScales,
  tasksAreCounted,
  schedulesApply,
  countInRange,
  comparing(scheduleInRange),
  stepsApply,
  platformFits,
];
