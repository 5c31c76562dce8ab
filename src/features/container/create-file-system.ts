import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import {
  CreatedFileSystem,
  CreatedFileSystemAccess,
  type CreatedFileSystemAccessProps,
  type CreatedFileSystemProps,
} from './resources/created-file-system';
import { oneSubnetOfEachZone } from './resources/zone-subnets';
import type { CreatedEfs } from './volume-schema';

/** The file system of a volume, as the stack file describes it. */
export function createFileSystem(
  { scope, lookUps }: Pick<StackContext, 'scope' | 'lookUps'>,
  id: string,
  named: Pick<CreatedFileSystemProps, 'terraformName' | 'name'>,
  create: CreatedEfs,
): CreatedFileSystem {
  return new CreatedFileSystem(scope, id, {
    ...named,
    ...create,
    groupId: create.groupId ?? create.userId,
    directory: literal(create.directory),
    kmsKeyId: create.kmsKey && lookUps.kmsKey(create.kmsKey),
  });
}

type OfFileSystem = 'terraformName' | 'name' | 'wayOut' | 'fileSystemId';

/** A created file system that tasks mount; `id` is that of the construct which lets them reach it. */
export type MountedFileSystem = Pick<CreatedFileSystemAccessProps, OfFileSystem> & { readonly id: string };

/** The tasks that mount file systems: where they are. */
export type MountingTasks = Omit<CreatedFileSystemAccessProps, OfFileSystem> & {
  /** Whether several of the subnets can be in one availability zone: a file system has one mount target in each. */
  readonly mayShareZones: boolean;
};

/** Lets tasks reach created file systems; returns what the tasks wait for. */
export function createFileSystemAccess(
  scope: Construct,
  fileSystems: readonly MountedFileSystem[],
  { mayShareZones, ...tasks }: MountingTasks,
): ITerraformDependable[] {
  if (fileSystems.length === 0) return [];
  const subnets = mayShareZones
    ? oneSubnetOfEachZone(scope, tasks.subnets, tasks.whose === 'workers' ? 'worker' : 'flow_run')
    : tasks.subnets;
  return fileSystems.flatMap(({ id, ...fileSystem }) => [
    ...new CreatedFileSystemAccess(scope, id, { ...fileSystem, ...tasks, subnets }).ready,
  ]);
}
