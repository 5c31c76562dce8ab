import type { Fields } from '../init/answers';
import { blockOf, keptIn, type Resource, type Taken, textOf } from './resource';

/** How Application Auto Scaling changes the number of tasks of a service. */
export interface FoundScaling {
  readonly taken: readonly Taken[];
  readonly fields: Fields;
  /** Attributes that have no field, by their address in the stack. */
  readonly attributes: Readonly<Record<string, Fields>>;
  /** Actions at fixed times, which Terraform imports not, and puts its own over, under the same names. */
  readonly replaced: readonly Resource[];
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
  const replaced = actions.filter((one) => scheduledIn(one).length > 0);
  const scheduled = replaced.flatMap((one) => scheduledIn(one));
  const left = policies.filter((one) => !known.includes(one));
  // A stack has no target without a way to scale.
  if (known.length === 0 && scheduled.length === 0) {
    return { taken: [], fields: { ignore: ['desired_count'] }, attributes: {}, replaced, left };
  }
  const cooldowns = Object.fromEntries(COOLDOWNS.map((which) => [which, cooldownOf(which, known)]));
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
        ...cooldowns,
      },
      ...(scheduled.length > 0 && { schedule: Object.fromEntries(scheduled) }),
    },
    attributes: Object.fromEntries([
      ...known.map((one) => [
        `aws_appautoscaling_policy.prefect_worker_${measureOf(one)}`,
        ownCooldowns(one, cooldowns),
      ]),
      ...replaced.map((one) => [
        `aws_appautoscaling_scheduled_action.prefect_worker_${textOf(one, 'name')}`,
        keptIn(one, ['start_time', 'end_time']),
      ]),
    ]),
    replaced,
    left,
  };
}

const COOLDOWNS = ['scale_in_cooldown', 'scale_out_cooldown'];

/** One field is for both measures. */
function cooldownOf(which: string, policies: readonly Resource[]): unknown {
  return policies.map((one) => trackedBy(one)[which]).find((seconds) => seconds);
}

function ownCooldowns(policy: Resource, ofField: Fields): Fields {
  const own = COOLDOWNS.flatMap((which): [string, unknown][] => {
    const seconds = trackedBy(policy)[which] ?? 0;
    return seconds === (ofField[which] ?? 0) ? [] : [[which, seconds]];
  });
  return own.length === 0 ? {} : { target_tracking_scaling_policy_configuration: Object.fromEntries(own) };
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
