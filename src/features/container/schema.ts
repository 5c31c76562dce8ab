import * as z from 'zod';
import { nearest } from '../../stack-file/nearest';
import { environmentVariableName, kmsKey, SECRET_NAME, secretFields, secretSource } from '../../values/aws-fields';
import { onChange, onChangeToo } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { CONTAINER_NAME, CONTAINER_USER, MOST_INTEGER, MOUNT_PATH, userFault } from '../../values/limits/ecs';
import { HEALTH_COMMAND } from './health-command';

const healthCheck = group({
  command: z
    .array(z.string())
    .refine(([kind, ...words]) => (kind === 'CMD' || kind === 'CMD-SHELL') && words.length > 0, {
      error: 'must begin with CMD or CMD-SHELL, and contain a command behind it',
    })
    // The shell takes further words for its own arguments.
    .refine(([kind, ...words]) => kind !== 'CMD-SHELL' || words.length <= 1, {
      error:
        'must be one line behind CMD-SHELL: the shell runs the first word alone; write [CMD-SHELL, "LINE"], or CMD for words',
    })
    .register(EXAMPLES, { example: HEALTH_COMMAND })
    .optional()
    .describe(
      'The command: [CMD, WORD, …] or [CMD-SHELL, LINE]. Exit code 0 means healthy. The worker has a default; required for other containers.',
    ),
  interval: wholeNumber(5, 300, 30).optional().describe('Seconds between checks. Default: 30.'),
  timeout: wholeNumber(2, 60, 10)
    .optional()
    .describe('Seconds after which a check fails. Default: 10 for the worker, 5 for other containers.'),
  retries: wholeNumber(1, 10, 3)
    .optional()
    .describe('Number of consecutive failed checks after which the container is unhealthy. Default: 3.'),
  start_period: wholeNumber(0, 300, 120)
    .optional()
    .describe(
      'Seconds after the start in which failed checks do not count. Default: 120 for the worker, 0 for other containers.',
    ),
});
export type HealthCheck = z.output<typeof healthCheck>;

const logConfiguration = group({
  log_driver: z
    .enum(['awslogs', 'awsfirelens', 'splunk', 'fluentd', 'gelf', 'journald', 'json-file', 'syslog'])
    .register(EXAMPLES, { example: 'awsfirelens' })
    .optional()
    .describe(
      'The log driver, with all its options. Fargate supports awslogs, awsfirelens and splunk. Default: the log group of the stack, to which options are added.',
    ),
  options: z
    .record(z.string(), z.string())
    .register(EXAMPLES, { example: { mode: 'non-blocking', 'max-buffer-size': '25m' } })
    .default({})
    .describe(
      'Options of the log driver, by their own names, for example mode: non-blocking, max-buffer-size: 25m, awslogs-multiline-pattern. Without log_driver they are added to those of the log group.',
    ),
  secret_options: z
    .record(environmentVariableName.or(z.string()), secretSource)
    .default({})
    .describe('Options of the log driver whose values ECS reads from secrets.'),
});
export type LogConfiguration = z.output<typeof logConfiguration>;

const registrySecret = group({
  secret_arn: secretFields.secret_arn,
  secret_name: text(SECRET_NAME).optional().describe('The name of the secret; looked up at each plan.'),
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed KMS key of the secret.')
    .meta(onChange('updates the permissions')),
});

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html */
const MOUNT_OPTIONS: readonly string[] = [
  ...['defaults', 'ro', 'rw', 'suid', 'nosuid', 'dev', 'nodev', 'exec', 'noexec', 'sync', 'async', 'dirsync'],
  ...['remount', 'mand', 'nomand', 'atime', 'noatime', 'diratime', 'nodiratime', 'bind', 'rbind', 'unbindable'],
  ...['runbindable', 'private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave', 'relatime', 'norelatime'],
  ...['strictatime', 'nostrictatime', 'mode', 'uid', 'gid', 'nr_inodes', 'nr_blocks', 'mpol'],
];

export function mountOptionFault(option: string): Fault | undefined {
  const [name = ''] = option.split('=');
  if (MOUNT_OPTIONS.includes(name)) return undefined;
  const close = nearest(name, MOUNT_OPTIONS);
  return {
    message: 'must be one mount option that ECS allows for tmpfs',
    hint: close === undefined ? 'for example noexec, nosuid or mode=0700' : `did you mean ${close}?`,
  };
}

const tmpfs = group({
  container_path: text(MOUNT_PATH).describe('The path in the container.'),
  size: wholeNumber(1, 1_048_576).default(64).describe('Maximum size in MiB. Its use counts as memory of the task.'),
  mount_options: z
    .array(checked(z.string(), mountOptionFault))
    .register(EXAMPLES, { example: ['noexec', 'nosuid'] })
    .default([])
    .describe('Mount options, for example noexec, nosuid, mode=0700.'),
});

const ulimit = group({
  name: z
    .enum([
      ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile'],
      ...['nproc', 'rss', 'rtprio', 'rttime', 'sigpending', 'stack'],
    ] as [string, ...string[]])
    .register(EXAMPLES, { example: 'nofile' })
    .describe('The limit, for example nofile (open files).'),
  soft_limit: wholeNumber(0, MOST_INTEGER, 65_536).describe('The soft limit, which applies at the start.'),
  hard_limit: wholeNumber(0, MOST_INTEGER, 65_536).describe(
    'The hard limit, up to which a process can raise the soft limit.',
  ),
});

