import { isMap } from '../stack-file/is-map';
import type { DescribedStack } from './cloudformation-stack';
import type { Template } from './cloudformation-template';
import { TemplateValues, unknownIn } from './cloudformation-values';
import type { Resource } from './resource';

type Properties = Readonly<Record<string, unknown>>;

interface Created {
  readonly id: string;
  readonly properties: Properties;
}

/**
 * What a stack of CloudFormation created, with the attributes that Terraform has for it. The address is the logical id.
 * Source of the ids: "Return values", Ref, of each type in the template reference of CloudFormation.
 */
export function resourcesOfStack(template: Template, stack: DescribedStack): readonly Resource[] {
  const values = new TemplateValues(template, stack);
  return createdIn(template, stack, values).flatMap(({ logicalId, of, id }): Resource[] => {
    const { type, attributes } = TYPES[of] ?? { type: of, attributes: () => ({}) };
    const properties = values.propertiesOf(logicalId);
    const tags = TAGGED.includes(of) ? { tags: tagsIn(properties, stack) } : {};
    const one = { address: logicalId, module: '', type, name: logicalId };
    return [
      { ...one, values: { ...attributes({ id, properties }, stack), ...tags } },
      ...(of === TARGET ? scheduledActions(logicalId, id, properties) : []),
    ];
  });
}

/** What the descriptions of a stack do not tell of its resources, by logical id: paths of properties. */
export function unknownOfStack(template: Template, stack: DescribedStack): ReadonlyMap<string, readonly string[]> {
  const values = new TemplateValues(template, stack);
  const unknown = createdIn(template, stack, values).map(
    ({ logicalId }) => [logicalId, unknownIn(values.propertiesOf(logicalId))] as const,
  );
  return new Map(unknown.filter(([, paths]) => paths.length > 0));
}

