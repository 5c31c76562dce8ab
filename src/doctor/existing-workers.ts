import { DescribeServicesCommand, ListServicesCommand, type Service } from '@aws-sdk/client-ecs';
import { eachOnce, type Resource } from '../adopt/resource';
import { batchesOf } from '../values/batches';
import { MOST_DESCRIBED_SERVICES } from '../values/limits/ecs';
import { type Aws, connect } from './aws';
import { referred, resource, tagsOf } from './existing-resource';
import { readScaling } from './existing-scaling';
import { groupsOf } from './existing-security-groups';
import { describedTask, taskAsResource, taskResources } from './existing-task';

/**
 * What runs as an ECS service, or as the services of a cluster, read from its account by the ARN, with the attributes
 * that Terraform has for it. Beside one service, the others of its cluster are read for what they share with it.
 */
export async function existingWorkers(arn: string, aws = awsAt(arn)): Promise<readonly Resource[]> {
  const [, cluster = '', name] = (arn.split(':')[5] ?? '').split('/');
  const services = await describedServices(aws, cluster, await serviceArns(aws, cluster));
  const isAskedFor = ({ serviceName }: Service) => name === undefined || serviceName === name;
  if (!services.some(isAskedFor)) return [];
  const found: Resource[] = [];
  for (const some of batchesOf(services, MOST_DESCRIBED_SERVICES)) {
    const read = some.map((service) => (isAskedFor(service) ? withAllOf : resourcesOfService)(service, aws));
    found.push(...(await Promise.all(read)).flat());
  }
  return eachOnce(found);
}

/** A service, and what its tasks are. */
async function resourcesOfService(service: Service, aws: Aws): Promise<Resource[]> {
  const taskDefinition = taskDefinitionOf(service);
  const task = taskDefinition === undefined ? undefined : await describedTask(taskDefinition, aws);
  return [serviceAsResource(service), ...(task ? [taskAsResource(task)] : [])].map((one) => ({
    ...one,
    isBeside: true,
  }));
}

function awsAt(arn: string): Aws {
  return connect({ region: arn.split(':')[3] ?? '', roles: [], allowedAccounts: [] });
}

async function serviceArns(aws: Aws, cluster: string): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws.ecs.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
    arns.push(...(page.serviceArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
}

async function describedServices(aws: Aws, cluster: string, names: readonly string[]): Promise<Service[]> {
  const found: Service[] = [];
  for (const services of batchesOf(names, MOST_DESCRIBED_SERVICES)) {
    const page = await aws.ecs.send(new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }));
    found.push(...(page.services ?? []));
  }
  return found.filter(({ status }) => status === 'ACTIVE');
}

async function withAllOf(service: Service, aws: Aws): Promise<Resource[]> {
  const taskDefinition = taskDefinitionOf(service);
  return [
    serviceAsResource(service),
    ...(taskDefinition === undefined ? [] : await taskResources(taskDefinition, aws)),
    ...(await groupsOf(service, aws)),
    ...(await readScaling(service, aws)),
    referred('aws_ecs_cluster', service.clusterArn, { id: service.clusterArn }),
  ];
}

/** With another deployment controller than that of ECS, task sets have what a service has otherwise. */
function primaryTaskSet({ taskSets = [] }: Service) {
  return taskSets.find(({ status }) => status === 'PRIMARY') ?? taskSets[0];
}

function taskDefinitionOf(service: Service): string | undefined {
  return service.taskDefinition ?? primaryTaskSet(service)?.taskDefinition;
}

function serviceAsResource(service: Service): Resource {
  const taskSet = primaryTaskSet(service);
  const network = service.networkConfiguration ?? taskSet?.networkConfiguration;
  const { subnets, securityGroups, assignPublicIp } = network?.awsvpcConfiguration ?? {};
  const { deploymentCircuitBreaker, maximumPercent, minimumHealthyPercent, alarms, strategy, bakeTimeInMinutes } =
    service.deploymentConfiguration ?? {};
  const deployment = service.deployments?.find(({ status }) => status === 'PRIMARY');
  return resource('aws_ecs_service', service.serviceArn ?? '', {
    name: service.serviceName,
    cluster: service.clusterArn,
    task_definition: taskDefinitionOf(service),
    desired_count: service.desiredCount,
    launch_type: service.launchType ?? taskSet?.launchType,
    platform_version: service.platformVersion,
    scheduling_strategy: service.schedulingStrategy,
    availability_zone_rebalancing: service.availabilityZoneRebalancing,
    health_check_grace_period_seconds: service.healthCheckGracePeriodSeconds,
    enable_execute_command: service.enableExecuteCommand,
    enable_ecs_managed_tags: service.enableECSManagedTags,
    propagate_tags: service.propagateTags,
    capacity_provider_strategy: (service.capacityProviderStrategy ?? taskSet?.capacityProviderStrategy)?.map(
      ({ capacityProvider, base, weight }) => ({ capacity_provider: capacityProvider, base, weight }),
    ),
    deployment_controller: service.deploymentController,
    deployment_circuit_breaker: deploymentCircuitBreaker,
    deployment_configuration: strategy && { strategy, bake_time_in_minutes: bakeTimeInMinutes },
    deployment_maximum_percent: maximumPercent,
    deployment_minimum_healthy_percent: minimumHealthyPercent,
    alarms: alarms?.alarmNames?.length
      ? { alarm_names: alarms.alarmNames, enable: alarms.enable, rollback: alarms.rollback }
      : undefined,
    load_balancer: service.loadBalancers?.map(({ targetGroupArn, loadBalancerName, containerName, containerPort }) => ({
      target_group_arn: targetGroupArn,
      elb_name: loadBalancerName,
      container_name: containerName,
      container_port: containerPort,
    })),
    service_registries: service.serviceRegistries?.map(({ registryArn, port, containerName, containerPort }) => ({
      registry_arn: registryArn,
      port,
      container_name: containerName,
      container_port: containerPort,
    })),
    placement_constraints: service.placementConstraints,
    ordered_placement_strategy: service.placementStrategy,
    service_connect_configuration: connectionsOf(deployment?.serviceConnectConfiguration),
    network_configuration: {
      subnets,
      security_groups: securityGroups,
      assign_public_ip: assignPublicIp === 'ENABLED',
    },
    tags: tagsOf(service.tags),
  });
}

type Connections = NonNullable<Service['deployments']>[number]['serviceConnectConfiguration'];

function connectionsOf(connections: Connections): object | undefined {
  if (connections === undefined) return undefined;
  return {
    enabled: connections.enabled,
    namespace: connections.namespace,
    log_configuration: connections.logConfiguration && {
      log_driver: connections.logConfiguration.logDriver,
      options: connections.logConfiguration.options,
      secret_option: connections.logConfiguration.secretOptions?.map(({ name, valueFrom }) => ({
        name,
        value_from: valueFrom,
      })),
    },
    service: connections.services?.map(({ portName, discoveryName, clientAliases, ingressPortOverride }) => ({
      port_name: portName,
      discovery_name: discoveryName,
      ingress_port_override: ingressPortOverride,
      client_alias: clientAliases?.map(({ port, dnsName }) => ({ port, dns_name: dnsName })),
    })),
  };
}
