import type { StackContext } from '../../stack/context';
import type { Expression } from '../../terraform/terraform-text';
import { createFileSystem, createFileSystemAccess } from '../container/create-file-system';
import type { NetworkInUse } from '../network/create';
import type { FileSystem, FlowRunResources } from './create-types';
import type { FlowRuns } from './resolve';

/** The file systems of the volumes of flow runs, by volume: created, or existing ones. */
export function createFlowFileSystems(context: StackContext, { volumes }: FlowRuns): ReadonlyMap<string, FileSystem> {
  const { names, aws, lookUps } = context;
  const onEfs = Object.entries(volumes).flatMap(([volume, { efs }]) => (efs ? [{ volume, efs }] : []));
  return new Map(
    onEfs.map(({ volume, efs: { create, fileSystemId = '', ...mount } }): [string, FileSystem] => {
      const efs = { ...mount, accessPointId: mount.accessPointId && lookUps.value(mount.accessPointId) };
      if (create === undefined) {
        const id = lookUps.value(fileSystemId);
        return [volume, { ...efs, id, arn: aws.arn('elasticfilesystem', `file-system/${id}`) }];
      }
      const name = `${names.flowRunVolume}-${volume}`;
      const own = { terraformName: `flow_volume_${volume}`, name };
      const { id, arn, accessPointId } = createFileSystem(context, `file_system_of_${volume}`, own, create);
      return [volume, { ...efs, id, arn, accessPointId, createdAs: name }];
    }),
  );
}

/** Lets flow runs reach the file systems that the stack creates for them. */
export function createFlowFileSystemAccess(
  { scope, environment }: StackContext,
  { settings, fileSystems }: Pick<FlowRunResources, 'settings' | 'fileSystems'>,
  { vpcId }: NetworkInUse,
  { subnets, securityGroupId }: { readonly subnets: Expression; readonly securityGroupId: string },
): void {
  const created = [...fileSystems].flatMap(([volume, { id: fileSystemId, createdAs: name }]) =>
    name === undefined
      ? []
      : [
          {
            id: `way_to_file_system_of_${volume}`,
            terraformName: `flow_volume_${volume}`,
            wayOut: `flow_runs_to_volume_${volume}`,
            name,
            fileSystemId,
          },
        ],
  );
  createFileSystemAccess(scope, created, {
    whose: 'flow runs',
    vpcId,
    subnets,
    // The subnets of a created VPC are in different zones.
    mayShareZones: settings.subnets !== undefined || environment.network.create === undefined,
    securityGroupId,
  });
}
