import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type Service,
  type TaskDefinition,
  type Volume,
} from '@aws-sdk/client-ecs';
import type { Resource } from '../adopt/resource';
import { type Aws, connect } from './aws';

/** What runs as an ECS service, read from its account, with the attributes that Terraform has for it. */
export async function existingWorker(serviceArn: string): Promise<readonly Resource[]> {
  const [, , , region = '', , path = ''] = serviceArn.split(':');
  const [, cluster = ''] = path.split('/');
  const aws = connect({ region, roles: [], allowedAccounts: [] });
  const { services = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [serviceArn] }));
  const [service] = services.filter(({ status }) => status === 'ACTIVE');
  if (service === undefined) return [];
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
  );
  return [
    serviceAsResource(service),
    ...(taskDefinition === undefined ? [] : await ofTask(taskDefinition, aws)),
    ...(await groupsOf(service, aws)),
    referred('aws_ecs_cluster', service.clusterArn, { id: service.clusterArn }),
  ];
}

function resource(type: string, address: string, values: Resource['values']): Resource {
  return { address, module: '', type, name: type, values };
}

/** What other things may use too. */
function referred(type: string, arn: string | undefined, values: Resource['values'] = {}): Resource {
  const name = arn?.split('/').at(-1)?.split(':').at(-1);
  return { ...resource(type, arn ?? '', { arn, name, ...values }), isReferred: true };
}

function serviceAsResource(service: Service): Resource {
  const { subnets, securityGroups, assignPublicIp } = service.networkConfiguration?.awsvpcConfiguration ?? {};
  return resource('aws_ecs_service', service.serviceArn ?? '', {
    name: service.serviceName,
    cluster: service.clusterArn,
    task_definition: service.taskDefinition,
    desired_count: service.desiredCount,
    launch_type: service.launchType,
    enable_execute_command: service.enableExecuteCommand,
    enable_ecs_managed_tags: service.enableECSManagedTags,
    propagate_tags: service.propagateTags,
    capacity_provider_strategy: service.capacityProviderStrategy?.map(({ capacityProvider }) => ({
      capacity_provider: capacityProvider,
    })),
    deployment_controller: service.deploymentController,
    deployment_circuit_breaker: service.deploymentConfiguration?.deploymentCircuitBreaker,
    network_configuration: {
      subnets,
      security_groups: securityGroups,
      assign_public_ip: assignPublicIp === 'ENABLED',
    },
  });
}

async function ofTask(task: TaskDefinition, aws: Aws): Promise<Resource[]> {
  const containers = task.containerDefinitions ?? [];
  const secrets = containers.flatMap((container) => container.secrets ?? []);
  return [
    resource('aws_ecs_task_definition', task.taskDefinitionArn ?? '', {
      arn: task.taskDefinitionArn,
      family: task.family,
      cpu: task.cpu,
      memory: task.memory,
      execution_role_arn: task.executionRoleArn,
      task_role_arn: task.taskRoleArn,
      runtime_platform: { cpu_architecture: task.runtimePlatform?.cpuArchitecture },
      ephemeral_storage: { size_in_gib: task.ephemeralStorage?.sizeInGiB },
      volume: task.volumes?.map(volumeOf),
      container_definitions: JSON.stringify(containers),
    }),
    ...[task.executionRoleArn, task.taskRoleArn].flatMap((arn) => (arn ? [referred('aws_iam_role', arn)] : [])),
    ...secrets
      .filter(({ valueFrom = '' }) => valueFrom.includes(':secretsmanager:'))
      .map(({ valueFrom = '' }) => referred('aws_secretsmanager_secret', valueFrom.split(':').slice(0, 7).join(':'))),
    ...(await logGroupsOf(containers, aws)),
  ];
}

function volumeOf({ name, host, efsVolumeConfiguration: efs }: Volume): Resource['values'] {
  return {
    name,
    host_path: host?.sourcePath,
    ...(efs && {
      efs_volume_configuration: {
        file_system_id: efs.fileSystemId,
        root_directory: efs.rootDirectory,
        transit_encryption: efs.transitEncryption,
        transit_encryption_port: efs.transitEncryptionPort,
        authorization_config: {
          access_point_id: efs.authorizationConfig?.accessPointId,
          iam: efs.authorizationConfig?.iam,
        },
      },
    }),
  };
}

async function logGroupsOf(containers: readonly ContainerDefinition[], aws: Aws): Promise<Resource[]> {
  const names = new Set(
    containers.flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []),
  );
  const found = await Promise.all(
    [...names].map(async (name) => {
      const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      return logGroups.filter(({ logGroupName }) => logGroupName === name);
    }),
  );
  return found.flat().map(({ logGroupName, retentionInDays }) =>
    resource('aws_cloudwatch_log_group', logGroupName ?? '', {
      name: logGroupName,
      retention_in_days: retentionInDays ?? 0,
    }),
  );
}

async function groupsOf({ networkConfiguration }: Service, aws: Aws): Promise<Resource[]> {
  const ids = networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
  if (ids.length === 0) return [];
  const { SecurityGroups: groups = [] } = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ids }));
  return groups.map(groupAsResource);
}

function groupAsResource(group: SecurityGroup): Resource {
  return resource('aws_security_group', group.GroupId ?? '', {
    id: group.GroupId,
    name: group.GroupName,
    description: group.Description,
    vpc_id: group.VpcId,
    egress: (group.IpPermissionsEgress ?? []).map(ruleOf),
    ingress: (group.IpPermissions ?? []).map(ruleOf),
  });
}

function ruleOf(rule: IpPermission): Resource['values'] {
  const isAll = rule.IpProtocol === '-1';
  return {
    protocol: rule.IpProtocol,
    from_port: isAll ? 0 : rule.FromPort,
    to_port: isAll ? 0 : rule.ToPort,
    cidr_blocks: rule.IpRanges?.map(({ CidrIp }) => CidrIp),
    ipv6_cidr_blocks: rule.Ipv6Ranges?.map(({ CidrIpv6 }) => CidrIpv6),
    prefix_list_ids: rule.PrefixListIds?.map(({ PrefixListId }) => PrefixListId),
    security_groups: rule.UserIdGroupPairs?.map(({ GroupId }) => GroupId),
  };
}
