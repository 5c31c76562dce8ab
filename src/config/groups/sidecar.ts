import * as z from 'zod';
import { environmentVariableName, secretSource } from '../aws-fields';
import { group, text, wholeNumber } from '../fields';
import { CONTAINER_NAME, CONTAINER_USER, IMAGE, MOUNT_PATH } from '../limits';
import { attributes, dependsOn, labels, logConfiguration, ownHealthCheck, registrySecret } from './container';

const mount = group({
  container_path: text(MOUNT_PATH).describe('Where it is in this container.'),
  read_only: z.boolean().default(false).describe('It may only be read.'),
});

const firelens = group({
  type: z.enum(['fluentbit', 'fluentd']).describe('What the image is.'),
  options: z.record(z.string(), z.string()).default({}).describe('enable-ecs-log-metadata, config-file-type …'),
}).describe('This container is the log router of those whose driver is awsfirelens.');

export const sidecar = group({
  image: text(IMAGE).describe('Its image. The execution role may pull it, where it is in ECR.'),
  essential: z.boolean().default(true).describe('Whether the whole task ends with it.'),
  command: z.array(z.string()).min(1).optional().describe('Its command. Default: the image’s.'),
  entry_point: z.array(z.string()).min(1).optional().describe('Its entry point. Default: the image’s.'),
  cpu: wholeNumber(0, 196_608).optional().describe('CPU units of the task’s that are its own.'),
  memory: wholeNumber(6, 25_165_824).optional().describe('MiB at most; beyond, it is killed.'),
  memory_reservation: wholeNumber(6, 25_165_824).optional().describe('MiB that are kept for it.'),
  user: text(CONTAINER_USER).optional().describe('Its user. Default: the image’s.'),
  read_only_root_filesystem: z.boolean().default(false).describe('Nothing in it can be written but its volumes.'),
  environment: z.record(environmentVariableName, z.string()).default({}).describe('Its environment variables.'),
  secrets: z
    .record(environmentVariableName, secretSource)
    .default({})
    .describe('Those whose values ECS reads from secrets.'),
  mounts: z.record(text(CONTAINER_NAME), mount).default({}).describe('Volumes of worker.volumes, by name.'),
  depends_on: dependsOn.optional().describe('Containers that it waits for, by name; worker is the worker’s.'),
  health_check: ownHealthCheck.optional().describe('How ECS sees that it works.'),
  stop_timeout: wholeNumber(2, 120).optional().describe('Seconds that it has to end.'),
  logs: z
    .union([z.enum(['worker', 'none']), logConfiguration])
    .default('worker')
    .describe('Where its log goes: the worker’s log group under its own name, nowhere, or by another driver.'),
  firelens: firelens.optional(),
  docker_labels: labels,
  registry_credentials: registrySecret.optional().describe('A secret for its registry. ECR needs none.'),
  attributes: attributes.describe('Any further field of the container, by AWS’s own name (camelCase); merged last.'),
});
export type ConfiguredSidecar = z.output<typeof sidecar>;
