import { isMap } from '../stack-file/is-map';
import type { DescribedStack } from './cloudformation-stack';
import type { Template } from './cloudformation-template';
import { TemplateValues } from './cloudformation-values';
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
  const ids = new Map(stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
  return Object.entries(template.Resources).flatMap(([logicalId, { Type: of, Condition: condition }]): Resource[] => {
    const id = ids.get(logicalId);
    if (id === undefined || !values.isThere(condition)) return [];
    const { type, attributes } = TYPES[of] ?? { type: of, attributes: () => ({}) };
    const created = { id, properties: values.propertiesOf(logicalId) };
    return [{ address: logicalId, module: '', type, name: logicalId, values: attributes(created, stack) }];
  });
}

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
    attributes: ({ id, properties }) => ({ name: id, retention_in_days: numberOf(properties['RetentionInDays']) ?? 0 }),
  },
  'AWS::SecretsManager::Secret': {
    type: 'aws_secretsmanager_secret',
    // AWS puts a hyphen and six characters behind the name.
    attributes: ({ id }) => ({ arn: id, name: id.split(':')[6]?.replace(/-[A-Za-z0-9]{6}$/, '') }),
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
  'AWS::ApplicationAutoScaling::ScalableTarget': { type: 'aws_appautoscaling_target', attributes: scalableTarget },
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
  const breaker = mapIn(mapIn(properties['DeploymentConfiguration'])['DeploymentCircuitBreaker']);
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
    capacity_provider_strategy: strategy.map(({ CapacityProvider }) => ({ capacity_provider: CapacityProvider })),
    deployment_controller: { type: mapIn(properties['DeploymentController'])['Type'] ?? 'ECS' },
    deployment_circuit_breaker: { enable: isTrue(breaker['Enable']), rollback: isTrue(breaker['Rollback']) },
    network_configuration: {
      subnets: network['Subnets'],
      security_groups: network['SecurityGroups'],
      assign_public_ip: network['AssignPublicIp'] === 'ENABLED',
    },
  };
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
    runtime_platform: { cpu_architecture: mapIn(properties['RuntimePlatform'])['CpuArchitecture'] },
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
