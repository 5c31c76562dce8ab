import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import { CreatedFileSystem, type CreatedFileSystemProps } from './resources/created-file-system';
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