function createdIn(template: Template, stack: DescribedStack, values: TemplateValues) {
  const ids = new Map(stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
  return Object.entries(template.Resources).flatMap(([logicalId, { Type: of, Condition: condition }]) => {
    const id = ids.get(logicalId);
    return id === undefined || !values.isThere(condition) ? [] : [{ logicalId, of, id }];
  });
}

/** Those of the stack are on everything that it creates. Source: "Resource tags" in the user guide of CloudFormation. */
function tagsIn(properties: Properties, { tags }: DescribedStack): Properties {
  const own = mapsIn(properties['Tags']).map(({ Key, Value }) => [String(Key), textOr(Value)]);
  return { ...tags, ...Object.fromEntries(own) };
}

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const TAGGED = [
  ...['AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::ECS::TaskDefinition', 'AWS::EC2::SecurityGroup'],
  ...['AWS::Logs::LogGroup', 'AWS::SecretsManager::Secret'],
];

const TYPES: Readonly<
  Record<string, { type: string; attributes: (created: Created, stack: DescribedStack) => Properties }>
> = {
  'AWS::ECS::Cluster': {
    type: 'aws_ecs_cluster',
    attributes: ({ id, properties }, stack) => ({
      id: clusterArn(id, stack),
      arn: clusterArn(id, stack),
      name: last(id),
      ...providersIn(properties),
    }),
  },
  'AWS::ECS::ClusterCapacityProviderAssociations': {
    type: 'aws_ecs_cluster_capacity_providers',
    attributes: ({ properties }) => ({ cluster_name: last(String(properties['Cluster'])), ...providersIn(properties) }),
  },
  'AWS::ECS::Service': { type: 'aws_ecs_service', attributes: service },
  'AWS::ECS::TaskDefinition': { type: 'aws_ecs_task_definition', attributes: taskDefinition },
  'AWS::Logs::LogGroup': {
    type: 'aws_cloudwatch_log_group',
    attributes: ({ id, properties }) => ({
      name: id,
      retention_in_days: numberOf(properties['RetentionInDays']) ?? 0,
      kms_key_id: properties['KmsKeyId'],
      log_group_class: properties['LogGroupClass'],
    }),
  },
  'AWS::SecretsManager::Secret': {
    type: 'aws_secretsmanager_secret',
    // AWS puts a hyphen and six characters behind the name.
    attributes: ({ id, properties }) => ({
      arn: id,
      name: id.split(':')[6]?.replace(/-[A-Za-z0-9]{6}$/, ''),
      kms_key_id: properties['KmsKeyId'],
      description: properties['Description'],
    }),
  },
  'AWS::EC2::SecurityGroup': { type: 'aws_security_group', attributes: securityGroup },
  'AWS::IAM::Role': {
    type: 'aws_iam_role',
    attributes: ({ id, properties: { Path: path = '/' } }, { id: arn }) => {
      const [, partition, , , account] = arn.split(':');
      return { name: id, arn: `arn:${partition}:iam::${account}:role${path}${id}` };
    },
  },
  'AWS::SQS::Queue': { type: 'aws_sqs_queue', attributes: ({ id }) => ({ url: id, id, name: last(id) }) },
  [TARGET]: { type: 'aws_appautoscaling_target', attributes: scalableTarget },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { type: 'aws_appautoscaling_policy', attributes: scalingPolicy },
};

function last(id: string): string | undefined {
  return id.split('/').at(-1);
}

function clusterArn(id: string, { id: stackArn }: DescribedStack): string {
  const [, partition, , region, account] = stackArn.split(':');
  return id.startsWith('arn:') ? id : `arn:${partition}:ecs:${region}:${account}:cluster/${id}`;
}

/** Source: AWS::ECS::Service; without a launch type and a strategy it is EC2, unless its cluster has a default strategy. */
function service({ id, properties }: Created, stack: DescribedStack): Properties {
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
function providersIn(properties: Properties): Properties {
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

function taskDefinition({ id, properties }: Created): Properties {
  const containers = mapsIn(properties['ContainerDefinitions']);
  return {
    arn: id,
    family: last(id)?.split(':')[0],
    cpu: textOr(properties['Cpu']),
    memory: textOr(properties['Memory']),
    execution_role_arn: properties['ExecutionRoleArn'],
    task_role_arn: properties['TaskRoleArn'],
    network_mode: properties['NetworkMode'],
    ipc_mode: properties['IpcMode'],
    pid_mode: properties['PidMode'],
    runtime_platform: {
      cpu_architecture: mapIn(properties['RuntimePlatform'])['CpuArchitecture'],
      operating_system_family: mapIn(properties['RuntimePlatform'])['OperatingSystemFamily'],
    },
    ephemeral_storage: { size_in_gib: numberOf(mapIn(properties['EphemeralStorage'])['SizeInGiB']) },
    volume: mapsIn(properties['Volumes']).map(volumeOf),
    container_definitions: JSON.stringify(containers.map(inWordsOfEcs)),
  };
}

function volumeOf(volume: Properties): Properties {
  const efs = volume['EFSVolumeConfiguration'];
  const { FilesystemId, RootDirectory, TransitEncryption, TransitEncryptionPort, AuthorizationConfig } = mapIn(efs);
  const { AccessPointId, IAM } = mapIn(AuthorizationConfig);
  return {
    name: volume['Name'],
    host_path: mapIn(volume['Host'])['SourcePath'],
    ...(isMap(efs) && {
      efs_volume_configuration: {
        file_system_id: FilesystemId,
        root_directory: RootDirectory,
        transit_encryption: TransitEncryption,
        transit_encryption_port: numberOf(TransitEncryptionPort),
        authorization_config: { access_point_id: AccessPointId, iam: IAM },
      },
    }),
  };
}

/** Maps whose keys are the user's own. */
const OWN_KEYS = ['options', 'dockerLabels'];

/** Names of CloudFormation begin with a capital letter, those of ECS do not. */
function inWordsOfEcs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWordsOfEcs);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = `${key.charAt(0).toLowerCase()}${key.slice(1)}`;
      return [name, OWN_KEYS.includes(name) ? member : inWordsOfEcs(member)];
    }),
  );
}

const EVERYTHING = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** A group without a name of its own gets a random end: AWS alone knows its name. */
function securityGroup({ id, properties }: Created): Properties {
  const egress = properties['SecurityGroupEgress'];
  return {
    id,
    name: properties['GroupName'],
    description: properties['GroupDescription'],
    vpc_id: properties['VpcId'],
    egress: (egress === undefined ? [EVERYTHING] : mapsIn(egress)).map(ruleOf),
    ingress: mapsIn(properties['SecurityGroupIngress']).map(ruleOf),
  };
}

function ruleOf(rule: Properties): Properties {
  const isAll = String(rule['IpProtocol']) === '-1';
  const list = (name: string) => (rule[name] === undefined ? [] : [rule[name]]);
  return {
    protocol: String(rule['IpProtocol']),
    from_port: isAll ? 0 : numberOf(rule['FromPort']),
    to_port: isAll ? 0 : numberOf(rule['ToPort']),
    cidr_blocks: list('CidrIp'),
    ipv6_cidr_blocks: list('CidrIpv6'),
    prefix_list_ids: list('DestinationPrefixListId'),
    security_groups: [...list('DestinationSecurityGroupId'), ...list('SourceSecurityGroupId')],
  };
}

function scalableTarget({ id, properties }: Created): Properties {
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
function scheduledActions(logicalId: string, id: string, properties: Properties): Resource[] {
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

function scalingPolicy({ properties }: Created): Properties {
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

function mapIn(value: unknown): Properties {
  return isMap(value) ? value : {};
}

function mapsIn(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function numberOf(value: unknown): number | undefined {
  return value === undefined || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}

function textOr(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
