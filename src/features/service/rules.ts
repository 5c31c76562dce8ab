import type { Environment } from '../../environment/environment';
import { each, type Finding, givenOf, isGiven, noEffect, type Rule, when } from '../../environment/rule';
import { type Worker, workersOf } from '../workers/workers-of';

const rules = (check: (worker: Worker, environment: Environment) => Finding[]): Rule => {
  return (environment) => each(workersOf(environment), (worker) => check(worker, environment));
};

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
    ...givenOf(environment, path, OF_SERVICE),
  ];
  return fields.flatMap((field) =>
    noEffect(!create, field, 'it applies only to a service that this stack creates', 'remove create: false'),
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
const tasksCanBeReplaced = rules((worker, environment) => {
  const { service, desiredCount } = worker;
  const { deploymentMinimumHealthyPercent: least = 100, deploymentMaximumPercent: most = 200 } = service;
  const field = isGiven(environment, worker.at('service', 'deployment_maximum_percent'))
    ? 'deployment_maximum_percent'
    : 'deployment_minimum_healthy_percent';
  const tasks = Math.max(desiredCount, 1);
  const canStop = Math.ceil((tasks * least) / 100) < tasks;
  const canStart = Math.floor((tasks * most) / 100) > tasks;
  return [
    ...when(
      !canStop && !canStart,
      worker.at('service', field),
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

const scaling = rules(({ service: { autoscaling, schedule }, at }, { cluster }) => {
  const { min = 0, max = 0, cpu, memory, steps = [], metrics = {} } = autoscaling ?? {};
  const ways = [...Object.keys(metrics), ...steps, ...[cpu, memory].filter((target) => target !== undefined)];
  return [
    ...when(autoscaling && min > max, at('service', 'autoscaling', 'min'), `must be at most max, ${max}`),
    ...when(
      autoscaling && ways.length === 0 && schedule === undefined,
      at('service', 'autoscaling'),
      'requires a way to scale',
      'set cpu, memory, metrics or steps, or service.schedule',
    ),
    ...Object.entries(metrics).flatMap(([name, { perTask }]) =>
      when(
        perTask && cluster.existing === undefined && cluster.containerInsights === 'disabled',
        at('service', 'autoscaling', 'metrics', name, 'per_task'),
        'requires Container Insights, which count the running tasks',
        'set cluster.container_insights: enabled, or remove per_task',
      ),
    ),
    ...Object.entries(schedule ?? {}).flatMap(([name, { min: least, max: most }]) => [
      ...when(
        least === undefined && most === undefined,
        at('service', 'schedule', name),
        'has no effect: neither min nor max is set',
        'set min, max, or both',
      ),
      ...when(
        least !== undefined && most !== undefined && least > most,
        at('service', 'schedule', name, 'min'),
        `must be at most max, ${most}`,
      ),
    ]),
  ];
});

export const SERVICE_RULES: readonly Rule[] = [noService, flowRunsFindServer, tasksCanBeReplaced, scaling];
