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
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const SERVER = { prefect_account_id: null, prefect_workspace_id: null };
const HTTPS = { port: 443, cidr_blocks: ['0.0.0.0/0'] };
const DATABASE = { port: 5432, cidr_blocks: ['10.0.0.0/8'] };
const EVERYTHING = { protocol: 'all', cidr_blocks: ['0.0.0.0/0'] };
const NO_NETWORK = { vpc_id: null, worker_subnets: null };
const OWN_GROUP = { own_security_group: {} };
const FLOW_ROLE = { flow_runs: { task_role: {} } };
const SIDECAR = { image: 'agent:1', memory_reservation: 64 };
const TRACKED = { namespace: 'Prefect', metric_name: 'Late', target: 5 };
const STEP = {
  ...{ namespace: 'Prefect', metric_name: 'Late', comparison_operator: 'GreaterThanThreshold', threshold: 5 },
  adjustments: [{ lower_bound: 0, scaling_adjustment: 1 }],
};
const MORNING = { schedule: 'cron(0 8 ? * MON-FRI *)', min: 1 };
const EVENING = { schedule: 'cron(0 19 ? * MON-FRI *)', min: 0, max: 0 };
const TIERS = {
  private: ['10.0.0.0/20', '10.0.16.0/20'],
  public: ['10.0.32.0/24', '10.0.33.0/24'],
};
const ISOLATED = ['10.0.48.0/20', '10.0.64.0/20'];

function created(network: Fields): Fields {
  return { ...NO_NETWORK, network: { create: network } };
}

function withFiles(options: Fields): Fields {
  const data = { container_path: '/data', efs: { create: options } };
  return { flow_runs: { ...OWN_GROUP, task_role: {}, volumes: { data } } };
}

function withLogRouter(driver: Fields): Fields {
  const router = { ...SIDECAR, image: 'router:1', essential: true, firelens_configuration: { type: 'fluentbit' } };
  return { worker: { sidecars: { router }, ...driver } };
}

const REFUSED: Readonly<Record<string, RegExp>> = {
  // Terraform changes the association of the cluster before the service that depends on it.
  'from Spot to instances': /^back: capacity provider \S+ was taken off the cluster/,
  'another name of the instances': /^(forth|back): capacity provider \S+ was taken off the cluster/,
  // The group has another name and its capacity provider the same one, which AWS refuses to create twice.
  'a random end of the instances': /^(forth|back): capacity provider \S+ was deleted while cluster/,
};

/** The provider waits half a minute for each queue. */
const WITHOUT_QUEUES = { crash_detection: { enabled: false } };

function isAboutQueues(words: string): boolean {
  return /queue|crash|all names|existing roles|alarms/.test(words);
}

/** A change of one thing, by what changes: `from` is what a stack is without it, unless it says more. */
type Change = readonly [words: string, to: Fields, from?: Fields];

export function transitions(world: World): readonly Transition[] {
  return [...changesOf(world), ...furtherChangesOf(world)].map(transitionOf);
}

function transitionOf([words, to, from = {}]: Change): Transition {
  const queues = isAboutQueues(words) ? {} : WITHOUT_QUEUES;
  return { words, refused: REFUSED[words], from: { ...queues, ...from }, to: { ...queues, ...to } };
}

