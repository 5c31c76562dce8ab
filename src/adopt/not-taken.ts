import { isMap } from '../stack-file/is-map';
import { blockOf, keptIn, type Resource } from './resource';

/** Kinds of volumes that no stack has. Source: aws_ecs_task_definition, volume, in the provider's documentation. */
const OTHER_VOLUMES = [
  ...['docker_volume_configuration', 'fsx_windows_file_server_volume_configuration', 'configure_at_launch'],
  's3files_volume_configuration',
];

/** Of the task, what no stack has. */
export function systemOf(taskDefinition: Resource): string[] {
  const volumes = [taskDefinition.values['volume'] ?? []].flat().filter(isMap);
  const others = volumes.flatMap((volume) => {
    const kinds = Object.keys(keptIn({ ...taskDefinition, values: volume }, OTHER_VOLUMES));
    return kinds.map((kind) => `${kind} of the volume ${volume['name']}: the volume would be empty`);
  });
  const system = blockOf(taskDefinition, 'runtime_platform')['operating_system_family'];
  const set = Object.keys(
    keptIn(taskDefinition, ['ipc_mode', 'pid_mode', 'placement_constraints', 'proxy_configuration']),
  );
  return [
    ...(typeof system === 'string' && system !== '' && system !== 'LINUX' ? [`the operating system ${system}`] : []),
    ...set.map((attribute) => `${attribute} of the task definition: use overrides`),
    ...others,
  ];
}
