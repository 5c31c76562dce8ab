import * as z from 'zod';
import { environmentVariableName, secretSource } from '../../values/aws-fields';
import { group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, IMAGE, MOUNT_PATH } from '../../values/limits';
import { containerFields } from './schema';

const mount = group({
  container_path: text(MOUNT_PATH).describe('Where it is mounted in this container.'),
  read_only: z.boolean().default(false).describe('Mount it read-only.'),
});

const firelens = group({
  type: z.enum(['fluentbit', 'fluentd']).describe('What the image is.'),
  options: z.record(z.string(), z.string()).default({}).describe('enable-ecs-log-metadata, config-file-type …'),
}).describe('This container is the log router of those whose log_driver is awsfirelens.');

const sidecar = group({
  ...containerFields,
  image: text(IMAGE).describe('The image. The execution role may pull it from ECR.'),
  essential: z.boolean().default(false).describe('Whether the whole task ends when it ends.'),
  command: z.array(z.string()).min(1).optional().describe("The command. Default: the image's."),
  cpu: wholeNumber(0, 196_608).optional().describe('CPU units of the task that are reserved for it.'),
  memory: wholeNumber(6, 25_165_824).optional().describe('MiB at most; beyond, it is killed.'),
  memory_reservation: wholeNumber(6, 25_165_824).optional().describe('MiB that are reserved for it.'),
  environment: z.record(environmentVariableName, z.string()).default({}).describe('Environment variables.'),
  secrets: z
    .record(environmentVariableName, secretSource)
    .default({})
    .describe('Environment variables whose values ECS reads from secrets.'),
  mounts: z.record(text(CONTAINER_NAME), mount).default({}).describe('Volumes of the task that it mounts, by name.'),
  firelens_configuration: firelens.optional(),
});
export type ConfiguredSidecar = z.output<typeof sidecar>;

export const sidecars = z
  .record(text(CONTAINER_NAME), sidecar)
  .default({})
  .describe(
    'Further containers in the same task, by name: a log router, a metrics agent. All share the size of the task.',
  );
