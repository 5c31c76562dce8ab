import * as z from 'zod';
import { ENVIRONMENT_VARIABLE, kmsKey, secretSource } from '../aws-fields';
import { group, text, wholeNumber } from '../fields';
import { CONTAINER_NAME, EFS_ACCESS_POINT, EFS_FILE_SYSTEM, IMAGE, MOUNT_PATH } from '../limits';

const createdFileSystem = group({
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed key that encrypts it. Fixed when it is made. Default: the one that AWS keeps.'),
  user_id: wholeNumber(0, 4_294_967_294)
    .default(10_001)
    .describe("The user that all its files belong to. Default: the one of this stack's Dockerfile."),
}).describe(
  'Make a file system, with a mount target in each subnet of the flow runs; they need flow_runs.own_security_group, which it lets in. terraform destroy deletes it with all that is in it.',
);

const efs = group({
  file_system_id: text(EFS_FILE_SYSTEM)
    .optional()
    .describe('A file system that exists, with a mount target in each subnet.'),
  create: createdFileSystem.optional(),
  access_point_id: text(EFS_ACCESS_POINT).optional().describe('Mount through this access point.'),
  root_directory: text(MOUNT_PATH).optional().describe('Mount only this directory. Default: all of it.'),
  iam: z
    .boolean()
    .default(false)
    .describe('Mount as the task role, which then needs the right to; the created one gets it.'),
});

const volume = group({
  path: text(MOUNT_PATH).describe("Where the flow's container has it."),
  read_only: z.boolean().default(false).describe('Flows may not write.'),
  efs: efs
    .optional()
    .describe(
      'A file system (EFS), over TLS. Where it exists, its groups must let the flow runs in on port 2049, and theirs must let them out. Default: an empty directory, shared with sidecars, gone when the flow run ends.',
    ),
});

export const volumes = z.record(text(CONTAINER_NAME), volume).default({}).describe('Volumes by name.');

const mount = group({
  volume: text(CONTAINER_NAME).describe('One of volumes.'),
  path: text(MOUNT_PATH).describe('Where this container has it.'),
  read_only: z.boolean().default(false).describe('This container may not write.'),
});

const dependency = group({
  container: text(CONTAINER_NAME).describe('Another sidecar.'),
  condition: z
    .enum(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'])
    .default('START')
    .describe('What it must have come to.'),
});

const sidecar = group({
  image: text(IMAGE).describe("The sidecar's image."),
  essential: z
    .boolean()
    .default(false)
    .describe('Whether the flow run ends when this container ends. All end when the flow does.'),
  command: z.array(z.string()).optional().describe("The command. Default: the image's."),
  entry_point: z.array(z.string()).optional().describe("The entry point. Default: the image's."),
  cpu: wholeNumber(0, 196_608).optional().describe("Its share of the flow run's CPU, in units of 1/1024 vCPU."),
  memory: wholeNumber(6, 12_582_912).optional().describe("The most it may have of the flow run's memory, in MiB."),
  memory_reservation: wholeNumber(6, 12_582_912).optional().describe('Memory kept free for it, in MiB.'),
  user: z.string().min(1).optional().describe('USER or USER:GROUP, by name or number.'),
  read_only_root: z.boolean().default(false).describe('It cannot write to its own file system.'),
  environment: z.record(text(ENVIRONMENT_VARIABLE), z.string()).default({}).describe('Its environment variables.'),
  secrets: z
    .record(text(ENVIRONMENT_VARIABLE), secretSource)
    .default({})
    .describe('Environment variables whose values ECS reads from secrets.'),
  mounts: z.array(mount).default([]).describe('What it has of volumes.'),
  depends_on: z.array(dependency).default([]).describe('What must be there before it starts.'),
  start_timeout: wholeNumber(2, 120).optional().describe('Seconds that others wait for it.'),
  stop_timeout: wholeNumber(2, 120).optional().describe('Seconds that it gets to end.'),
  health_check: z
    .array(z.string())
    .min(2)
    .optional()
    .describe('A command that ends with 0 while it is well: [CMD, …] or [CMD-SHELL, …].'),
  container_definition: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Any further attribute by the name that AWS has for it.'),
});

export const sidecars = z
  .record(text(CONTAINER_NAME), sidecar)
  .default({})
  .describe("Containers beside the flow's own, by name: a log router, a metrics agent. They log where flow runs do.");

export type FlowVolume = z.output<typeof volume>;
export type FlowSidecar = z.output<typeof sidecar>;
