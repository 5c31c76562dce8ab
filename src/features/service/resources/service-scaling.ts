import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { literal, literalMap } from '../../../terraform/terraform-text';

export interface ServiceScalingProps {
  /** Behind the addresses of the first worker's, for further ones: an underscore and the worker's name. */
  readonly suffix?: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** What the names of policies and alarms begin with. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly targets: readonly Target[];
  readonly steps: readonly Step[];
  readonly schedule: readonly Scheduled[];
}

/** Keeps a measure of the service, or a metric of CloudWatch, at a value. */
export interface Target {
  /** cpu, memory, or the end of the policy's name. */
  readonly of: string;
  /** Of cpu and memory: per cent. */
  readonly value: number;
  readonly metric?: TrackedMetric;
  readonly scaleInCooldown?: number;
  readonly scaleOutCooldown?: number;
}

export interface TrackedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** Divided by the number of running tasks. */
  readonly perTask: boolean;
}

/** Adds or takes away tasks when a metric crosses a threshold. */
export interface Step {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly comparisonOperator: string;
  readonly threshold: number;
  readonly adjustmentType: string;
  readonly cooldown?: number;
  readonly adjustments: readonly {
    readonly lowerBound?: number;
    readonly upperBound?: number;
    readonly scalingAdjustment: number;
  }[];
}

/** Changes the bounds at a time. */
export interface Scheduled {
  readonly name: string;
  readonly schedule: string;
  readonly timezone: string;
  readonly min?: number;
  readonly max?: number;
}

const MEASURES: Readonly<Record<string, string>> = {
  cpu: 'ECSServiceAverageCPUUtilization',
  memory: 'ECSServiceAverageMemoryUtilization',
};

/** How many tasks of a service run: by what it uses, by a metric, by the clock. */
export class ServiceScaling extends Construct {
  private readonly of: { resourceId: string; scalableDimension: string; serviceNamespace: string };

  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { suffix = '', clusterName, serviceName, schedule } = props;
    const target = new AppautoscalingTarget(this, `prefect_worker${suffix}`, {
      resourceId: `service/${clusterName}/${serviceName}`,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
      minCapacity: props.min,
      maxCapacity: props.max,
      // From the first scheduled action on they are the schedule's.
      ...(schedule.length > 0 && { lifecycle: { ignoreChanges: ['min_capacity', 'max_capacity'] } }),
    });
    this.of = {
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      serviceNamespace: target.serviceNamespace,
    };
    for (const tracked of props.targets) this.track(tracked, props);
    props.steps.forEach((step, index) => {
      this.step(step, index + 1, props);
    });
    schedule.forEach((scheduled) => {
      this.schedule(scheduled, suffix);
    });
  }

  private track(target: Target, props: ServiceScalingProps) {
    const { of, value, metric, scaleInCooldown, scaleOutCooldown } = target;
    const { suffix = '', name } = props;
    new AppautoscalingPolicy(this, `prefect_worker_${of}${suffix}`, {
      ...this.of,
      name: `${name}-${of}`,
      policyType: 'TargetTrackingScaling',
      targetTrackingScalingPolicyConfiguration: {
        targetValue: value,
        scaleInCooldown,
        scaleOutCooldown,
        ...(metric
          ? { customizedMetricSpecification: metric.perTask ? perTask(metric, props) : specified(metric) }
          : { predefinedMetricSpecification: { predefinedMetricType: MEASURES[of] ?? '' } }),
      },
    });
  }

  private step(step: Step, number: number, { suffix = '', name }: ServiceScalingProps): void {
    const id = `prefect_worker_step_${number}${suffix}`;
    const policy = new AppautoscalingPolicy(this, id, {
      ...this.of,
      name: `${name}-step-${number}`,
      policyType: 'StepScaling',
      stepScalingPolicyConfiguration: {
        adjustmentType: step.adjustmentType,
        cooldown: step.cooldown,
        metricAggregationType: aggregation(step.statistic),
        stepAdjustment: step.adjustments.map(({ lowerBound, upperBound, scalingAdjustment }) => ({
          scalingAdjustment,
          ...(lowerBound !== undefined && { metricIntervalLowerBound: String(lowerBound) }),
          ...(upperBound !== undefined && { metricIntervalUpperBound: String(upperBound) }),
        })),
      },
    });
    new CloudwatchMetricAlarm(this, `${id}_alarm`, {
      alarmName: `${name}-step-${number}`,
      alarmDescription: 'Changes the number of tasks of the Prefect worker',
      namespace: literal(step.namespace),
      metricName: literal(step.metricName),
      ...(Object.keys(step.dimensions).length > 0 && { dimensions: literalMap(step.dimensions) }),
      statistic: step.statistic,
      period: step.period,
      evaluationPeriods: step.evaluationPeriods,
      comparisonOperator: step.comparisonOperator,
      threshold: step.threshold,
      alarmActions: [policy.arn],
    });
  }

  private schedule({ name, schedule, timezone, min, max }: Scheduled, suffix: string): void {
    // Both names may hold underscores; a hyphen is in no worker's name, so no two schedules have one address.
    const id = suffix === '' ? `prefect_worker_${name}` : `prefect_further_worker${suffix}-${name}`;
    new AppautoscalingScheduledAction(this, id, {
      ...this.of,
      name,
      schedule,
      timezone,
      scalableTargetAction: {
        ...(min !== undefined && { minCapacity: String(min) }),
        ...(max !== undefined && { maxCapacity: String(max) }),
      },
    });
  }
}

function specified({ namespace, metricName, dimensions, statistic }: TrackedMetric) {
  return { namespace: literal(namespace), metricName: literal(metricName), statistic, dimensions: pairsOf(dimensions) };
}

function pairsOf(dimensions: TrackedMetric['dimensions']) {
  return Object.entries(dimensions).map(([name, value]) => ({ name: literal(name), value: literal(value) }));
}

/**
 * With no task running, the metric itself: a worker that scales to 0 would never start again.
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
function perTask(metric: TrackedMetric, { clusterName, serviceName }: ServiceScalingProps) {
  const { namespace, metricName, statistic, dimensions } = metric;
  const inService = [
    { name: 'ClusterName', value: clusterName },
    { name: 'ServiceName', value: serviceName },
  ];
  return {
    metrics: [
      {
        id: 'metric',
        returnData: false,
        metricStat: {
          stat: statistic,
          metric: {
            namespace: literal(namespace),
            metricName: literal(metricName),
            dimensions: pairsOf(dimensions),
          },
        },
      },
      {
        id: 'tasks',
        returnData: false,
        metricStat: {
          stat: 'Average',
          metric: { namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount', dimensions: inService },
        },
      },
      {
        id: 'for_each_task',
        label: 'For each running task',
        expression: 'metric / IF(FILL(tasks, 0) > 0, FILL(tasks, 0), 1)',
        returnData: true,
      },
    ],
  };
}

/** Step policies know three ways to sum values up; a sum or a count is one value a period. */
function aggregation(statistic: string): string {
  return statistic === 'Maximum' || statistic === 'Minimum' ? statistic : 'Average';
}
