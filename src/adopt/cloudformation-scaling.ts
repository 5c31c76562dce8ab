import { type Created, isTrue, mapIn, mapsIn, numberOf, type Properties } from './cloudformation-properties';
import type { Resource } from './resource';

export const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

export function scalableTarget({ id, properties }: Created): Properties {
  const [resourceId, dimension, namespace] = id.split('|');
  return {
    resource_id: resourceId,
    scalable_dimension: dimension ?? properties['ScalableDimension'],
    service_namespace: namespace ?? properties['ServiceNamespace'],
    min_capacity: numberOf(properties['MinCapacity']),
    max_capacity: numberOf(properties['MaxCapacity']),
  };
}

/** Within the target, where Terraform has a resource for each. */
export function scheduledActions(logicalId: string, id: string, properties: Properties): Resource[] {
  const { min_capacity: _, max_capacity: __, ...scaled } = scalableTarget({ id, properties });
  return mapsIn(properties['ScheduledActions']).map((action) => {
    const { MinCapacity, MaxCapacity } = mapIn(action['ScalableTargetAction']);
    const name = String(action['ScheduledActionName']);
    return {
      ...{ address: `${logicalId}, ${name}`, module: '', type: 'aws_appautoscaling_scheduled_action', name },
      values: {
        ...scaled,
        ...{ name, schedule: action['Schedule'], timezone: action['Timezone'] },
        scalable_target_action: { min_capacity: numberOf(MinCapacity), max_capacity: numberOf(MaxCapacity) },
      },
    };
  });
}

export function scalingPolicy({ properties }: Created): Properties {
  const [resourceId, dimension, namespace] = String(properties['ScalingTargetId'] ?? '').split('|');
  const tracked = mapIn(properties['TargetTrackingScalingPolicyConfiguration']);
  const metric = mapIn(tracked['PredefinedMetricSpecification'])['PredefinedMetricType'];
  return {
    name: properties['PolicyName'],
    policy_type: properties['PolicyType'],
    resource_id: properties['ResourceId'] ?? resourceId,
    scalable_dimension: properties['ScalableDimension'] ?? dimension,
    service_namespace: properties['ServiceNamespace'] ?? namespace,
    target_tracking_scaling_policy_configuration: {
      target_value: numberOf(tracked['TargetValue']),
      scale_in_cooldown: numberOf(tracked['ScaleInCooldown']),
      scale_out_cooldown: numberOf(tracked['ScaleOutCooldown']),
      disable_scale_in: isTrue(tracked['DisableScaleIn']),
      predefined_metric_specification: { predefined_metric_type: metric },
    },
  };
}
