import { eachEntry, exactlyOne, noEffect, type Rule, when } from '../../environment/rule';
import { ofTasks } from './of-tasks';

const fileSystemsFit = ofTasks(({ main: { volumes }, hasTaskRole, isWorker, at: inMain }) =>
  eachEntry(volumes, (name, { efs }) => {
    if (efs === undefined) return [];
    const at = (...field: string[]) => inMain('volumes', name, 'efs', ...field);
    return [
      ...exactlyOne(at(), { file_system_id: efs.fileSystemId !== undefined, create: efs.create !== undefined }),
      ...when(
        efs.create !== undefined && (efs.accessPointId !== undefined || efs.rootDirectory !== undefined),
        at('create'),
        'is not available with access_point_id and root_directory: it creates its own access point',
        'remove access_point_id and root_directory',
      ),
      ...when(
        efs.create !== undefined && !efs.transitEncryption,
        at('transit_encryption'),
        'must be true with create: the access point requires it',
        'remove it',
      ),
      ...noEffect(
        efs.accessPointId !== undefined && (efs.rootDirectory ?? '/') !== '/',
        at('root_directory'),
        'the access point sets the directory',
        'remove access_point_id',
      ),
      ...when(
        efs.create === undefined && !efs.transitEncryption && (efs.iam || efs.accessPointId !== undefined),
        at('transit_encryption'),
        'must be true: an access point and iam require it',
        'set transit_encryption: true; or remove access_point_id, and set iam: false',
      ),
      ...noEffect(
        efs.transitEncryptionPort !== undefined && !efs.transitEncryption,
        at('transit_encryption_port'),
        'transit_encryption is false',
      ),
      ...when(
        efs.iam && !hasTaskRole,
        at('iam'),
        isWorker ? 'must be false with roles.task.none: it requires a task role' : 'requires a task role',
        isWorker
          ? 'set iam: false'
          : 'set flow_runs.task_role: {}; or iam: false, if the policy of the file system allows it',
      ),
    ];
  }),
);

export const FILE_SYSTEM_RULES: readonly Rule[] = [fileSystemsFit];
