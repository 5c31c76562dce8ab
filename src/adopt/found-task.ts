import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';
import type { FoundWorker } from './found-worker';
import { blockOf, type Resource, textOf } from './resource';

/** What a task has beside the settings of its container. */
export function taskFieldsOf({ taskDefinition, container }: FoundWorker): Fields {
  const { size_in_gib: size } = blockOf(taskDefinition, 'ephemeral_storage');
  return {
    ephemeral_storage: typeof size === 'number' && size > 20 ? size : undefined,
    secrets: Object.fromEntries(
      Object.entries(container.secrets)
        // prefect.api_url has it.
        .filter(([variable]) => variable !== 'PREFECT_API_URL')
        .map(([variable, source]) => [variable, secretSource(source, placeOf(taskDefinition))]),
    ),
    volumes: volumesOf({ taskDefinition, container }),
  };
}

/** Source: "Specifying sensitive data" in the developer guide of ECS: ARN:JSON_KEY:STAGE:VERSION, or a parameter by name or ARN. */
export function secretSource(source: string, place: Place): Fields {
  const [, arn, jsonKey, stage, version] =
    /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?/.exec(source) ?? [];
  if (arn !== undefined) {
    return {
      secret_arn: arn,
      ...(jsonKey && { json_key: jsonKey }),
      ...(stage && { version_stage: stage }),
      ...(version && { version_id: version }),
    };
  }
  const [, region, account, name = ''] = /^arn:[^:]*:ssm:([^:]*):([^:]*):parameter(.*)$/.exec(source) ?? [];
  // A name with / in it begins with one.
  const isHere = region === place.region && account === place.account;
  return { ssm_parameter: isHere ? name.replace(/^\/(?=[^/]*$)/, '') : source };
}

/** Where a task runs: a name says nothing of another region or account. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

export function placeOf(taskDefinition: Resource): Place {
  const [, , , region = '', account = ''] = (textOf(taskDefinition, 'arn') ?? '').split(':');
  return { region, account };
}

/** What no container mounts is no volume of a stack. */
function volumesOf({ taskDefinition, container }: Pick<FoundWorker, 'taskDefinition' | 'container'>): Fields {
  const volumes = [taskDefinition.values['volume'] ?? []].flat().filter(isMap);
  const mounted = new Map(
    [container, ...container.sidecars].flatMap(({ mounts }) => mounts).map(({ volume, source }) => [volume, source]),
  );
  return Object.fromEntries(
    [...mounted].map(([name, source]): [string, Fields] => {
      const volume = volumes.find((one) => one['name'] === source) ?? {};
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

/** A second volume is the same files only where it is a file system, or a folder of the host. */
export function emptyMounts({
  taskDefinition,
  container,
}: Pick<FoundWorker, 'taskDefinition' | 'container'>): string[] {
  const volumes = [taskDefinition.values['volume'] ?? []].flat().filter(isMap);
  const isEmpty = (source: string) => {
    const volume = volumes.find(({ name }) => name === source) ?? {};
    return textOr(volume['host_path']) === undefined && efsOf(volume) === undefined;
  };
  return [container, ...container.sidecars].flatMap(({ name, mounts }) =>
    mounts
      .filter(({ volume, source }) => volume !== source && isEmpty(source))
      .map(
        ({ volume, source, path }) =>
          `the mount of the volume ${source} at ${path} in the container ${name}: a container of a stack mounts a volume once; the volume ${volume} is there instead, and does not share its files`,
      ),
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
