import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { onChange, onChangeWith } from '../../values/changes';
import { group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, DIRECTORY, EFS_ACCESS_POINT, EFS_FILE_SYSTEM, MOUNT_PATH } from '../../values/limits';

const fileSystemId = orParameter(text(EFS_FILE_SYSTEM)).describe(
  'An existing file system, with a mount target in each availability zone of the subnets.',
);

const efsFields = {
  access_point_id: orParameter(text(EFS_ACCESS_POINT))
    .optional()
    .describe('An access point of the file system, which sets user and directory.'),
  root_directory: text(DIRECTORY)
    .optional()
    .describe('The directory to mount. Default: /, or that of the access point.'),
  transit_encryption: z
    .boolean()
    .default(true)
    .describe('Encrypt the traffic with TLS. Required with an access point and with iam.'),
  transit_encryption_port: wholeNumber(1, 65_535, 2999)
    .optional()
    .describe('The port for TLS between the host and the file system.'),
  iam: z
    .boolean()
    .default(true)
    .describe(
      'Mount the file system with the task role; a created task role gets the permission. false: mount it without a role, which the policy of the file system must allow.',
    ),
};

const createdFileSystem = group({
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed KMS key. Default: the AWS managed key.')
    .meta(onChangeWith('The data is deleted.', 'replaces the file systems', 'requires an update of the work pool')),
  user_id: wholeNumber(0, 4_294_967_294)
    .default(10_001)
    .describe('The owner of all files. Default: the user of the generated Dockerfile.')
    .meta(onChange('replaces the access points', 'requires an update of the work pool')),
}).describe(
  'Create a file system with mount targets for the subnets of the flow runs. Requires flow_runs.own_security_group. terraform destroy deletes it with its data.',
);

const volumeFields = {
  container_path: text(MOUNT_PATH)
    .optional()
    .describe('The path in the main container. Default: not mounted there; sidecars have mounts.'),
  read_only: z.boolean().default(false).describe('Mount the volume read-only in the main container.'),
  host_path: text(DIRECTORY).optional().describe('A directory of the EC2 instance. Not available on Fargate.'),
};

const efs = group({ file_system_id: fileSystemId, ...efsFields });
const flowEfs = group({ file_system_id: fileSystemId.optional(), create: createdFileSystem.optional(), ...efsFields });

const whatItIs = 'Without efs and host_path, an empty volume that is deleted with the task.';

const volume = group({
  ...volumeFields,
  efs: efs
    .optional()
    .describe(
      'An EFS file system. The security group of the worker then allows egress on port 2049; the security group of the file system must allow the worker.',
    ),
}).describe(`A volume. ${whatItIs}`);

const flowVolume = group({
  ...volumeFields,
  efs: flowEfs
    .optional()
    .describe(
      'An EFS file system. The security group of the flow runs, their own or the worker’s, then allows egress on port 2049; the security groups of an existing file system must allow the flow runs.',
    ),
}).describe(`A volume. ${whatItIs}`);

export const volumes = z.record(text(CONTAINER_NAME), volume).default({}).describe('Volumes of the task, by name.');
export const flowVolumes = z
  .record(text(CONTAINER_NAME), flowVolume)
  .default({})
  .describe('Volumes of the task, by name.');
export type ConfiguredVolume = z.output<typeof volume>;
export type FlowVolume = z.output<typeof flowVolume>;
