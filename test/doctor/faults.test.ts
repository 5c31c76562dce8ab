import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingId } from '../../src/doctor/finding-id';

const TABLE = join(__dirname, '..', '..', 'src', 'runbook', 'sections', 'when-something-is-wrong.md.hbs');

/** How a fault is shown to the command, and in which test. */
const EMULATOR = ['made in the emulator', 'real/doctor.test.ts', 'real/doctor-applied.test.ts'] as const;
const PREFECT = ['made in a real Prefect server', 'prefect/doctor.test.ts'] as const;
const ANSWER = ['an answer of the form of AWS, where the emulator has none', 'real/doctor-applied.test.ts'] as const;
const TEXT = ['a text that AWS or Prefect writes, explained', 'doctor/known-causes.test.ts'] as const;
const SHAPE = [
  'an answer of the form of AWS, to the check alone',
  'doctor/checks/before-an-apply.test.ts',
  'doctor/checks/after-an-apply.test.ts',
] as const;
const STAND_IN = ['a stand-in for an API', 'doctor/prefect-stand-in.test.ts'] as const;

const SHOWN: Readonly<Record<FindingId, readonly [how: string, ...tests: string[]]>> = {
  'alarm-rings': EMULATOR,
  'alarms-disabled': ANSWER,
  'alarms-missing': EMULATOR,
  'api-unreachable': TEXT,
  'api-wrong': PREFECT,
  'cluster-missing': EMULATOR,
  'cluster-not-found': TEXT,
  'command-missing': TEXT,
  crashed: PREFECT,
  'credential-invalid': EMULATOR,
  'default-template': PREFECT,
  denied: TEXT,
  'deployment-failed': ANSWER,
  'deployment-failing': ANSWER,
  'deployment-in-progress': ANSWER,
  'egress-closed': EMULATOR,
  'events-failed': EMULATOR,
  'events-not-read': EMULATOR,
  'events-undelivered': EMULATOR,
  'image-architecture': EMULATOR,
  'image-denied': PREFECT,
  'image-limit': TEXT,
  'image-missing': EMULATOR,
  'image-not-pulled': TEXT,
  'image-unreachable': TEXT,
  'key-not-injected': TEXT,
  'key-not-one-line': TEXT,
  killed: ANSWER,
  late: STAND_IN,
  'late-limit': PREFECT,
  'late-not-polled': PREFECT,
  'late-pool-paused': PREFECT,
  'late-queue-not-polled': STAND_IN,
  'late-queue-paused': PREFECT,
  'log-group-missing': EMULATOR,
  'namespace-missing': EMULATOR,
  'namespace-without-dns': EMULATOR,
  'server-not-registered': SHAPE,
  'registry-missing': SHAPE,
  'not-registered': SHAPE,
  'no-addresses': EMULATOR,
  'no-capacity': ANSWER,
  'no-code': TEXT,
  'not-cloned': TEXT,
  'no-credentials': PREFECT,
  'no-dns': EMULATOR,
  'no-instances': TEXT,
  'no-way-out': EMULATOR,
  'not-polled': TEXT,
  'not-started': TEXT,
  'observer-gave-up': TEXT,
  'one-zone': EMULATOR,
  'option-unknown': TEXT,
  'out-of-memory': TEXT,
  'pending-no-task': PREFECT,
  'pending-task-starts': PREFECT,
  'pending-task-stopped': PREFECT,
  'pool-not-found': PREFECT,
  'pool-not-polled': PREFECT,
  'pool-paused': PREFECT,
  'pool-type': PREFECT,
  'queue-missing': EMULATOR,
  'region-missing': TEXT,
  'resource-initialization': TEXT,
  'role-missing': EMULATOR,
  'role-not-passable': PREFECT,
  'role-trust': EMULATOR,
  'rolled-back': ANSWER,
  'scaled-to-zero': EMULATOR,
  'secret-deleted': EMULATOR,
  'secret-denied': TEXT,
  'secret-missing': EMULATOR,
  'secret-unreachable': ANSWER,
  'service-missing': EMULATOR,
  'several-vpcs': EMULATOR,
  'spot-interruption': TEXT,
  'state-bucket-missing': EMULATOR,
  'state-locked': EMULATOR,
  'state-not-versioned': EMULATOR,
  'subnet-missing': EMULATOR,
  'tasks-missing': ANSWER,
  'template-differs': PREFECT,
  throttled: TEXT,
  unauthorized: PREFECT,
  unhealthy: EMULATOR,
  'vcpu-quota': ANSWER,
  'volume-not-mounted': TEXT,
  'work-queue-missing': PREFECT,
  'worker-exited': ANSWER,
  'worker-type-missing': TEXT,
  'workspace-missing': STAND_IN,
  'disk-full': TEXT,
  'network-missing': TEXT,
  'no-interface': TEXT,
  'account-blocked': TEXT,
  'size-invalid': TEXT,
  'capacity-provider-missing': TEXT,
  maintenance: TEXT,
  'service-linked-role-missing': TEXT,
  'definition-inactive': TEXT,
  'tags-invalid': TEXT,
  'version-mismatch': TEXT,
  'server-older': TEXT,
  'certificate-unknown': TEXT,
  'api-limit': TEXT,
  'module-missing': TEXT,
  'waits-for-slot': PREFECT,
  'wrong-account': EMULATOR,
};

