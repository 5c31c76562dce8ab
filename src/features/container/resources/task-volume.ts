import type { EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { AwsContext } from '../../../terraform/aws-context';
import type { JsonMap } from '../../../terraform/merge';
import { allow, type Statement } from '../../../terraform/policy-document';
import { literal } from '../../../terraform/terraform-text';

/** A volume of a task; neither efs nor hostPath: an empty one that ends with it. */
export interface TaskVolume {
  readonly name: string;
  /** A directory of the instance. */
  readonly hostPath?: string;
  readonly efs?: EfsVolume;
}

export interface EfsVolume {
  readonly fileSystemId: string;
  readonly accessPointId?: string;
  readonly rootDirectory?: string;
  readonly transitEncryption: boolean;
  readonly transitEncryptionPort?: number;
  /** Mounted as the task role. */
  readonly iam: boolean;
  /** Nobody in the task writes to it. */
  readonly readOnly: boolean;
}

/** The volume as Terraform has it. */
export function taskVolume({ name, hostPath, efs }: TaskVolume): EcsTaskDefinitionVolume {
  return {
    name,
    ...(hostPath && { hostPath: literal(hostPath) }),
    ...(efs && { efsVolumeConfiguration: efsVolumeConfiguration(efs) }),
  };
}

/** The volume in the task definition that a worker of Prefect registers. */
export function registeredVolume({ name, hostPath, efs }: TaskVolume): JsonMap {
  return {
    name,
    ...(hostPath && { host: { sourcePath: literal(hostPath) } }),
    ...(efs && { efsVolumeConfiguration: efsVolumeConfiguration(efs) }),
  };
}

/** Terraform and ECS have the same names for it. */
function efsVolumeConfiguration(efs: EfsVolume) {
  return {
    fileSystemId: efs.fileSystemId,
    ...(efs.rootDirectory && { rootDirectory: literal(efs.rootDirectory) }),
    transitEncryption: efs.transitEncryption ? 'ENABLED' : 'DISABLED',
    ...(efs.transitEncryptionPort && { transitEncryptionPort: efs.transitEncryptionPort }),
    ...((efs.accessPointId || efs.iam) && {
      authorizationConfig: {
        ...(efs.accessPointId && { accessPointId: efs.accessPointId }),
        iam: efs.iam ? 'ENABLED' : 'DISABLED',
      },
    }),
  };
}

/** The rights to mount these, each by its access point where it has one. */
export function mountRights(volumes: readonly EfsVolume[], aws: AwsContext): Statement[] {
  return volumes
    .filter(({ iam }) => iam)
    .flatMap(({ fileSystemId, accessPointId, readOnly }, index) =>
      allow(
        `MountFileSystem${index + 1}`,
        ['elasticfilesystem:ClientMount', ...(readOnly ? [] : ['elasticfilesystem:ClientWrite'])],
        [aws.arn('elasticfilesystem', `file-system/${fileSystemId}`)],
        accessPointId === undefined
          ? undefined
          : {
              StringEquals: {
                'elasticfilesystem:AccessPointArn': aws.arn('elasticfilesystem', `access-point/${accessPointId}`),
              },
            },
      ),
    );
}
