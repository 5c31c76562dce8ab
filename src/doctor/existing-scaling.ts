import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  type ScalingPolicy,
  type ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import type { Service } from '@aws-sdk/client-ecs';
import type { Resource } from '../adopt/resource';
import type { Aws } from './aws';
import { resource } from './existing-resource';

/** What Application Auto Scaling does to the number of tasks of a service. Each answers with fifty at once. */
export async function readScaling({ clusterArn = '', serviceName }: Service, aws: Aws): Promise<Resource[]> {
  const resourceId = `service/${clusterArn.split('/').at(-1)}/${serviceName}`;
  const of = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
  const { ScalableTargets: targets = [] } = await aws.scaling.send(
    new DescribeScalableTargetsCommand({ ...of, ResourceIds: [resourceId] }),
  );
  if (targets.length === 0) return [];
  const { ScalingPolicies: policies = [] } = await aws.scaling.send(
    new DescribeScalingPoliciesCommand({ ...of, ResourceId: resourceId }),
  );
  const { ScheduledActions: actions = [] } = await aws.scaling.send(
    new DescribeScheduledActionsCommand({ ...of, ResourceId: resourceId }),
  );
  const scaled = {
    ...{ resource_id: resourceId, service_namespace: 'ecs', scalable_dimension: of.ScalableDimension },
  };
  return [
    ...targets.map(({ MinCapacity, MaxCapacity }) =>
      resource('aws_appautoscaling_target', resourceId, {
        ...scaled,
        min_capacity: MinCapacity,
        max_capacity: MaxCapacity,
      }),
    ),
    ...policies.map((policy) =>
      resource('aws_appautoscaling_policy', policy.PolicyARN ?? '', { ...scaled, ...policyValues(policy) }),
    ),
    ...actions.map((action) =>
      resource('aws_appautoscaling_scheduled_action', action.ScheduledActionARN ?? '', {
        ...scaled,
        ...actionValues(action),
      }),
    ),
  ];
}

function policyValues({ PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration: tracked }: ScalingPolicy) {
  return {
    name: PolicyName,
    policy_type: PolicyType,
    ...(tracked && {
      target_tracking_scaling_policy_configuration: {
        target_value: tracked.TargetValue,
        scale_in_cooldown: tracked.ScaleInCooldown,
        scale_out_cooldown: tracked.ScaleOutCooldown,
        disable_scale_in: tracked.DisableScaleIn,
        predefined_metric_specification: {
          predefined_metric_type: tracked.PredefinedMetricSpecification?.PredefinedMetricType,
        },
      },
    }),
  };
}

function actionValues({ ScheduledActionName, ScalableTargetAction: action, ...times }: ScheduledAction) {
  return {
    name: ScheduledActionName,
    schedule: times.Schedule,
    timezone: times.Timezone,
    start_time: times.StartTime?.toISOString().replace('.000', ''),
    end_time: times.EndTime?.toISOString().replace('.000', ''),
    scalable_target_action: { min_capacity: action?.MinCapacity, max_capacity: action?.MaxCapacity },
  };
}
