import { isMap } from '../stack-file/is-map';
import { type Created, isTrue, last, mapIn, mapsIn, numberOf, type Properties } from './cloudformation-properties';
import type { DescribedStack } from './cloudformation-stack';

export function clusterArn(id: string, { id: stackArn }: DescribedStack): string {
  const [, partition, , region, account] = stackArn.split(':');
  return id.startsWith('arn:') ? id : `arn:${partition}:ecs:${region}:${account}:cluster/${id}`;
}

/** Source: AWS::ECS::Service; without a launch type and a strategy it is EC2, unless its cluster has a default strategy. */
export function service({ id, properties }: Created, stack: DescribedStack): Properties {
  const strategy = mapsIn(properties['CapacityProviderStrategy']);
  const network = mapIn(mapIn(properties['NetworkConfiguration'])['AwsvpcConfiguration']);
  const deployment = mapIn(properties['DeploymentConfiguration']);
  const breaker = mapIn(deployment['DeploymentCircuitBreaker']);
  const connect = properties['ServiceConnectConfiguration'];
  const cluster = properties['Cluster'] ?? 'default';
  return {
    name: last(id),
    cluster: typeof cluster === 'string' ? clusterArn(cluster, stack) : undefined,
    task_definition: properties['TaskDefinition'],
    desired_count: numberOf(properties['DesiredCount']) ?? 1,
    launch_type: strategy.length > 0 ? undefined : (properties['LaunchType'] ?? 'EC2'),
    enable_execute_command: isTrue(properties['EnableExecuteCommand']),
    enable_ecs_managed_tags: isTrue(properties['EnableECSManagedTags']),
    propagate_tags: properties['PropagateTags'],
    platform_version: properties['PlatformVersion'],
    scheduling_strategy: properties['SchedulingStrategy'],
    availability_zone_rebalancing: properties['AvailabilityZoneRebalancing'],
    health_check_grace_period_seconds: numberOf(properties['HealthCheckGracePeriodSeconds']),
    deployment_maximum_percent: numberOf(deployment['MaximumPercent']),
    deployment_minimum_healthy_percent: numberOf(deployment['MinimumHealthyPercent']),
    load_balancer: mapsIn(properties['LoadBalancers']).map(inWordsOfTerraform),
    service_registries: mapsIn(properties['ServiceRegistries']).map(inWordsOfTerraform),
    service_connect_configuration: isMap(connect) ? connectionsOf(connect) : undefined,
    capacity_provider_strategy: strategy.map(({ CapacityProvider, Base, Weight }) => ({
      capacity_provider: CapacityProvider,
      base: numberOf(Base),
      weight: numberOf(Weight),
    })),
    deployment_controller: { type: mapIn(properties['DeploymentController'])['Type'] ?? 'ECS' },
    deployment_circuit_breaker: { enable: isTrue(breaker['Enable']), rollback: isTrue(breaker['Rollback']) },
    network_configuration: {
      subnets: network['Subnets'],
      security_groups: network['SecurityGroups'],
      assign_public_ip: network['AssignPublicIp'] === 'ENABLED',
    },
  };
}

function connectionsOf(connect: Properties): Properties {
  return {
    enabled: isTrue(connect['Enabled']),
    namespace: connect['Namespace'],
    service: mapsIn(connect['Services']).map((one) => ({
      port_name: one['PortName'],
      discovery_name: one['DiscoveryName'],
      client_alias: mapsIn(one['ClientAliases']).map(({ Port, DnsName }) => ({
        port: numberOf(Port),
        dns_name: DnsName,
      })),
    })),
  };
}

/** `TargetGroupArn` is `target_group_arn`; ports are numbers. */
function inWordsOfTerraform(block: Properties): Properties {
  return Object.fromEntries(
    Object.entries(block).map(([name, value]) => [
      name.replaceAll(/(?<!^)[A-Z]/g, '_$&').toLowerCase(),
      name.endsWith('Port') ? numberOf(value) : value,
    ]),
  );
}

/** Of a cluster, or of what associates providers with one. */
export function providersIn(properties: Properties): Properties {
  return {
    capacity_providers: properties['CapacityProviders'],
    default_capacity_provider_strategy: mapsIn(properties['DefaultCapacityProviderStrategy']).map(
      ({ CapacityProvider, Base, Weight }) => ({
        capacity_provider: CapacityProvider,
        base: numberOf(Base),
        weight: numberOf(Weight),
      }),
    ),
  };
}