/** The rows of the runbook's table, each by a part of what it says is seen, and what the command finds of it; a text: why it cannot. */
const ROWS: readonly (readonly [part: string, found: readonly FindingId[] | string])[] = [
  ['No value for required variable', 'Terraform says it, before it asks AWS'],
  ['The ephemeral input variable', 'Terraform says it, before it asks AWS'],
  ['tfSTABLE', ['tasks-missing', 'deployment-failing']],
  ['the apply succeeds and no worker appears', ['tasks-missing', 'pool-not-polled']],
  ['Resource postcondition failed', ['rolled-back']],
  ['unable to pull secrets', ['secret-unreachable']],
  ['the same with `AccessDenied`', ['secret-denied']],
  ['stopped task: `CannotPullContainerError` … `i/o timeout`', ['image-unreachable']],
  ['toomanyrequests', ['image-limit']],
  ['stopped task: `CannotPullContainerError` … `not found` or `denied`', ['image-missing', 'image-denied']],
  ['`EFS utils`', ['volume-not-mounted']],
  ['log: `401 Unauthorized`', ['unauthorized']],
  ['Work pool … not found!', ['pool-not-found']],
  ['Unable to start worker', ['worker-type-missing']],
  ['No such option', ['option-unknown']],
  ['task `UNHEALTHY`', ['unhealthy']],
  ['flow runs stay *Late*', ['late-not-polled', 'late-pool-paused', 'late-queue-paused', 'late-limit']],
  ['flow runs stay *Late*, and the work pool is READY', ['work-queue-missing', 'late-queue-not-polled']],
  ['flow runs stay *Pending*', ['egress-closed', 'pending-task-starts', 'pending-task-stopped', 'pending-no-task']],
  ['`iam:PassRole`', ['role-not-passable']],
  ['`ec2:DescribeVpcs` denied', ['default-template']],
  ['You must provide a vpc_id', ['default-template']],
  ["KeyError: 'PREFECT_API_KEY'", ['key-not-injected']],
  ['log group', ['log-group-missing']],
  ['flow runs *Crashed*: `CannotPullContainerError`', ['image-denied']],
  ['exec format error', ['image-architecture']],
  ['`/opt/prefect/flows`', ['no-code']],
  ['Failed to clone repository', ['not-cloned']],
  ['`my_flow.py`', ['no-code']],
  ['Unable to locate credentials', ['no-credentials']],
  ['ThrottlingException', ['throttled']],
  ['Capacity is unavailable', ['no-capacity', 'vcpu-quota']],
  ['insufficient free addresses', ['no-addresses']],
  ['scheduled for deletion', ['secret-deleted']],
  ['AWS account ID not allowed', ['wrong-account']],
  ['Error acquiring the state lock', ['state-locked']],
  ['no space left on device', ['disk-full']],
  ['unable to assume the role', ['role-trust']],
  ['Unable to assume the service linked role', ['service-linked-role-missing']],
  ['CERTIFICATE_VERIFY_FAILED', ['certificate-unknown']],
  ['Found incompatible versions', ['version-mismatch']],
  ['AwaitingConcurrencySlot', ['waits-for-slot']],
  ['Error retrieving subnet information', ['network-missing']],
  ['TaskDefinition is inactive', ['definition-inactive']],
  ['No Fargate configuration exists', ['size-invalid']],
  ['capacity provider that is not associated', ['capacity-provider-missing']],
  ['ModuleNotFoundError', ['module-missing']],
];

test.each(Object.entries(SHOWN))('%s is shown: %j', (id, [, ...files]) => {
  const texts = files.map((file) => readFileSync(join(__dirname, '..', file), 'utf8'));
  expect(texts.some((text) => new RegExp(`[' ]${id}[',]`).test(text))).toBe(true);
});

/** What is seen, by each row of the table that a page can have. */
const written = readFileSync(TABLE, 'utf8')
  .split('\n')
  .flatMap((line) => (/^\| (?!what you see)/.test(line) ? (line.split(' | ')[0] ?? []) : []));

test('every row of the table has a finding, or a reason why it cannot', () => {
  expect(written.filter((row) => ROWS.every(([part]) => !row.includes(part)))).toEqual([]);
});

test.each(ROWS)('a row has %j', (part) => {
  expect(written.filter((row) => row.includes(part))).not.toEqual([]);
});
