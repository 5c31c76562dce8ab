import * as z from 'zod';
import { environmentVariableName, kmsKey, SECRET_NAME, secretFields, secretSource } from '../../values/aws-fields';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, CONTAINER_USER, MOST_INTEGER, MOUNT_PATH } from '../../values/limits';

const healthCheck = group({
  command: z
    .array(z.string())
    .min(2)
    .refine(([kind]) => kind === 'CMD' || kind === 'CMD-SHELL', { error: 'must begin with CMD or CMD-SHELL' })
    .register(EXAMPLES, { example: ['CMD-SHELL', 'curl -f http://localhost:8080/health'] })
    .optional()
    .describe(
      '[CMD, WORD, …] or [CMD-SHELL, LINE]; exit code 0 is healthy. Default: the check of this project for the worker; required for other containers.',
    ),
  interval: wholeNumber(5, 300).optional().describe('Seconds between two checks. Default: 30.'),
  timeout: wholeNumber(2, 60)
    .optional()
    .describe('Seconds until a check counts as failed. Default: 10 for the worker, 5 for other containers.'),
  retries: wholeNumber(1, 10)
    .optional()
    .describe('Failed checks in a row until the container is unhealthy. Default: 3.'),
  start_period: wholeNumber(0, 300)
    .optional()
    .describe('Seconds in which failed checks do not count. Default: 120 for the worker, 0 for other containers.'),
});
export type HealthCheck = z.output<typeof healthCheck>;

const logConfiguration = group({
  log_driver: z
    .enum(['awslogs', 'awsfirelens', 'splunk', 'fluentd', 'gelf', 'journald', 'json-file', 'syslog'])
    .describe('The driver; Fargate has the first three.'),
  options: z.record(z.string(), z.string()).default({}).describe('Options of the driver, by its own names.'),
  secret_options: z
    .record(environmentVariableName.or(z.string()), secretSource)
    .default({})
    .describe('Options whose values ECS reads from secrets.'),
});
export type LogConfiguration = z.output<typeof logConfiguration>;

const registrySecret = group({
  secret_arn: secretFields.secret_arn,
  secret_name: text(SECRET_NAME).optional().describe('The secret, by its name; looked up at each plan.'),
  kms_key: kmsKey.optional().describe('The customer-managed key that the secret is encrypted with.'),
});

const tmpfs = group({
  container_path: text(MOUNT_PATH).describe('Where it is mounted.'),
  size: wholeNumber(1, 1_048_576).default(64).describe('MiB at most; what is used counts as memory of the task.'),
  mount_options: z.array(z.string()).default([]).describe('noexec, nosuid, mode=0700 …'),
});

const ulimit = group({
  name: z
    .enum([
      ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile'],
      ...['nproc', 'rss', 'rtprio', 'rttime', 'sigpending', 'stack'],
    ] as [string, ...string[]])
    .describe('nofile: open files.'),
  soft_limit: wholeNumber(0, MOST_INTEGER).describe('The limit at the start.'),
  hard_limit: wholeNumber(0, MOST_INTEGER).describe('The limit to which a process may raise it.'),
});

/** What every container has: the worker's, the one of flow runs, and their sidecars. In AWS's words. */
export const containerFields = {
  entry_point: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      "The entry point. Default: the image's. That of Prefect's images installs worker_extra_pip_packages and passes signals on; instead of it, ECS's init process does the latter. A shell must exec what it starts.",
    ),
  depends_on: z
    .record(text(CONTAINER_NAME), z.enum(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']))
    .default({})
    .describe(
      'Containers of the task that it waits for, each with the condition. The container beside the sidecars is worker, or prefect in flow runs.',
    ),
  user: text(CONTAINER_USER)
    .optional()
    .describe("The user, by number or name, with :GROUP. Default: the image's, which is root in Prefect's own."),
  readonly_root_filesystem: z
    .boolean()
    .default(false)
    .describe(
      'Only /tmp (temporary_files), tmpfs and volumes can be written. Neither packages at the start nor ECS Exec work then.',
    ),
  temporary_files: z
    .enum(['tmpfs', 'volume', 'none'])
    .optional()
    .describe(
      "What /tmp is with a read-only root file system: tmpfs (memory; on Fargate in the commercial regions), a volume (on Fargate only root can write to it, unless the image has a VOLUME /tmp), or none. Prefect's home is there too. Default: tmpfs where it is available.",
    ),
  tmpfs: z.array(tmpfs).default([]).describe('Directories that are kept in memory and that everybody can write to.'),
  start_timeout: wholeNumber(2, 120)
    .optional()
    .describe('Seconds until those that depend on it give up. Default: 3 minutes on Fargate.'),
  stop_timeout: wholeNumber(2, 120).optional().describe('Seconds to end before it is killed. Default: 30.'),
  init_process_enabled: z
    .boolean()
    .optional()
    .describe(
      "Run ECS's init process first, which passes signals on. Default: with an entry point of your own or ECS Exec; never in sidecars.",
    ),
  health_check: z
    .union([z.literal(false), healthCheck])
    .optional()
    .describe(
      "How ECS checks that it works. Default for the worker: its own /health, and Prefect's API until it was reached once (hardened), or none (reference). Default for other containers: none.",
    ),
  docker_labels: z
    .record(z.string().min(1), z.string())
    .register(EXAMPLES, { example: { team: 'data' } })
    .default({})
    .describe('Docker labels, which agents on an instance read.'),
  ulimits: z.array(ulimit).default([]).describe('Limits of the operating system for the container.'),
  drop_capabilities: z
    .array(z.string().regex(/^[A-Z_]+$/, { error: 'must be a capability of Linux without CAP_, or ALL' }))
    .register(EXAMPLES, { example: ['ALL'] })
    .default([])
    .describe('Capabilities of Linux to drop: ALL; a worker needs none.'),
  gpus: wholeNumber(1, 16).optional().describe('GPUs; only on instances.'),
  log_configuration: z
    .union([z.literal('none'), logConfiguration])
    .optional()
    .describe(
      'Where its log goes: none, or another driver, for example awsfirelens with a log router among the sidecars. Default: logs, or flow_runs.log.',
    ),
  repository_credentials: registrySecret
    .optional()
    .describe('A secret with {"username": …, "password": …} for the registry of the image. ECR needs none.'),
  attributes: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { stopTimeout: 60 } })
    .default({})
    .describe(
      'Any further field of the container definition, by the name that AWS has for it (camelCase). Merged last and deeply; null removes.',
    ),
};

EXAMPLES.add(healthCheck, { example: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health'] } });
EXAMPLES.add(ulimit, { example: { name: 'nofile', soft_limit: 65_536, hard_limit: 65_536 } });
