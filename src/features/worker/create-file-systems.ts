import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { createFileSystem, createFileSystemAccess } from '../container/create-file-system';
import { isReadOnly } from '../container/resolve';
import type { CreatedFileSystem } from '../container/resources/created-file-system';
import type { EfsVolume } from '../container/resources/task-volume';
import type { NetworkInUse } from '../network/create';
import { createdVolumes } from './created-volumes';
import type { WorkerContainer } from './resolve';

/** File systems of worker.volumes that the stack creates, by volume: all workers share them. */
export type WorkerFileSystems = ReadonlyMap<string, CreatedFileSystem>;

export function createWorkerFileSystems(context: StackContext): WorkerFileSystems {
  const { environment, names } = context;
  return new Map(
    createdVolumes(environment).map(([volume, create]) => {
      const own = { terraformName: `worker_volume_${volume}`, name: `${names.workerVolume}-${volume}` };
      return [volume, createFileSystem(context, `file_system_of_workers_${volume}`, own, create)];
    }),
  );
}

/** Lets the workers reach their file systems; returns what their tasks wait for. */
export function createWorkerFileSystemAccess(
  { scope, environment, names }: StackContext,
  fileSystems: WorkerFileSystems,
  { vpcId, subnetIds, ownSecurityGroupId }: NetworkInUse,
): ITerraformDependable[] {
  if (fileSystems.size === 0 || ownSecurityGroupId === undefined) return [];
  const mounted = [...fileSystems].map(([volume, { id: fileSystemId }]) => ({
    id: `way_to_file_system_of_workers_${volume}`,
    terraformName: `worker_volume_${volume}`,
    wayOut: `workers_to_volume_${volume}`,
    name: `${names.workerVolume}-${volume}`,
    fileSystemId,
  }));
  return createFileSystemAccess(scope, mounted, {
    whose: 'workers',
    vpcId,
    subnets: named(scope, 'worker_volume_subnets', [...subnetIds]),
    // The subnets of a created VPC are in different zones.
    mayShareZones: environment.network.create === undefined,
    securityGroupId: ownSecurityGroupId,
  });
}

/** The volumes of a worker that are on EFS, by name. */
export function efsVolumesOf(
  { lookUps }: StackContext,
  container: WorkerContainer,
  created: WorkerFileSystems,
): ReadonlyMap<string, EfsVolume> {
  return new Map(
    Object.entries(container.volumes).flatMap(([name, { efs }]) => {
      if (efs === undefined) return [];
      const { create: _, fileSystemId = '', accessPointId, ...mount } = efs;
      const own = created.get(name);
      const volume = {
        ...mount,
        fileSystemId: own?.id ?? lookUps.value(fileSystemId),
        accessPointId: own?.accessPointId ?? (accessPointId && lookUps.value(accessPointId)),
        readOnly: isReadOnly(name, container),
      };
      return [[name, volume] as const];
    }),
  );
}
