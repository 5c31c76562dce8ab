import * as z from 'zod';
import { environmentVariableName, secretSource, variableWithValue } from '../../values/aws-fields';
import { onChangeToo, onPresenceToo } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { imageName } from '../../values/image-name';
import { CONTAINER_NAME, MOUNT_PATH, TASK_MEMORY } from '../../values/limits/ecs';
import { containerFields } from './schema';

const mount = group({
  container_path: text(MOUNT_PATH).describe('The path in this container.'),
  read_only: z
    .boolean()
    .default(false)
    .describe('Mount the volume read-only.')
    .meta(onChangeToo('updates the permissions')),
});

const firelens = group({
  type: z.enum(['fluentbit', 'fluentd']).describe('The log router that the image contains.'),
  options: z
    .record(z.string(), z.string())
    .register(EXAMPLES, { example: { 'enable-ecs-log-metadata': 'true' } })
    .default({})
    .describe('Options of FireLens, for example enable-ecs-log-metadata: "true".'),
}).describe('Makes this container the log router of the containers with log_driver: awsfirelens.');

const sidecar = group({
  ...containerFields,
  image: imageName()
    .describe('The image. The execution role gets permission to pull it from ECR.')
    .meta(onChangeToo('updates the permissions')),
  essential: z.boolean().default(false).describe('true: the whole task stops when this container stops.'),
  command: z
    .array(z.string())
    .min(1)
    .register(EXAMPLES, { example: ['--config', '/etc/agent.yaml'] })
    .optional()
    .describe('The command, as a list of words. Default: that of the image.'),
  cpu: wholeNumber(0, 196_608, 128).optional().describe('CPU units of the task reserved for this container.'),
  memory: wholeNumber(TASK_MEMORY.least, TASK_MEMORY.most, 256)
    .optional()
    .describe('Maximum memory in MiB; above it, the container is killed.'),
  memory_reservation: wholeNumber(TASK_MEMORY.least, TASK_MEMORY.most, 128)
    .optional()
    .describe('Memory in MiB reserved for this container.'),
  environment: z
    .record(variableWithValue, z.string())
    .register(EXAMPLES, { example: { LOG_LEVEL: 'DEBUG' } })
    .default({})
    .describe('Environment variables.'),
  secrets: z
    .record(environmentVariableName, secretSource)
    .default({})
    .describe('Environment variables whose values ECS reads from secrets.')
    .meta(onPresenceToo('updates the permissions')),
  mounts: z
    .record(text(CONTAINER_NAME), mount)
    .default({})
    .describe('Volumes of the task to mount, by name, for example data: {container_path: /data}.')
    .meta(onPresenceToo('updates the permissions')),
  firelens_configuration: firelens.optional(),
});
export type ConfiguredSidecar = z.output<typeof sidecar>;

export const sidecars = z
  .record(text(CONTAINER_NAME), sidecar)
  .default({})
  .describe(
    'Further containers in the same task, by name, for example a log router or a metrics agent. They share the CPU and memory of the task.',
  )
  .meta(onPresenceToo('updates the permissions'));
