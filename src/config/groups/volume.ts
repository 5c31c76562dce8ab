import * as z from 'zod';
import { orParameter } from '../aws-fields';
import { group, text, wholeNumber } from '../fields';
import { EFS_ACCESS_POINT, EFS_FILE_SYSTEM, MOUNT_PATH } from '../limits';

const efs = group({
  file_system_id: orParameter(text(EFS_FILE_SYSTEM)).describe(
    'The file system; it needs a mount target in each zone of the subnets.',
  ),
  access_point_id: orParameter(text(EFS_ACCESS_POINT))
    .optional()
    .describe('An access point: user and directory are its own. The rights are for this one alone then.'),
  root_directory: text(MOUNT_PATH)
    .optional()
    .describe('The directory that is mounted. Default: /, or the access point’s.'),
  transit_encryption: z.boolean().default(true).describe('TLS to the file system; an access point and IAM need it.'),
  transit_encryption_port: wholeNumber(1, 65_535).optional().describe('The port of TLS in the task’s host.'),
  iam: z
    .boolean()
    .default(true)
    .describe('Mount it as the task role, which gets the right to; false: the file system lets everybody in.'),
});

export const volume = group({
  container_path: text(MOUNT_PATH).optional().describe('Where the worker has it; left out: it is for sidecars.'),
  read_only: z.boolean().default(false).describe('The worker may only read it.'),
  efs: efs
    .optional()
    .describe(
      'An EFS file system. Egress on HTTPS alone opens port 2049 too; the file system’s own group must let the worker in.',
    ),
  host_path: text(MOUNT_PATH).optional().describe('A directory of the instance; not on Fargate.'),
}).describe('A volume. Neither efs nor host_path: an empty one, which ends with the task.');
export type ConfiguredVolume = z.output<typeof volume>;
