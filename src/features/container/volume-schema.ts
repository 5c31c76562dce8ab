import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, EFS_ACCESS_POINT, EFS_FILE_SYSTEM, MOUNT_PATH } from '../../values/limits';

const fileSystemId = orParameter(text(EFS_FILE_SYSTEM)).describe(
  'A file system that exists; it needs a mount target in each zone of the subnets.',
);

const efsFields = {
  access_point_id: orParameter(text(EFS_ACCESS_POINT))
    .optional()
    .describe('An access point, which has a user and a directory of its own.'),
  root_directory: text(MOUNT_PATH)
    .optional()
    .describe("The directory that is mounted. Default: /, or the access point's."),
  transit_encryption: z
    .boolean()
    .default(true)
    .describe('TLS to the file system; required by an access point and by iam.'),
  transit_encryption_port: wholeNumber(1, 65_535).optional().describe("The port of TLS in the task's host."),
  iam: z
    .boolean()
    .default(true)
    .describe(
      'Mount it with the task role, which gets the right to, where the stack creates it; false: the file system lets everybody in.',
    ),
};

const createdFileSystem = group({
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed key that encrypts it. Fixed at creation. Default: the one that AWS keeps.'),
  user_id: wholeNumber(0, 4_294_967_294)
    .default(10_001)
    .describe("The user that all its files belong to. Default: the one of this stack's Dockerfile."),
}).describe(
  'Create a file system, with a mount target in each subnet of the flow runs; they need flow_runs.own_security_group, which it lets in. terraform destroy deletes it with all that is in it.',
);

const volumeFields = {
  container_path: text(MOUNT_PATH)
    .optional()
    .describe('Where the container beside the sidecars mounts it. Default: it does not; sidecars have mounts.'),
  read_only: z.boolean().default(false).describe('That container mounts it read-only.'),
  host_path: text(MOUNT_PATH).optional().describe('A directory of the instance; not on Fargate.'),
};

const efs = group({ file_system_id: fileSystemId, ...efsFields });
const flowEfs = group({ file_system_id: fileSystemId.optional(), create: createdFileSystem.optional(), ...efsFields });

const whatItIs = 'Neither efs nor host_path: an empty volume, which ends with the task.';

const volume = group({
  ...volumeFields,
  efs: efs
    .optional()
    .describe(
      "An EFS file system. Egress on HTTPS alone opens port 2049 too; the file system's own group must let the worker in.",
    ),
}).describe(`A volume. ${whatItIs}`);

const flowVolume = group({
  ...volumeFields,
  efs: flowEfs
    .optional()
    .describe(
      'An EFS file system. Where it exists, its groups must let the flow runs in on port 2049, and theirs must let them out.',
    ),
}).describe(`A volume. ${whatItIs}`);

export const volumes = z.record(text(CONTAINER_NAME), volume).default({}).describe('Volumes of the task, by name.');
export const flowVolumes = z
  .record(text(CONTAINER_NAME), flowVolume)
  .default({})
  .describe('Volumes of the task, by name.');
export type ConfiguredVolume = z.output<typeof volume>;
export type FlowVolume = z.output<typeof flowVolume>;
