import * as z from 'zod';
import { kmsKey, orParameter } from '../../values/aws-fields';
import { type Effect, onChange, onChangeToo, onChangeWith, onPresenceToo } from '../../values/changes';
import { group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, MOUNT_PATH } from '../../values/limits/ecs';
import { DIRECTORY, EFS_ACCESS_POINT, EFS_FILE_SYSTEM } from '../../values/limits/storage';
import type { TextLimit } from '../../values/limits/text-limit';

const fileSystemId = orParameter(text(EFS_FILE_SYSTEM)).describe(
  'An existing file system, with a mount target in each availability zone of the subnets.',
);

const OF_A_FILE_SYSTEM: readonly Effect[] = ['updates the permissions', 'creates or deletes the file systems'];

const PERMISSIONS_TOO = onChangeToo('updates the permissions');

const efsFields = {
  access_point_id: orParameter(text(EFS_ACCESS_POINT))
    .optional()
    .describe('An access point of the file system, which sets user and directory.')
    .meta(PERMISSIONS_TOO),
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
    )
    .meta(PERMISSIONS_TOO),
};

/** Source: https://docs.aws.amazon.com/efs/latest/ug/API_CreationInfo.html */
const PERMISSIONS: TextLimit = {
  pattern: /^[0-7]{3,4}$/,
  allowed: 'the octal permissions of a directory in quotes: three or four digits from 0 to 7',
  example: '0755',
  source: 'https://docs.aws.amazon.com/efs/latest/ug/API_CreationInfo.html',
};

/** A created file system: what a change of it does to the tasks that mount it, and whose these are. */
const createdFileSystem = (onTasks: Effect, description: string) =>
  group({
    kms_key: kmsKey
      .optional()
      .describe('The customer-managed KMS key. Default: the AWS managed key.')
      .meta(onChangeWith('The data is deleted.', 'replaces the file systems', onTasks)),
    user_id: wholeNumber(0, 4_294_967_294)
      .default(10_001)
      .describe('The owner of all files. Default: the user of the generated Dockerfile.')
      .meta(onChange('replaces the access points', onTasks)),
    group_id: wholeNumber(0, 4_294_967_294, 1000)
      .optional()
      .describe('The group of all files. Default: the number of user_id.')
      .meta(onChange('replaces the access points', onTasks)),
    directory: text(DIRECTORY)
      .default('/flows')
      .describe('The directory of the file system that is mounted, created at the first mount.')
      .meta(onChangeWith('The files stay in the old directory.', 'replaces the access points', onTasks)),
    permissions: text(PERMISSIONS)
      .default('0755')
      .describe('The permissions of the directory when it is created, in quotes.')
      .meta(onChange('replaces the access points', onTasks)),
    throughput_mode: z
      .enum(['elastic', 'bursting'])
      .default('elastic')
      .describe('elastic: billed by the bytes read and written. bursting: included, and grows with the stored bytes.')
      .meta(onChange('updates the file systems')),
    transition_to_ia: z
      .enum([1, 7, 14, 30, 60, 90, 180, 270, 365].map((days) => `AFTER_${days}_DAY${days === 1 ? '' : 'S'}`))
      .optional()
      .describe(
        'When files that nobody reads move to the cheaper Infrequent Access, for example AFTER_30_DAYS; the first read moves them back. Default: never.',
      )
      .meta(onChange('updates the file systems')),
  }).describe(description);

const volumeFields = {
  container_path: text(MOUNT_PATH)
    .optional()
    .describe('The path in the main container. Default: not mounted there; sidecars have mounts.'),
  read_only: z
    .boolean()
    .default(false)
    .describe('Mount the volume read-only in the main container.')
    .meta(PERMISSIONS_TOO),
  host_path: text(DIRECTORY).optional().describe('A directory of the EC2 instance. Not available on Fargate.'),
};

const efsOf = (create: ReturnType<typeof createdFileSystem>) =>
  group({
    file_system_id: fileSystemId.optional().meta(PERMISSIONS_TOO),
    create: create.optional().meta(onPresenceToo(...OF_A_FILE_SYSTEM)),
    ...efsFields,
  });
const efs = efsOf(
  createdFileSystem(
    'restarts the worker',
    'Create a file system with mount targets in the subnets of the workers, which share it. Requires network.create_security_group. terraform destroy deletes it with its data.',
  ),
);
const flowEfs = efsOf(
  createdFileSystem(
    'requires an update of the work pool',
    'Create a file system with mount targets for the subnets of the flow runs. Requires flow_runs.own_security_group. terraform destroy deletes it with its data.',
  ),
);

const EMPTY_VOLUME = 'Without efs and host_path, an empty volume that is deleted with the task.';

const volume = group({
  ...volumeFields,
  efs: efs
    .optional()
    .describe(
      'An EFS file system. The security group of the worker then allows egress on port 2049; the security group of an existing file system must allow the worker.',
    )
    .meta(onPresenceToo(...OF_A_FILE_SYSTEM, 'updates the security group rules')),
}).describe(`A volume. ${EMPTY_VOLUME}`);

const flowVolume = group({
  ...volumeFields,
  efs: flowEfs
    .optional()
    .describe(
      'An EFS file system. The security group of the flow runs, their own or the worker’s, then allows egress on port 2049; the security groups of an existing file system must allow the flow runs.',
    )
    .meta(onPresenceToo(...OF_A_FILE_SYSTEM)),
}).describe(`A volume. ${EMPTY_VOLUME}`);

export const volumes = z
  .record(text(CONTAINER_NAME), volume)
  .default({})
  .describe('Volumes of the task, by name.')
  .meta(onPresenceToo(...OF_A_FILE_SYSTEM, 'updates the security group rules'));
export const flowVolumes = z
  .record(text(CONTAINER_NAME), flowVolume)
  .default({})
  .describe('Volumes of the task, by name.')
  .meta(onPresenceToo(...OF_A_FILE_SYSTEM));
export type ConfiguredVolume = z.output<typeof volume>;
export type CreatedEfs = NonNullable<NonNullable<ConfiguredVolume['efs']>['create']>;
export type FlowVolume = z.output<typeof flowVolume>;
