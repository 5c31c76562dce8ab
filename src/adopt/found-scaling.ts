import type { Fields } from '../init/answers';
import { blockOf, type Resource, type Taken, textOf } from './resource';

/** How Application Auto Scaling changes the number of tasks of a service. */
export interface FoundScaling {
  readonly taken: readonly Taken[];
  readonly fields: Fields;
  /** Policies that no stack has. */
  readonly left: readonly Resource[];
}

const MEASURES: Readonly<Record<string, 'cpu' | 'memory'>> = {
  ECSServiceAverageCPUUtilization: 'cpu',
  ECSServiceAverageMemoryUtilization: 'memory',
};

/** undefined: nothing scales the service. */
export function scalingOf(service: Resource, resources: readonly Resource[]): FoundScaling | undefined {
  const end = `/${textOf(service, 'cluster')?.split('/').at(-1)}/${textOf(service, 'name')}`;
  const of = (type: string) =>
    resources.filter((one) => one.type === type && textOf(one, 'resource_id')?.endsWith(end) === true);
  const [target] = of('aws_appautoscaling_target');
  if (target === undefined) return undefined;
  const policies = of('aws_appautoscaling_policy');
  const actions = of('aws_appautoscaling_scheduled_action');
  const tracked = (measure: 'cpu' | 'memory') => policies.filter((one) => measureOf(one) === measure).slice(0, 1);
  const known = [...tracked('cpu'), ...tracked('memory')];
  const { min_capacity: min, max_capacity: max } = target.values;
  const scheduled = actions.flatMap((one) => scheduledIn(one));
  const left = policies.filter((one) => !known.includes(one));
  // A stack has no target without a way to scale.
  if (known.length === 0 && scheduled.length === 0) return { taken: [], fields: { ignore: ['desired_count'] }, left };
  const cooldown = (which: string) => known.map((one) => trackedBy(one)[which]).find((seconds) => seconds);
  return {
    taken: [
      { resource: target, to: 'aws_appautoscaling_target.prefect_worker' },
      ...known.map((resource) => ({ resource, to: `aws_appautoscaling_policy.prefect_worker_${measureOf(resource)}` })),
    ],
    fields: {
      autoscaling: {
        min,
        max,
        ...Object.fromEntries(known.map((one) => [measureOf(one), trackedBy(one)['target_value']])),
        scale_in_cooldown: cooldown('scale_in_cooldown'),
        scale_out_cooldown: cooldown('scale_out_cooldown'),
      },
      ...(scheduled.length > 0 && { schedule: Object.fromEntries(scheduled) }),
    },
    left,
  };
}

/** The name that a stack gives to the policy at an address. */
export function policyNameAt(address: string, serviceName: string): string | undefined {
  const [, measure] = /^aws_appautoscaling_policy\.prefect_worker_(cpu|memory)$/.exec(address) ?? [];
  return measure === undefined ? undefined : `${serviceName}-${measure}`;
}

function trackedBy(policy: Resource): Fields {
  return blockOf(policy, 'target_tracking_scaling_policy_configuration');
}

/** Only what keeps a measure of the whole service, and may take away tasks. */
function measureOf(policy: Resource): 'cpu' | 'memory' | undefined {
  const tracked = trackedBy(policy);
  const [metric] = [tracked['predefined_metric_specification']].flat() as (
    | { predefined_metric_type?: string }
    | undefined
  )[];
  return tracked['disable_scale_in'] === true ? undefined : MEASURES[metric?.predefined_metric_type ?? ''];
}

/** Terraform imports none, and puts ours over it, under the same name. */
function scheduledIn(action: Resource): [string, Fields][] {
  const name = textOf(action, 'name');
  const schedule = textOf(action, 'schedule');
  const { min_capacity: min, max_capacity: max } = blockOf(action, 'scalable_target_action');
  if (name === undefined || schedule === undefined) return [];
  return [[name, { schedule, timezone: textOf(action, 'timezone'), ...bound('min', min), ...bound('max', max) }]];
}

/** The state has numbers as text here. */
function bound(name: string, value: unknown): Fields {
  return value === undefined || value === null || value === '' ? {} : { [name]: Number(value) };
}
