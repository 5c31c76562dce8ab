import type { Network } from '../helpers/emulator';

type Fields = Readonly<Record<string, unknown>>;

/** What exists beside the stacks. */
export interface World {
  readonly here: Network;
  readonly there: Network;
}

/** Two stack files, each of which is applied over the other. */
export interface Transition {
  readonly words: string;
  readonly from: Fields;
  readonly to: Fields;
  /** What AWS refuses, so that the stack file's field tells another way. */
  readonly refused?: RegExp | undefined;
}

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/theirs`;
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:theirs-AbC123`;
const HTTPS = { port: 443, cidr_blocks: ['0.0.0.0/0'] };
const DATABASE = { port: 5432, cidr_blocks: ['10.0.0.0/8'] };
const EVERYTHING = { protocol: 'all', cidr_blocks: ['0.0.0.0/0'] };
const NO_NETWORK = { vpc_id: null, worker_subnets: null };
const OWN_GROUP = { own_security_group: {} };

const REFUSED: Readonly<Record<string, RegExp>> = {
  // Terraform changes the association of the cluster before the service that depends on it.
  'from Spot to instances': /^back: capacity provider \S+ was taken off the cluster/,
  'another name of the instances': /^(forth|back): capacity provider \S+ was taken off the cluster/,
};

/** The provider waits half a minute for each queue. */
const WITHOUT_QUEUES = { crash_detection: { enabled: false } };

function isAboutQueues(words: string): boolean {
  return /queue|crash|all names|existing roles|alarms/.test(words);
}

/** A change of one thing, by what changes: `from` is what a stack is without it, unless it says more. */
export function transitions({ there }: World): readonly Transition[] {
  const changes: readonly (readonly [words: string, to: Fields, from?: Fields])[] = [
    ['another VPC', { vpc_id: there.vpcId, worker_subnets: there.subnets }],
    ['another name of the security group', { names: { security_group: 'other' } }],
    ['random ends of names', { names: { random_suffix: true } }],
    ['egress anywhere', { network: { egress: 'all' } }],
    ['egress by rules', { network: { egress: [HTTPS, DATABASE] } }],
    ['egress by one rule that opens everything', { network: { egress: [EVERYTHING] } }],
    ['egress from anywhere to rules', { network: { egress: [HTTPS, DATABASE] } }, { network: { egress: 'all' } }],
    ['tasks on Spot', { capacity: { type: 'fargate_spot' } }],
    ['tasks on instances', { capacity: { type: 'ec2' } }],
    ['from Spot to instances', { capacity: { type: 'ec2' } }, { capacity: { type: 'fargate_spot' } }],
    ['instances for flow runs', { capacity: { ec2: {} }, flow_runs: { capacity: 'ec2' } }],
    [
      'another name of the instances',
      { capacity: { type: 'ec2' }, names: { instances: 'other', capacity_provider: 'other' } },
      { capacity: { type: 'ec2' } },
    ],
    ['another name of the log group', { logs: { name: '/team/prefect' } }],
    ['an existing log group', { logs: { group: 'existing', name: '/team/theirs' } }],
    ['no log group', { logs: { group: 'none' } }],
    ['existing roles', { roles: { execution: { existing: ROLE }, task: { existing: ROLE } } }],
    ['another name of the roles', { names: { task_role: 'other-task', execution_role: 'other-execution' } }],
    ['one role for both', { roles: { one_for_both: true } }],
    ['other names of policies', { names: { run_tasks_policy: 'other-run', read_secrets_policy: 'other-read' } }],
    ['an existing secret', { api_key: { secret_arn: SECRET } }],
    ['another name of the secret', { names: { secret: 'other/key' } }],
    ['a key in a parameter', { api_key: { store: 'ssm_parameter' } }],
    ['a secret of the worker', { worker: { secrets: { TOKEN: { create: true } } } }],
    ['an existing cluster', { cluster: { existing: 'theirs' } }],
    ['another name of the cluster', { names: { cluster: 'other', service: 'other' } }],
    ['further workers', { workers: { a: {}, b: { worker_cpu: 2048, worker_memory: 4096 } } }],
    ['no crash detection', { crash_detection: { enabled: false } }],
    ['another name of the queue', { names: { event_queue: 'other-events', event_rule: 'other-rule' } }],
    ['alarms', { alarms: { email: ['on-call@example.com'] } }],
    ['another name of the topic', { alarms: {}, names: { alarm_topic: 'other-topic' } }, { alarms: {} }],
    ['a group of flow runs', { flow_runs: OWN_GROUP }],
    [
      'a file system of flow runs',
      { flow_runs: { ...OWN_GROUP, volumes: { data: { container_path: '/data', efs: { create: {}, iam: false } } } } },
    ],
    ['a role of flow runs', { flow_runs: { task_role: {}, execution_role: {} } }],
    ['a repository', { image: { repository: {} } }],
    ['an audited Exec', { cluster: { execute_command: {} }, service: { enable_execute_command: true } }],
    [
      'revisions that go',
      { service: { keep_revisions: false }, worker_cpu: 2048, worker_memory: 4096 },
      { service: { keep_revisions: false } },
    ],
    ['a VPC that is created', { ...NO_NETWORK, network: { create: {} } }],
    [
      'a NAT gateway in each zone',
      { ...NO_NETWORK, network: { create: { nat: 'per_az' } } },
      { ...NO_NETWORK, network: { create: {} } },
    ],
    [
      'endpoints',
      { ...NO_NETWORK, network: { create: { endpoints: true } } },
      { ...NO_NETWORK, network: { create: {} } },
    ],
    ['all names at once', { names: { pattern: '{name}-{kind}' } }],
  ];
  return changes.map(([words, to, from = {}]) => ({
    words,
    refused: REFUSED[words],
    from: { ...(isAboutQueues(words) ? {} : WITHOUT_QUEUES), ...from },
    to: { ...(isAboutQueues(words) ? {} : WITHOUT_QUEUES), ...to },
  }));
}
