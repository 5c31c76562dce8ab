import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ContainerDefinition,
  DescribeTaskDefinitionCommand,
  type Tag,
  type TaskDefinition,
  type Volume,
} from '@aws-sdk/client-ecs';
import type { Resource } from '../adopt/resource';
import type { Aws } from './aws';
import { referred, resource, tagsOf } from './existing-resource';

/** A revision and its tags; undefined: it is gone. */
export async function describedTask(arn: string, aws: Aws): Promise<DescribedTask | undefined> {
  const { taskDefinition, tags } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] }),
  );
  return taskDefinition && { ...taskDefinition, tags };
}

type DescribedTask = TaskDefinition & { readonly tags?: Tag[] };

/** A task definition and what it refers to. */
export async function taskResources(arn: string, aws: Aws): Promise<Resource[]> {
  const task = await describedTask(arn, aws);
  if (task === undefined) return [];
  const containers = task.containerDefinitions ?? [];
  const secrets = containers.flatMap((container) => container.secrets ?? []);
  return [
    taskAsResource(task),
    ...[task.executionRoleArn, task.taskRoleArn].flatMap((arn) => (arn ? [referred('aws_iam_role', arn)] : [])),
    ...secrets
      .filter(({ valueFrom = '' }) => valueFrom.includes(':secretsmanager:'))
      .map(({ valueFrom = '' }) => referred('aws_secretsmanager_secret', valueFrom.split(':').slice(0, 7).join(':'))),
    ...(await logGroupsOf(containers, aws)),
  ];
}

export function taskAsResource(task: DescribedTask): Resource {
  return resource('aws_ecs_task_definition', task.taskDefinitionArn ?? '', {
    arn: task.taskDefinitionArn,
    family: task.family,
    cpu: task.cpu,
    memory: task.memory,
    execution_role_arn: task.executionRoleArn,
    task_role_arn: task.taskRoleArn,
    network_mode: task.networkMode,
    ipc_mode: task.ipcMode,
    pid_mode: task.pidMode,
    runtime_platform: {
      cpu_architecture: task.runtimePlatform?.cpuArchitecture,
      operating_system_family: task.runtimePlatform?.operatingSystemFamily,
    },
    ephemeral_storage: { size_in_gib: task.ephemeralStorage?.sizeInGiB },
    volume: task.volumes?.map(volumeOf),
    placement_constraints: task.placementConstraints,
    proxy_configuration: task.proxyConfiguration,
    container_definitions: JSON.stringify(task.containerDefinitions ?? []),
    tags: tagsOf(task.tags),
  });
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
  return Promise.all(
    found.flat().map(async ({ logGroupName, logGroupArn, retentionInDays, kmsKeyId, logGroupClass }) => {
      const { tags } = await aws.logs.send(new ListTagsForResourceCommand({ resourceArn: logGroupArn }));
      return resource('aws_cloudwatch_log_group', logGroupName ?? '', {
        name: logGroupName,
        retention_in_days: retentionInDays ?? 0,
        kms_key_id: kmsKeyId,
        log_group_class: logGroupClass,
        tags: tags ?? {},
      });
    }),
  );
}