/** Instances have no limit of their own; a day. */
const MOST_SECONDS = 86_400;

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
const CAPABILITIES = [
  ...['ALL', 'AUDIT_CONTROL', 'AUDIT_WRITE', 'BLOCK_SUSPEND', 'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER'],
  ...['FSETID', 'IPC_LOCK', 'IPC_OWNER', 'KILL', 'LEASE', 'LINUX_IMMUTABLE', 'MAC_ADMIN', 'MAC_OVERRIDE', 'MKNOD'],
  ...['NET_ADMIN', 'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_RAW', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID'],
  ...['SYS_ADMIN', 'SYS_BOOT', 'SYS_CHROOT', 'SYS_MODULE', 'SYS_NICE', 'SYS_PACCT', 'SYS_PTRACE', 'SYS_RAWIO'],
  ...['SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'SYSLOG', 'WAKE_ALARM'],
] as [string, ...string[]];

/** The fields of every container: the worker's, the one of flow runs, and their sidecars. */
export const containerFields = {
  entry_point: z
    .array(z.string())
    .min(1)
    .register(EXAMPLES, { example: ['/opt/start.sh'] })
    .optional()
    .describe(
      "The entry point. Default: that of the image. The entry point of Prefect's images installs worker_extra_pip_packages and forwards signals; with another one, the init process of ECS forwards signals. A shell must start the program with exec.",
    ),
  depends_on: z
    .record(text(CONTAINER_NAME), z.enum(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']))
    .default({})
    .describe(
      'Containers of the task that must meet a condition before this one starts, for example log_router: START. The main container is worker; in flow runs, prefect.',
    ),
  user: checked(text(CONTAINER_USER), userFault)
    .optional()
    .describe(
      "The user, as USER or USER:GROUP, by number or name. Default: the user of the image; in Prefect's images, root.",
    ),
  readonly_root_filesystem: z
    .boolean()
    .default(false)
    .describe(
      'Read-only root file system: only /tmp (temporary_files), tmpfs and volumes are writable. Not available with packages at start or ECS Exec.',
    ),
  temporary_files: z
    .enum(['tmpfs', 'volume', 'none'])
    .optional()
    .describe(
      "What /tmp is with a read-only root file system: tmpfs (memory; on Fargate only in the commercial regions), volume (on Fargate only root can write to it, unless the image has a VOLUME /tmp), or none. Prefect's home is there too. Default: tmpfs where it is available.",
    ),
  tmpfs: z.array(tmpfs).default([]).describe('Directories in memory, writable by every user.'),
  start_timeout: wholeNumber(2, MOST_SECONDS, 60)
    .optional()
    .describe(
      'Seconds for which containers that depend on this one wait for it; on Fargate 2 to 120. Without the field, 180 on Fargate.',
    ),
  stop_timeout: wholeNumber(2, MOST_SECONDS, 120)
    .optional()
    .describe('Seconds between the stop signal and the kill signal; on Fargate 2 to 120. Default: 30.'),
  init_process_enabled: z
    .boolean()
    .optional()
    .describe(
      'Run the init process of ECS, which forwards signals. Default: true with entry_point or ECS Exec; false in sidecars.',
    ),
  health_check: z
    .union([z.literal(false), healthCheck])
    .optional()
    .describe(
      "How ECS checks the container. Default for the worker: its own /health, and Prefect's API until it was reached once (hardened), or none (reference). Default for other containers: none. false: no check.",
    ),
  docker_labels: z
    .record(z.string().min(1), z.string())
    .register(EXAMPLES, { example: { team: 'data' } })
    .default({})
    .describe('Docker labels, for agents on an EC2 instance.'),
  ulimits: z.array(ulimit).default([]).describe('Limits of the operating system (ulimits).'),
  drop_capabilities: z
    .array(z.enum(CAPABILITIES, { error: 'must be a Linux capability without CAP_, or ALL' }))
    .register(EXAMPLES, { example: ['ALL'] })
    .default([])
    .describe('Linux capabilities to drop, for example [ALL]; a worker needs none.'),
  gpus: wholeNumber(1, 16)
    .optional()
    .describe('Number of GPUs. Only on EC2 instances.')
    .meta(onChangeToo('updates the instances')),
  log_configuration: z
    .union([z.literal('none'), logConfiguration])
    .optional()
    .describe(
      'Where the log goes: none, further options for the log group, or another log driver, for example awsfirelens with a log router as a sidecar. Default: the log group of logs, or of flow_runs.log.',
    )
    .meta(onChangeToo('updates the permissions')),
  repository_credentials: registrySecret
    .optional()
    .describe('A secret with {"username": …, "password": …} for the registry of the image. Not needed for ECR.')
    .meta(onChangeToo('updates the permissions')),
  attributes: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { stopTimeout: 60 } })
    .default({})
    .describe(
      'Any other attribute of the container definition, in camelCase as in AWS, for example {privileged: true}. Merged last: mappings merge, null removes.',
    ),
};

EXAMPLES.add(healthCheck, { example: { command: HEALTH_COMMAND } });
EXAMPLES.add(ulimit, { example: { name: 'nofile', soft_limit: 65_536, hard_limit: 65_536 } });
