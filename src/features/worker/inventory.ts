import type { Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';
import { clusterKey } from '../cluster/inventory';
import { fileSystemItems } from '../container/file-system-items';
import type { Service } from '../service/resolve';
import { createdVolumes } from './created-volumes';

/** Task definition, service and scaling of every worker, the first one's first; then the file systems that they share. */
export function workers(environment: Environment): readonly Item[] {
  const further = Object.entries(environment.workers);
  return [
    ...worker(environment, environment.service),
    ...further.flatMap(([name, { service }]) => worker(environment, service, name)),
    ...createdVolumes(environment).flatMap(([volume, { kmsKey }]) =>
      fileSystemItems(environment, {
        volume,
        kind: 'workerVolume',
        whose: 'workers',
        ownKey: kmsKey !== undefined,
        isReached: environment.network.createSecurityGroup,
      }),
    ),
  ];
}

function worker(environment: Environment, service: Service, name?: string): readonly Item[] {
  const suffix = name === undefined ? '' : `_${name}`;
  const end = name === undefined ? '' : `-${name}`;
  const whose = name === undefined ? 'the worker' : `the worker ${name}`;
  return [
    ...when(service.create, {
      address: `aws_ecs_service.prefect_worker_service${suffix}`,
      purpose: `ECS service that keeps ${whose} running`,
      name: nameOf(environment, 'service', { end, within: clusterKey(environment) }),
    }),
    {
      address: `aws_ecs_task_definition.prefect_worker_task_definition${suffix}`,
      purpose: `Task definition of ${whose}`,
      name: nameOf(environment, 'taskFamily', { end }),
      contains: ['container'],
    },
    ...(service.create ? scaling(environment, service, { suffix, end, whose, name }) : []),
  ];
}

interface Whose {
  readonly suffix: string;
  readonly end: string;
  readonly whose: string;
  readonly name?: string;
}

function scaling(
  environment: Environment,
  { autoscaling, schedule }: Service,
  { suffix, end, whose, name }: Whose,
): readonly Item[] {
  if (autoscaling === undefined && schedule === undefined) return [];
  const service = nameOf(environment, 'service', { end });
  const within = `service ${service.text} in ${clusterKey(environment)}`;
  const policy = (of: string, purpose: string): Item => ({
    address: `aws_appautoscaling_policy.prefect_worker_${of.replace(/^step-/, 'step_')}${suffix}`,
    purpose,
    name: nameOf(environment, 'service', { end: `${end}-${of}`, within }),
  });
  const steps = autoscaling?.steps ?? [];
  return [
    {
      address: `aws_appautoscaling_target.prefect_worker${suffix}`,
      purpose: `Minimum and maximum number of tasks of ${whose}`,
    },
    ...when(autoscaling?.cpu !== undefined, policy('cpu', `Scales ${whose} by CPU utilization`)),
    ...when(autoscaling?.memory !== undefined, policy('memory', `Scales ${whose} by memory utilization`)),
    ...Object.keys(autoscaling?.metrics ?? {}).map((metric) =>
      policy(`metric-${metric}`, `Scales ${whose} by the metric ${metric}`),
    ),
    ...steps.flatMap((_, index) => {
      const step = index + 1;
      return [
        policy(`step-${step}`, `Scales ${whose} in steps`),
        {
          address: `aws_cloudwatch_metric_alarm.prefect_worker_step_${step}${suffix}_alarm`,
          purpose: `Alarm that starts scaling step ${step} of ${whose}`,
          name: nameOf(environment, 'service', { end: `${end}-step-${step}` }),
        },
      ];
    }),
    ...Object.keys(schedule ?? {}).map((scheduled) => ({
      address:
        name === undefined
          ? `aws_appautoscaling_scheduled_action.prefect_worker_${scheduled}`
          : `aws_appautoscaling_scheduled_action.prefect_further_worker_${name}-${scheduled}`,
      purpose: `Changes the minimum and maximum of ${whose} on a schedule`,
      name: { text: scheduled, field: 'service.schedule', within },
    })),
  ];
}