function changesOf({ there }: World): readonly Change[] {
  return [
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
}

/** Parts of stack files that came later. */
function furtherChangesOf({ there }: World): readonly Change[] {
  return [
    ['an end of all names', { names: { suffix: 'k3x9' } }],
    [
      'random ends of the roles, the log group and the policies',
      { names: { random_suffix: ['execution_role', 'task_role', 'log_group', 'run_tasks_policy'] } },
    ],
    [
      'a random end of the instances',
      { capacity: { type: 'ec2' }, names: { random_suffix: ['instances'] } },
      { capacity: { type: 'ec2' } },
    ],
    ['a bucket', { ...FLOW_ROLE, bucket: { name: 'team-flows' } }, FLOW_ROLE],
    [
      'another name of the bucket',
      { ...FLOW_ROLE, bucket: { name: 'team-flows-2', versioning: false, kms_key: KEY } },
      { ...FLOW_ROLE, bucket: { name: 'team-flows-1', lifecycle: { old: { prefix: 'results', expire_days: 30 } } } },
    ],
    [
      'an existing bucket',
      { ...FLOW_ROLE, bucket: { existing: 'theirs' } },
      { ...FLOW_ROLE, bucket: { name: 'team-flows-3' } },
    ],
    [
      'options of a file system',
      withFiles({ user_id: 1000, group_id: 1001, directory: '/projects', permissions: '0750' }),
      withFiles({}),
    ],
    // The emulator has no UpdateFileSystem: what changes the throughput in place is judged by plans (test/changes).
    ['the storage class of old files', withFiles({ transition_to_ia: 'AFTER_30_DAYS' }), withFiles({})],
    ['scaling by CPU', { service: { autoscaling: { max: 3, cpu: 60 } } }],
    [
      'scaling by a metric',
      { service: { autoscaling: { max: 3, metrics: { late: TRACKED } } } },
      { service: { autoscaling: { max: 3, cpu: 60 } } },
    ],
    [
      'scaling by steps',
      { service: { autoscaling: { max: 3, steps: [STEP] } } },
      { service: { autoscaling: { max: 3, metrics: { late: TRACKED } } } },
    ],
    ['a schedule', { service: { schedule: { morning: MORNING, evening: EVENING } } }],
    [
      'another schedule',
      { service: { schedule: { night: EVENING } } },
      { service: { schedule: { morning: MORNING }, autoscaling: { max: 3, cpu: 60 } } },
    ],
    [
      'rules for images',
      { image: { repository: { lifecycle: [{ tag_status: 'any', keep_days: 180 }] } } },
      { image: { repository: { keep_images: 5 } } },
    ],
    ['an existing repository', { image: { repository: { existing: 'team/flows' } } }, { image: { repository: {} } }],
    [
      'another name of the repository',
      { image: { repository: { name: 'team/flows-2', pull_from: [`arn:aws:iam::${ACCOUNT}:root`] } } },
      { image: { repository: { name: 'team/flows-1' } } },
    ],
    [
      'one further worker for another',
      { workers: { b: { worker_work_pool_name: 'b' } } },
      { workers: { a: { worker_work_pool_name: 'a' } } },
    ],
    [
      'another pool, size and capacity of a further worker',
      {
        workers: {
          a: { worker_work_pool_name: 'b', worker_cpu: 2048, worker_memory: 4096, capacity: { type: 'fargate_spot' } },
        },
      },
      { workers: { a: { worker_work_pool_name: 'a' } } },
    ],
    [
      'flow runs of a further worker',
      { workers: { a: { worker_work_pool_name: 'a', flow_runs: { task_role: {}, image: 'flows:1' } } } },
      { workers: { a: { worker_work_pool_name: 'a' } } },
    ],
    ['a log router', withLogRouter({ log_configuration: { log_driver: 'awsfirelens', options: { Name: 'stdout' } } })],
    [
      'no log of the worker',
      { worker: { log_configuration: 'none' }, logs: { group: 'none' } },
      { worker: { log_configuration: { options: { mode: 'non-blocking' } } } },
    ],
    [
      'a sidecar with a secret',
      { worker: { sidecars: { agent: { ...SIDECAR, secrets: { KEY: { secret_arn: SECRET } } } } } },
    ],
    [
      'one sidecar for another',
      { worker: { sidecars: { other: SIDECAR }, depends_on: { other: 'START' } } },
      { worker: { sidecars: { agent: SIDECAR }, depends_on: { agent: 'START' } } },
    ],
    ['Service Connect', { service: { service_connect: { namespace: 'internal' } } }],
    ['a name in Cloud Map', { service_discovery: { create: 'prefect.local', service: 'worker' } }],
    // The emulator takes one namespace in a VPC: what another one does is judged by plans (test/changes).
    ['capacity providers of the cluster', { cluster: { capacity_providers: ['team-provider'] } }],
    [
      'the default strategy of the cluster',
      { cluster: { default_strategy: [{ capacity_provider: 'FARGATE_SPOT' }] }, capacity: { type: 'cluster_default' } },
    ],
    [
      'another default strategy',
      { cluster: { default_strategy: [{ capacity_provider: 'FARGATE' }] }, capacity: { type: 'cluster_default' } },
      { cluster: { default_strategy: [{ capacity_provider: 'FARGATE_SPOT' }] }, capacity: { type: 'cluster_default' } },
    ],
    ['another key', { api_key: { version: 2 } }],
    // The emulator has no AssociateKmsKey: what a key for log groups does is judged by plans (test/changes).
    ['a key of KMS for secrets', { api_key: { kms_key: KEY } }],
    [
      'another version of a secret of the worker',
      { worker: { secrets: { TOKEN: { create: true, version: 2 } } } },
      { worker: { secrets: { TOKEN: { create: true } } } },
    ],
    [
      'an auth string',
      { ...SERVER, prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' } },
      { ...SERVER, prefect: { api_url: 'https://prefect.example.com/api', auth: 'api_key' } },
    ],
    ['a dashboard of alarms', { alarms: { dashboard: true, tasks_missing: false } }, { alarms: {} }],
    [
      'a topic that exists, for alarms',
      { alarms: { topic: `arn:aws:sns:us-east-1:${ACCOUNT}:on-call` } },
      { alarms: { email: ['on-call@example.com'] } },
    ],
    ['a tier of subnets', created({ subnets: { ...TIERS, isolated: ISOLATED } }), created({ subnets: TIERS })],
    [
      'tasks in another tier',
      { ...NO_NETWORK, network: { create: { subnets: TIERS, tasks_in: 'public' }, assign_public_ip: true } },
      created({ subnets: TIERS }),
    ],
    ['a further zone', created({ availability_zones: 3 }), created({ availability_zones: 2 })],
    ['one endpoint more', created({ endpoints: ['sts', 'sqs'] }), created({ endpoints: ['sts'] })],
    ['a flow log', created({ flow_logs: {} }), created({})],
    [
      'a peering',
      created({
        cidr_block: '10.4.0.0/16',
        peerings: { other: { vpc_id: there.vpcId, cidr_blocks: ['10.0.0.0/16'] } },
      }),
      created({ cidr_block: '10.4.0.0/16' }),
    ],
    // The emulator forgets the route of an endpoint for S3 when NAT goes: public_only is judged by plans (test/changes).
    ['managed policies', { roles: { policy_type: 'managed' } }],
    [
      'another template of the instances',
      { capacity: { type: 'ec2', ec2: { instance_types: ['m7i.large'], root_volume_size: 80, max_size: 3 } } },
      { capacity: { type: 'ec2' } },
    ],
    [
      'sessions in a bucket',
      { cluster: { execute_command: { bucket: 'team-audit' } }, service: { enable_execute_command: true } },
      { cluster: { execute_command: {} }, service: { enable_execute_command: true } },
    ],
    ['flow runs in another cluster', { flow_runs: { cluster: 'theirs' } }],
    ['an existing queue', { crash_detection: { enabled: true, existing_queue: 'theirs' } }],
  ];
}
