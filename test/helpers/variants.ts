import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Stack files that differ in what they make and in what their runbook says, beside the required fields. */
const ACCOUNT = '111122223333';
const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:team/prefect-AbC123`;
const TASK_ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/team/worker`;
const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/team/extra`;
const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62`;
export const IMAGE_IN_ECR = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/prefect:1`;
const STATEMENTS = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a-bucket/*'] }];

/** A Prefect server of one's own has neither account nor workspace. */
const OWN_SERVER = { prefect_account_id: null, prefect_workspace_id: null };

const NO_NETWORK = { vpc_id: null, worker_subnets: null };

/** Flow runs with every option that can stand beside the others. */
const FLOW_RUNS: object = parse(readFileSync(join(__dirname, 'flow-runs.yaml'), 'utf8'));

export const VARIANTS = {
  hardened: {},
  'hardened, image in ECR': { worker_image: IMAGE_IN_ECR },
  'hardened, existing secret': { api_key: { secret_arn: SECRET_ARN } },
  'hardened, role given': { worker_task_role_arn: TASK_ROLE_ARN },
  'hardened, process worker': { worker_type: 'process', worker_work_pool_name: "it's my pool" },
  'hardened, everything set': {
    worker_desired_count: 2,
    worker_log_retention_in_days: 0,
    secrets_manager_recovery_in_days: 0,
    worker_extra_pip_packages: 'prefect-aws "s3fs>1" | `x`',
    tags: { Team: 'data_platform', Größe: 'klein' },
    api_key: { version: 7 },
    aws: {
      account_id: ACCOUNT,
      profile: 'prod',
      assume_role: { role_arn: `arn:aws:iam::${ACCOUNT}:role/deploy` },
    },
    backend: { s3: { bucket: 'a-bucket', region: 'eu-west-1' } },
  },
  reference: { preset: 'reference' },
  'reference, image in ECR': { preset: 'reference', worker_image: IMAGE_IN_ECR },
  'reference, existing secret': { preset: 'reference', api_key: { secret_arn: SECRET_ARN } },
  'reference, role given': { preset: 'reference', worker_task_role_arn: TASK_ROLE_ARN },
  'reference, process worker': { preset: 'reference', worker_type: 'process' },
  'reference, S3 without a lock': { preset: 'reference', backend: { s3: { bucket: 'a-bucket', use_lockfile: false } } },
  'reference, key in a parameter': { preset: 'reference', api_key: { store: 'ssm_parameter' } },
  'reference, network looked up by tags': {
    preset: 'reference',
    worker_subnets: { tags: { Tier: 'private', Team: 'data' } },
    network: { security_groups: [{ tags: { Name: 'egress' } }, 'sg-12ab34cd'], default_security_group: true },
    names: { random_suffix: true, secret: 'prefect/key' },
  },
  'reference, everything there already': {
    preset: 'reference',
    api_key: { secret_name: 'platform/prefect', json_key: 'api_key' },
    cluster: { existing: 'platform' },
    logs: { group: 'existing', name: { ssm_parameter: '/platform/logs' } },
    network: { create_security_group: false, security_groups: [{ ssm_parameter: '/platform/group' }] },
  },
  'reference, own server, public addresses, no log': {
    ...OWN_SERVER,
    preset: 'reference',
    prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' },
    network: { assign_public_ip: true },
    logs: { group: 'none' },
  },
  'reference, flow runs': { preset: 'reference', flow_runs: { network: 'as_variables' } },
  'reference, own server without a key': {
    ...OWN_SERVER,
    preset: 'reference',
    prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
  },
  'own server, no credential': {
    ...OWN_SERVER,
    prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
    network: { admitted_by: [{ security_group: 'sg-12ab34cd', port: 4200 }] },
    backend: { http: { address: 'https://state.example.com/prefect' } },
  },
  'own server, auth string': {
    ...OWN_SERVER,
    prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' },
    backend: {
      http: { address: 'https://state.example.com/a', lock_address: 'https://state.example.com/a/lock' },
    },
  },
  'own server, URL in a parameter': {
    ...OWN_SERVER,
    prefect: { api_url: { ssm_parameter: '/prefect/url' }, auth: 'api_key' },
  },
  'own server, URL beside the key': {
    ...OWN_SERVER,
    prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'api_key' },
    api_key: { secret_name: 'team/prefect', json_key: 'api_key' },
  },
  'own server, URL in a secret': {
    ...OWN_SERVER,
    prefect: { api_url: { secret: { ssm_parameter: '/prefect/url' } }, auth: 'none' },
  },
  'network looked up by tags': {
    vpc_id: { tags: { Name: "the team's" } },
    worker_subnets: { tags: { Tier: 'private', Team: 'data' } },
    network: { security_groups: [{ tags: { Name: 'egress' } }, 'sg-12ab34cd'], default_security_group: true },
  },
  'network looked up in parameters': {
    vpc_id: { ssm_parameter: '/network/vpc' },
    worker_subnets: { ssm_parameter: '/network/subnets' },
  },
  'everything there already': {
    vpc_id: { tags: { Name: 'platform' } },
    worker_subnets: { tags: { Tier: 'private' } },
    api_key: { secret_name: 'platform/prefect', json_key: 'api_key' },
    cluster: { existing: 'platform' },
    roles: { execution: { existing: { name: 'platform-execution' } }, task: { existing: { name: 'platform-worker' } } },
    logs: { group: 'existing', name: '/platform/prefect', stream_prefix: 'worker' },
    network: { create_security_group: false, security_groups: [{ ssm_parameter: '/platform/group' }] },
    backend: { hcp: { organization: 'example' } },
  },
  'everything there already, found by parameters': {
    api_key: { ssm_parameter: '/platform/key' },
    cluster: { existing: { ssm_parameter: '/platform/cluster' } },
    roles: { execution: { existing: { ssm_parameter: '/platform/execution-role' } } },
    logs: { group: 'existing', name: { ssm_parameter: '/platform/logs' } },
    backend: { hcp: { organization: 'example', hostname: 'terraform.example.com', workspace: 'own' } },
  },
  'keys of our own': {
    api_key: { kms_key: KEY_ARN },
    logs: { kms_key: { alias: 'alias/logs' }, class: 'INFREQUENT_ACCESS' },
    cluster: { execute_command: { kms_key: { ssm_parameter: '/kms/exec' } } },
  },
  'key in a parameter': { api_key: { store: 'ssm_parameter', kms_key: KEY_ARN } },
  'names of our own, with random ends': {
    names: { pattern: '{name}-{kind}', random_suffix: true, cluster: 'shared-by-us', secret: 'prefect/key' },
  },
  'secrets of the worker': {
    api_key: { secret_arn: SECRET_ARN },
    worker: {
      environment: { TOPIC: { ssm_parameter: '/alerts/topic' }, CLUSTER: { stack: 'cluster_name' } },
      secrets: { DATABASE_URL: { create: true }, TOKEN: { create: true, version: 2 }, OTHER: { secret_name: 'other' } },
    },
  },
  'secrets of the worker, beside a key in the state': {
    preset: 'reference',
    worker: { secrets: { DATABASE_URL: { create: true } } },
  },
  'a log by the driver': { logs: { group: 'by_driver', name: '/prefect/worker' } },
  'no log': { logs: { group: 'none' } },
  'one role for both': { roles: { one_for_both: true, task: { policies: [POLICY_ARN] } } },
  'one existing role for both': { roles: { one_for_both: true, execution: { existing: TASK_ROLE_ARN } } },
  'rights of our own': {
    roles: {
      path: '/team/',
      permissions_boundary: POLICY_ARN,
      execution: { policies: [POLICY_ARN, { ssm_parameter: '/policies/extra' }], statements: STATEMENTS },
      task: { own_statements: STATEMENTS, policies: [POLICY_ARN] },
    },
  },
  'no task role': { worker_type: 'process', roles: { task: { none: true } } },
  'public addresses, rules of our own': {
    network: {
      assign_public_ip: true,
      egress: [
        { port: 443, cidr_blocks: ['0.0.0.0/0'] },
        { port: 5432, security_group: { tags: { Name: 'db' } } },
      ],
      ingress: [{ protocol: 'all', self: true }],
    },
  },
  'events from an existing queue': {
    crash_detection: { existing_queue: `arn:aws:sqs:eu-west-1:${ACCOUNT}:task-events`, kms_key: KEY_ARN },
    worker_task_role_arn: TASK_ROLE_ARN,
  },
  'events from a queue that a parameter names': {
    crash_detection: { existing_queue: { ssm_parameter: '/events/queue' }, forward_logs: false },
    roles: { task: { existing: { ssm_parameter: '/roles/worker' } } },
    alarms: { topic: { ssm_parameter: '/alarms/topic' } },
  },
  'events from a queue with a key of ours, and a given role': {
    crash_detection: { kms_key: KEY_ARN, families: ['reports', 'nightly-*'], max_receive_count: 3 },
    worker_task_role_arn: TASK_ROLE_ARN,
  },
  'no crash detection': { crash_detection: { enabled: false }, alarms: { tasks_missing: { fewest: 1 } } },
  'reference, crash detection': { preset: 'reference', crash_detection: { enabled: true } },
  'alarms to a topic of our own': {
    alarms: { email: ['on-call@example.com'], kms_key: KEY_ARN, dashboard: true },
  },
  'alarms to an existing topic': {
    alarms: { topic: `arn:aws:sns:us-east-1:${ACCOUNT}:on-call`, tasks_missing: false, worker_log: false },
  },
  'no alarm, but messages': {
    alarms: {
      tasks_missing: false,
      oldest_event: false,
      failed_events: false,
      undelivered_events: false,
      worker_log: false,
    },
  },
  'a VPC that is made': { ...NO_NETWORK, network: { create: { flow_logs: {}, endpoints: true, nat: 'per_az' } } },
  'a VPC that is made, without a way out': {
    ...OWN_SERVER,
    ...NO_NETWORK,
    worker_image: IMAGE_IN_ECR,
    prefect: { api_url: 'https://prefect.internal:4200/api', auth: 'auth_string' },
    network: { create: { nat: 'none' } },
  },
  'a VPC that is made, all public': {
    ...NO_NETWORK,
    network: { create: { public_only: true }, assign_public_ip: true },
  },
  'work queues of two pools': {
    work_pool_queues: { urgent: { priority: 1, concurrency_limit: 4 }, training: { worker: 'gpu' } },
    workers: { gpu: { worker_work_pool_name: 'gpu-pool' } },
  },
  'a created VPC with tiers and connections': {
    vpc_id: undefined,
    worker_subnets: undefined,
    network: {
      create: {
        cidr_block: '10.4.0.0/16',
        availability_zones: ['us-east-1b'],
        subnets: { private: ['10.4.0.0/20'], public: ['10.4.100.0/24'], isolated: ['10.4.200.0/24'] },
        peerings: {
          database: {
            vpc_id: 'vpc-0c7e31f5a9d24b860',
            cidr_blocks: ['10.9.0.0/16'],
            route_tables: ['rtb-0a51c9e27f3b64d80'],
          },
          partner: { vpc_id: 'vpc-0c7e31f5a9d24b861', account_id: '444455556666', cidr_blocks: ['10.8.0.0/16'] },
        },
        transit_gateway: { id: 'tgw-0a51c9e27f3b64d80', cidr_blocks: ['172.16.0.0/12'] },
      },
    },
  },
  'reference, a VPC that is made': { ...NO_NETWORK, preset: 'reference', network: { create: {} } },
  'flow runs with everything': { ...OWN_SERVER, ...FLOW_RUNS },
  'a pool and a repository that are made': {
    work_pool: 'managed',
    flow_runs: {
      task_role: {},
      create_task_definition: true,
      log: { group: 'worker' },
      own_security_group: {},
      volumes: { data: { container_path: '/data', efs: { create: {} } } },
    },
    image: { repository: {}, code: { git: { repository: 'https://github.com/example/flows.git' } } },
  },
  'pools of an own server that are made': {
    ...OWN_SERVER,
    prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' },
    work_pool: 'managed',
    workers: { big: { worker_work_pool_name: 'big', worker_desired_count: 0 } },
  },
  'reference, a pool that is made, without settings of flow runs': { preset: 'reference', work_pool: 'managed' },
  'tasks on Spot, and further workers': {
    capacity: { type: 'fargate_spot' },
    workers: { big: { worker_cpu: 4096, worker_memory: 8192, worker_image: IMAGE_IN_ECR }, other: {} },
    flow_runs: { image: IMAGE_IN_ECR, log: { group: 'none' } },
  },
  'a pool with a template of its own': {
    capacity: { type: 'fargate', ec2: {} },
    workers: {
      gpu: {
        worker_work_pool_name: 'gpu-pool',
        flow_runs: {
          image: IMAGE_IN_ECR,
          capacity: 'ec2',
          gpus: 1,
          task_role: {},
          execution_role: {},
          own_security_group: { to_itself: true },
          create_task_definition: true,
          volumes: { data: { container_path: '/data', efs: { create: {} } } },
          secrets: { TOKEN: { secret_name: 'team/gpu' } },
        },
      },
      light: {
        worker_work_pool_name: 'light-pool',
        flow_runs: { image: 'registry.example.com/light:1', log: { group: 'none' }, capacity: 'fargate_spot' },
      },
    },
  },
  'tasks on instances, that can be entered': {
    capacity: { type: 'ec2', ec2: { policies: [POLICY_ARN] } },
    service: { enable_execute_command: true },
    flow_runs: { capacity: 'ec2', log: { group: 'existing', name: { ssm_parameter: '/flows/log' } } },
  },
  'tasks that come and go': {
    service: {
      autoscaling: { max: 4, cpu: 60 },
      schedule: { evening: { schedule: 'cron(0 19 ? * MON-FRI *)', timezone: 'Europe/Zurich', min: 0, max: 0 } },
    },
  },
  'the worker in Cloud Map': {
    service_discovery: { create: 'prefect.local', service: 'worker', cluster_default: true },
  },
  'files of the workers': {
    worker: { volumes: { data: { container_path: '/data', efs: { create: {} } } } },
    workers: { other: { worker_work_pool_name: 'other' } },
  },
  'a namespace for others': { service_discovery: { create: 'prefect.local' } },
  'the worker in an existing namespace': {
    service_discovery: { namespace_id: 'ns-e1tpmexample0001', service: 'worker' },
  },
  'a bucket of flows': {
    bucket: { name: 'team-flows', versioning: false, results: { block: 'flow-results' } },
    flow_runs: { task_role: {} },
    image: { code: { s3: {} } },
  },
  'CI of GitHub that pushes images and code': {
    image: { repository: {}, code: { s3: { bucket: 'team-code' } } },
    flow_runs: { task_role: {} },
    ci_role: { github: 'acme/flows', environments: ['production'], tags: ['v*'] },
  },
  'CI of GitLab with the key, and the provider of the stack': {
    image: { repository: {} },
    ci_role: { gitlab: 'acme/data/flows', create_provider: true, read_api_key: true, restart_workers: true },
    alarms: { high_cpu: { minutes: 5 }, high_memory: {} },
    output_parameters: { cluster_arn: '/team/cluster' },
  },
  'an existing bucket, read by a worker that runs flows itself': {
    worker_type: 'process',
    bucket: { existing: 'team-flows', access: 'read', kms_key: KEY_ARN },
  },
  'no service': { service: { create: false } },
  'no service, key in a parameter': {
    service: { create: false, keep_revisions: false },
    api_key: { store: 'ssm_parameter' },
  },
  'backend at init': { backend: { at_init: 'gcs' } },
  'Terraform of our own': {
    overrides: { 'aws_ecs_service.prefect_worker_service': { enable_execute_command: true } },
    terraform: { resource: { aws_sns_topic: { alerts: { name: 'alerts' } } } },
    outputs: { topic: { expression: 'aws_sns_topic.alerts.arn' }, cluster: 'cluster_arn' },
  },
} as const;

export type Variant = keyof typeof VARIANTS;

/** For `test.each`. */
export const EVERY_VARIANT = Object.entries(VARIANTS) as [Variant, object][];
