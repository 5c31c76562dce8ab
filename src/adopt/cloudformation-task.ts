import { isMap } from '../stack-file/is-map';
import { type Created, last, mapIn, mapsIn, numberOf, type Properties, textOr } from './cloudformation-properties';

export function taskDefinition({ id, properties }: Created): Properties {
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
