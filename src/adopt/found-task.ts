import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';
import type { FoundWorker } from './found-worker';
import { blockOf } from './resource';

/** What a task has beside the settings of its container. */
export function taskFieldsOf({ taskDefinition, container }: FoundWorker): Fields {
  const { size_in_gib: size } = blockOf(taskDefinition, 'ephemeral_storage');
  return {
    ephemeral_storage: typeof size === 'number' && size > 20 ? size : undefined,
    secrets: Object.fromEntries(
      Object.entries(container.secrets)
        // prefect.api_url has it.
        .filter(([variable]) => variable !== 'PREFECT_API_URL')
        .map(([variable, source]) => [variable, secretSource(source)]),
    ),
    volumes: volumesOf({ taskDefinition, container }),
  };
}

/** Source: "Specifying sensitive data" in the developer guide of ECS: ARN:JSON_KEY:STAGE:VERSION, or a parameter by name or ARN. */
export function secretSource(source: string): Fields {
  const [, arn, jsonKey] = /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::([^:]*))?/.exec(source) ?? [];
  if (arn !== undefined) return { secret_arn: arn, ...(jsonKey && { json_key: jsonKey }) };
  // A name with / in it begins with one.
  return {
    ssm_parameter: source.startsWith('arn:')
      ? source.replace(/^.*:parameter/, '').replace(/^\/(?=[^/]*$)/, '')
      : source,
  };
}

/** What no container mounts is no volume of a stack. */
function volumesOf({ taskDefinition, container }: Pick<FoundWorker, 'taskDefinition' | 'container'>): Fields {
  const volumes = [taskDefinition.values['volume'] ?? []].flat().filter(isMap);
  const mounted = [...container.mounts, ...container.sidecars.flatMap(({ mounts }) => mounts)];
  return Object.fromEntries(
    [...new Set(mounted.map(({ volume }) => volume))].map((name): [string, Fields] => {
      const volume = volumes.find((one) => one['name'] === name) ?? {};
      const mount = container.mounts.find((one) => one.volume === name);
      return [
        name,
        {
          container_path: mount?.path,
          read_only: mount?.isReadOnly ? true : undefined,
          host_path: textOr(volume['host_path']),
          efs: efsOf(volume),
        },
      ];
    }),
  );
}

function efsOf(volume: Fields): Fields | undefined {
  const [efs] = [volume['efs_volume_configuration'] ?? []].flat().filter(isMap);
  if (efs === undefined) return undefined;
  const [authorization = {}] = [efs['authorization_config'] ?? []].flat().filter(isMap);
  const root = textOr(efs['root_directory']);
  return {
    file_system_id: efs['file_system_id'],
    access_point_id: textOr(authorization['access_point_id']),
    root_directory: root === '/' ? undefined : root,
    transit_encryption: efs['transit_encryption'] === 'ENABLED' ? undefined : false,
    transit_encryption_port: efs['transit_encryption_port'] || undefined,
    iam: authorization['iam'] === 'ENABLED' ? undefined : false,
  };
}

function textOr(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}
