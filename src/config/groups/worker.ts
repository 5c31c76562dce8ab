import * as z from 'zod';
import { environmentVariableName, fromParameter, secretFields } from '../aws-fields';
import { group, oneWay, text, wholeNumber } from '../fields';
import { CONTAINER_NAME, CONTAINER_USER, MOST_INTEGER, MOUNT_PATH } from '../limits';
import { STACK_VALUES } from '../stack-values';
import { attributes, dependsOn, healthCheck, labels, logConfiguration, registrySecret } from './container';
import { sidecar } from './sidecar';
import { volume } from './volume';

const value = z.union([
  z.string(),
  oneWay({
    ...fromParameter,
    stack: z.enum(STACK_VALUES).optional().describe('What this stack makes or uses: its name, id or ARN.'),
  }),
]);
export type VariableValue = z.output<typeof value>;

const secret = group({
  ...secretFields,
  create: z
    .boolean()
    .default(false)
    .describe(
      'Make the secret. Its value is passed as the Terraform input worker_secret_NAME (in lower case), past plan and state.',
    ),
  version: wholeNumber(1, 1_000_000_000).optional().describe('Raise by one to store a new value. Default: 1.'),
});
export type WorkerSecret = z.output<typeof secret>;

export const worker = group({
  command: z
    .union([z.literal('image'), z.array(z.string()).min(1)])
    .optional()
    .describe(
      'The whole command instead of ours (prefect worker start …), as a list of words; image: the image’s own. A change restarts the worker.',
    ),
  entry_point: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Instead of the image’s entry point, which installs worker_extra_pip_packages and passes signals on; ECS’s own init process does the latter then. A shell must exec what it starts.',
    ),
  depends_on: dependsOn.optional().describe('Sidecars that the worker waits for, by name.'),
  architecture: z
    .enum(['x86_64', 'arm64', 'unspecified'])
    .optional()
    .describe(
      'What the image is built for; Prefect’s are for both. arm64 costs a fifth less on Fargate. unspecified: said nowhere, as in reference. Default: x86_64 in hardened.',
    ),
  user: text(CONTAINER_USER)
    .optional()
    .describe('The user, by number or name, with :GROUP. Default: the image’s, which is root in Prefect’s own.'),
  read_only_root_filesystem: z
    .boolean()
    .default(false)
    .describe(
      'Nothing in the container can be written but /tmp (temporary_files), tmpfs and volumes. Neither packages at the start nor ECS Exec work then.',
    ),
  temporary_files: z
    .enum(['tmpfs', 'volume', 'none'])
    .optional()
    .describe(
      'What /tmp is with a read-only root file system: tmpfs (memory; on Fargate in the commercial regions), a volume (on Fargate root’s alone, unless the image has a VOLUME /tmp), or none of ours. Prefect’s home is there too. Default: tmpfs, where there is one.',
    ),
  tmpfs: z
    .array(
      group({
        container_path: text(MOUNT_PATH).describe('Where it is.'),
        size: wholeNumber(1, 1_048_576).default(64).describe('MiB at most; what is used counts as the task’s memory.'),
        mount_options: z.array(z.string()).default([]).describe('noexec, nosuid, mode=0700 …'),
      }),
    )
    .default([])
    .describe('Directories that are kept in memory, and can be written by everybody.'),
  volumes: z.record(text(CONTAINER_NAME), volume).default({}).describe('Volumes of the task, by name.'),
  ephemeral_storage: wholeNumber(21, 200)
    .optional()
    .describe('GiB of Fargate’s disk, 21 to 200; what is above 20 is billed. Default: 20.'),
  stop_timeout: wholeNumber(2, 120)
    .optional()
    .describe('Seconds that the worker has to end before it is killed; an idle one needs less than one. Default: 30.'),
  init_process: z
    .boolean()
    .optional()
    .describe(
      'Run ECS’s init process first, which passes signals on. Default: with an entry point of your own, or ECS Exec.',
    ),
  health_check: z
    .union([z.literal(false), healthCheck])
    .optional()
    .describe(
      'How ECS sees that the worker works: by its own /health, and Prefect’s until that was reached once; or by a command of yours; or, with false, only by its being there. Default: ours in hardened, false in reference.',
    ),
  docker_labels: labels,
  ulimits: z
    .array(
      group({
        name: z
          .enum([
            ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile'],
            ...['nproc', 'rss', 'rtprio', 'rttime', 'sigpending', 'stack'],
          ] as [string, ...string[]])
          .describe('nofile: open files.'),
        soft_limit: wholeNumber(0, MOST_INTEGER).describe('What holds at first.'),
        hard_limit: wholeNumber(0, MOST_INTEGER).describe('To what a process may raise it.'),
      }),
    )
    .default([])
    .describe('Limits of the operating system for the container.'),
  drop_capabilities: z
    .array(z.string().regex(/^[A-Z_]+$/, { error: 'must be a capability of Linux without CAP_, or ALL' }))
    .default([])
    .describe('Rights of Linux that the container does without: ALL; a worker needs none.'),
  gpus: wholeNumber(1, 16).optional().describe('GPUs for the worker; on instances alone.'),
  linux_parameters: attributes.describe('Further fields of linuxParameters, by AWS’s own names.'),
  log_configuration: logConfiguration
    .optional()
    .describe(
      'Where this worker’s log goes instead of the group logs: awsfirelens, for a log router among the sidecars.',
    ),
  registry_credentials: registrySecret
    .optional()
    .describe('A secret with {"username": …, "password": …} for the image’s registry. ECR needs none.'),
  environment: z
    .record(environmentVariableName, value)
    .default({})
    .describe('Environment variables of the worker. A change restarts it.'),
  secrets: z
    .record(environmentVariableName, secret)
    .default({})
    .describe(
      'Environment variables whose values ECS reads from secrets when a task starts. A change restarts the worker.',
    ),
  sidecars: z
    .record(text(CONTAINER_NAME), sidecar)
    .default({})
    .describe(
      'Further containers in the same task, by name: a log router, a metrics agent. All share the task’s size.',
    ),
  attributes: attributes.describe(
    'Any further field of the container, by AWS’s own name (camelCase); merged last, null removes.',
  ),
}).describe("The worker's container.");
