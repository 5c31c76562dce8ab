import { clashesBetween } from '../../src/environment/clashes';
import { loadEnvironments } from '../../src/environment/load';
import { type OwnThings, ownThings } from '../../src/environment/own-things';
import { apiIdentity } from '../../src/features/prefect/api-identity';
import { describe as inWords } from '../../src/problems/errors';
import { environmentOf, folderOf, REQUIRED, reportOn as reportWithPlacesOn } from '../helpers/stack-files';

/** Without lines, and without the place of the other: they have tests of their own. */
function reportOn(...args: Parameters<typeof reportWithPlacesOn>): string {
  return reportWithPlacesOn(...args)
    .replaceAll(/^(stacks\/[\w.-]+):\d+/gm, '$1')
    .replaceAll(/ \(stacks\/[\w.-]+(:\d+)?\)/g, '');
}

/** Two stack files, `a` before `b`. */
const both = (a: object, b: object = a) => ({ 'a.yaml': { ...REQUIRED, ...a }, 'b.yaml': { ...REQUIRED, ...b } });

const taken = (a: object, b: object = a) => loadEnvironments(folderOf(both(a, b))).map(({ name }) => name);

const ARN = 'arn:aws:iam::111122223333:role';
const URL = 'https://state.example.com';

describe('two environments may not share a state', () => {
  test.each<[string, object, object, string]>([
    [
      'in one file, whatever leads to it',
      { backend: { local: { path: '../shared.tfstate' } } },
      { backend: { local: { path: '../b/../shared.tfstate' } } },
      'stacks/b.yaml backend.local.path: "../b/../shared.tfstate"',
    ],
    [
      'in S3',
      { backend: { s3: { bucket: 'a-bucket', key: 'one' } } },
      { backend: { s3: { bucket: 'a-bucket', key: 'one', region: 'eu-west-1' } } },
      'stacks/b.yaml backend.s3.key: "one"',
    ],
    [
      'in HCP Terraform, whether its host is said or not',
      { backend: { hcp: { organization: 'a', workspace: 'one' } } },
      { backend: { hcp: { organization: 'a', workspace: 'one', hostname: 'app.terraform.io' } } },
      'stacks/b.yaml backend.hcp.workspace: "one"',
    ],
    [
      'behind a REST API',
      { backend: { http: { address: `${URL}/one` } } },
      { backend: { http: { address: `${URL}/one`, lock_address: `${URL}/lock` } } },
      `stacks/b.yaml backend.http.address: "${URL}/one"`,
    ],
  ])('%s', (_, a, b, place) => {
    expect(reportOn(both(a, b))).toBe(
      `${place}\n    already used by environment "a": each apply would destroy what the other created\n    → remove it: each environment then gets a state of its own`,
    );
  });

  test('and a third is told of the first', () => {
    const stack = { ...REQUIRED, backend: { http: { address: URL } } };
    const report = reportOn({ 'a.yaml': stack, 'b.yaml': stack, 'c.yaml': stack });
    expect(report.match(/^stacks\/.*|already used by environment "\w"/gm)).toEqual([
      `stacks/b.yaml backend.http.address: "${URL}"`,
      'already used by environment "a"',
      `stacks/c.yaml backend.http.address: "${URL}"`,
      'already used by environment "a"',
    ]);
  });
});

describe('two environments have states of their own', () => {
  test.each<[string, object, object?]>([
    ['beside their stacks by default', {}],
    ['in one bucket by default', { backend: { s3: { bucket: 'a-bucket' } } }],
    ['in one organization by default', { backend: { hcp: { organization: 'a' } } }],
    [
      'under one key in two buckets',
      { backend: { s3: { bucket: 'a-bucket', key: 'one' } } },
      { backend: { s3: { bucket: 'b-bucket', key: 'one' } } },
    ],
    [
      'in one workspace of two organizations',
      { backend: { hcp: { organization: 'a', workspace: 'one' } } },
      { backend: { hcp: { organization: 'b', workspace: 'one' } } },
    ],
    [
      'at two addresses',
      { backend: { http: { address: `${URL}/a` } } },
      { backend: { http: { address: `${URL}/b` } } },
    ],
    ['where only terraform init will know', { backend: { at_init: 's3' } }],
  ])('%s', (_, a, b = a) => {
    expect(taken(a, b)).toEqual(['a', 'b']);
  });
});

/** Nothing that a whole account has once, but for what the test adds. */
const LITTLE = {
  cluster: { existing: 'platform' },
  roles: { execution: { existing: `${ARN}/execution` }, task: { existing: `${ARN}/task` } },
  logs: { group: 'existing', name: '/platform' },
  api_key: { secret_name: 'platform' },
  network: { create_security_group: false, default_security_group: true },
  crash_detection: { existing_queue: 'task-events' },
  flow_runs: { log: { group: 'worker' } },
  names: {},
};

const FILE_SYSTEM = {
  log: { group: 'none' },
  own_security_group: {},
  volumes: { a: { container_path: '/a', efs: { create: {}, iam: false } } },
};

const createdVpc = (create: object) => ({ vpc_id: undefined, worker_subnets: undefined, network: { create } });

const PEER = {
  vpc_id: 'vpc-0c7e31f5a9d24b860',
  cidr_blocks: ['10.1.0.0/16'],
  route_tables: ['rtb-0a51c9e27f3b64d80'],
};

describe('two environments of one account may not make the same', () => {
  const [SAME, OTHER] = [{ name: 'same' }, { name: 'other' }];

  test.each<[string, object, object, string, string]>([
    ['name', SAME, SAME, 'name: "same"', 'the cluster prefect-worker-same'],
    [
      'name, in two regions: roles have none',
      SAME,
      { ...SAME, region: 'us-west-2' },
      'name: "same"',
      'the role prefect-worker-execution-role-same',
    ],
    [
      'role of an own name',
      { names: { task_role: 'worker' } },
      { names: { task_role: 'worker' } },
      'names.task_role: "worker"',
      'the role worker',
    ],
    [
      'cluster of an own name',
      { names: { cluster: 'shared' } },
      { names: { cluster: 'shared' } },
      'names.cluster: "shared"',
      'the cluster shared',
    ],
    [
      'service in an existing cluster, named by its ARN or not',
      { ...LITTLE, ...SAME },
      { ...LITTLE, ...SAME, cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/platform' } },
      'name: "same"',
      'the service prefect-worker-same',
    ],
    [
      'secret of an own name',
      { names: { secret: 'prefect' } },
      { names: { secret: 'prefect' } },
      'names.secret: "prefect"',
      'the secret prefect',
    ],
    [
      'parameter of an own name, though names have random ends',
      { names: { secret: 'prefect', random_suffix: true }, api_key: { store: 'ssm_parameter' } },
      { names: { secret: 'prefect', random_suffix: true }, api_key: { store: 'ssm_parameter' } },
      'names.secret: "prefect"',
      'the parameter prefect',
    ],
    [
      'queue of an own name',
      { ...LITTLE, crash_detection: {}, name: 'one', names: { event_queue: 'events' } },
      { ...LITTLE, crash_detection: {}, name: 'other', names: { event_queue: 'events' } },
      'names.event_queue: "events"',
      'the queue events',
    ],
    [
      'rule of an own name',
      { ...LITTLE, crash_detection: {}, name: 'one', names: { event_rule: 'events' } },
      { ...LITTLE, crash_detection: {}, name: 'other', names: { event_rule: 'events' } },
      'names.event_rule: "events"',
      'the EventBridge rule events',
    ],
    [
      'topic of an own name',
      { ...LITTLE, name: 'one', alarms: {}, names: { alarm_topic: 'on-call' } },
      { ...LITTLE, name: 'other', alarms: {}, names: { alarm_topic: 'on-call' } },
      'names.alarm_topic: "on-call"',
      'the topic on-call',
    ],
    [
      'alarms of an own name',
      { ...LITTLE, name: 'one', alarms: {}, names: { alarm: 'prefect' } },
      { ...LITTLE, name: 'other', alarms: {}, names: { alarm: 'prefect' } },
      'names.alarm: "prefect"',
      'the alarm prefect-tasks-missing',
    ],
    [
      'service event rule of an own name',
      { ...LITTLE, name: 'one', alarms: {}, names: { service_event_rule: 'events' } },
      { ...LITTLE, name: 'other', alarms: {}, names: { service_event_rule: 'events' } },
      'names.service_event_rule: "events"',
      'the EventBridge rule events',
    ],
    [
      'dashboard, in two regions: an account has them once',
      { ...LITTLE, name: 'one', alarms: { dashboard: true }, names: { dashboard: 'prefect' } },
      { ...LITTLE, name: 'other', region: 'us-west-2', alarms: { dashboard: true }, names: { dashboard: 'prefect' } },
      'names.dashboard: "prefect"',
      'the dashboard prefect',
    ],
    [
      'dead-letter queue of an own name',
      { ...LITTLE, crash_detection: {}, name: 'one', names: { failed_event_queue: 'failed' } },
      { ...LITTLE, crash_detection: {}, name: 'other', names: { undelivered_event_queue: 'failed' } },
      'names.undelivered_event_queue: "failed"',
      'the queue failed',
    ],
    [
      'secret of the worker',
      { ...LITTLE, name: 'one', names: { worker_secret: 'own' }, worker: { secrets: { A: { create: true } } } },
      { ...LITTLE, name: 'other', names: { worker_secret: 'own' }, worker: { secrets: { A: { create: true } } } },
      'names.worker_secret: "own"',
      'the secret own-A',
    ],
    [
      'file system of flow runs',
      { ...LITTLE, name: 'one', flow_runs: FILE_SYSTEM, names: { flow_run_volume: 'files' } },
      { ...LITTLE, name: 'other', flow_runs: FILE_SYSTEM, names: { flow_run_volume: 'files' } },
      'names.flow_run_volume: "files"',
      'the EFS file system files-a',
    ],
    [
      'capacity provider of an own name',
      { name: 'one', capacity: { ec2: {} }, names: { capacity_provider: 'large' } },
      { name: 'other', capacity: { ec2: {} }, names: { capacity_provider: 'large' } },
      'names.capacity_provider: "large"',
      'the capacity provider large',
    ],
    [
      'work pool',
      { ...LITTLE, name: 'one', work_pool: 'managed' },
      { ...LITTLE, name: 'other', work_pool: 'managed', region: 'us-west-2', aws: { account_id: '111122223333' } },
      'worker_work_pool_name: "my-ecs-pool"',
      'the work pool my-ecs-pool',
    ],
    [
      'queue, one in Terraform of its own',
      { ...LITTLE, name: 'one', terraform: { resource: { aws_sqs_queue: { own: { name: 'events' } } } } },
      { ...LITTLE, crash_detection: {}, name: 'other', names: { event_queue: 'events' } },
      'names.event_queue: "events"',
      'the queue events',
    ],
    [
      'log group',
      { logs: { name: '/prefect' } },
      { logs: { name: '/prefect' } },
      'logs.name: "/prefect"',
      'the log group /prefect',
    ],
    [
      'log group, one by its own name',
      { logs: { name: '/prefect' } },
      { names: { log_group: '/prefect' } },
      'names.log_group: "/prefect"',
      'the log group /prefect',
    ],
    [
      'task family, in two clusters',
      { ...LITTLE, name: 'one', names: { task_family: 'workers' } },
      { ...LITTLE, name: 'other', cluster: { existing: 'other' }, names: { task_family: 'workers' } },
      'names.task_family: "workers"',
      'the task definition family workers',
    ],
    [
      'log group of flow runs',
      { ...LITTLE, name: 'one', flow_runs: { log: { name: '/flows' } } },
      { ...LITTLE, name: 'other', flow_runs: { log: { name: '/flows' } } },
      'flow_runs.log.name: "/flows"',
      'the log group /flows',
    ],
    [
      'log group, of a worker and of flow runs',
      { name: 'one', logs: { name: '/prefect' } },
      { name: 'other', flow_runs: { log: { name: '/prefect' } } },
      'flow_runs.log.name: "/prefect"',
      'the log group /prefect',
    ],
    [
      'role of flow runs by an own name',
      {
        ...LITTLE,
        name: 'one',
        flow_runs: { task_role: {}, log: { group: 'none' } },
        names: { flow_run_task_role: 'flows' },
      },
      {
        ...LITTLE,
        name: 'other',
        flow_runs: { task_role: {}, log: { group: 'none' } },
        names: { flow_run_task_role: 'flows' },
      },
      'names.flow_run_task_role: "flows"',
      'the role flows',
    ],
    [
      'repository',
      { ...LITTLE, name: 'one', image: { repository: { name: 'flows' } } },
      { ...LITTLE, name: 'other', image: { repository: { name: 'flows' } } },
      'image.repository.name: "flows"',
      'the ECR repository flows',
    ],
    [
      'role of instances by an own name',
      { name: 'one', capacity: { ec2: {} }, names: { instance_role: 'instances' } },
      { name: 'other', capacity: { ec2: {} }, names: { instance_role: 'instances' } },
      'names.instance_role: "instances"',
      'the role instances',
    ],
    [
      'security group in one VPC',
      { names: { security_group: 'workers' } },
      { names: { security_group: 'workers' } },
      'names.security_group: "workers"',
      'the security group workers',
    ],
    [
      'name, where two roles of one account apply them',
      { ...SAME, aws: { assume_role: { role_arn: `${ARN}/one` } } },
      { ...SAME, aws: { assume_role: { role_arn: `${ARN}/two` } } },
      'name: "same"',
      'the cluster prefect-worker-same',
    ],
    [
      'name, where a role of the account applies one of them',
      { ...SAME, aws: { assume_role: { role_arn: `${ARN}/one` } } },
      { ...SAME, aws: { account_id: '111122223333' } },
      'name: "same"',
      'the cluster prefect-worker-same',
    ],
    [
      'security group of a VPC, whatever its case',
      { names: { security_group: 'workers' } },
      { names: { security_group: 'Workers' } },
      'names.security_group: "Workers"',
      'the security group Workers',
    ],
    [
      'work pool, by an ID in other letters',
      { ...LITTLE, name: 'one', work_pool: 'managed' },
      {
        ...LITTLE,
        name: 'other',
        work_pool: 'managed',
        prefect_workspace_id: REQUIRED.prefect_workspace_id.toUpperCase(),
      },
      'worker_work_pool_name: "my-ecs-pool"',
      'the work pool my-ecs-pool',
    ],
    [
      'OIDC provider, one in Terraform of its own',
      {
        ...LITTLE,
        name: 'one',
        terraform: {
          resource: {
            aws_iam_openid_connect_provider: {
              own: { url: 'https://token.actions.githubusercontent.com', client_id_list: ['sts.amazonaws.com'] },
            },
          },
        },
      },
      {
        ...LITTLE,
        name: 'other',
        image: { repository: {} },
        ci_role: { github: 'acme/flows', create_provider: true },
      },
      'ci_role.create_provider: "https://token.actions.githubusercontent.com"',
      'the OIDC provider https://token.actions.githubusercontent.com',
    ],
    [
      'NAT gateway by its address',
      createdVpc({ nat_addresses: ['eipalloc-0a51c9e27f3b64d80'] }),
      createdVpc({ nat_addresses: ['eipalloc-0a51c9e27f3b64d80'] }),
      'network.create.nat_addresses[0]: "eipalloc-0a51c9e27f3b64d80"',
      'a NAT gateway with the address eipalloc-0a51c9e27f3b64d80',
    ],
    [
      'route in a route table of a peer',
      createdVpc({ peerings: { database: PEER } }),
      createdVpc({ peerings: { other: PEER } }),
      'network.create.peerings.other.route_tables[0]: "rtb-0a51c9e27f3b64d80"',
      'the route to 10.0.0.0/16 in rtb-0a51c9e27f3b64d80',
    ],
    [
      'name by two ways to build it',
      { ...OTHER, names: { cluster: 'prefect-worker-same' } },
      SAME,
      'name: "same"',
      'the cluster prefect-worker-same',
    ],
  ])('%s', (_, a, b, field, thing) => {
    const report = reportOn(both(a, b));
    expect(report).toContain(`${field}\n    already used by environment "a": both would create ${thing}\n`);
    expect(report.match(/^stacks\//gm)).toHaveLength(1);
  });
});

describe('two environments may have the same name', () => {
  const account = (account_id: string) => ({ name: 'same', aws: { account_id } });
  const role = (arn: string) => ({ name: 'same', aws: { assume_role: { role_arn: `${arn}/terraform` } } });

  test.each<[string, object, object]>([
    ['in two accounts', account('111122223333'), account('444455556666')],
    ['where roles of two accounts apply them', role(ARN), role('arn:aws:iam::444455556666:role')],
    [
      'in two existing clusters, when they make nothing else, and their tasks are of two families',
      { ...LITTLE, name: 'same' },
      { ...LITTLE, name: 'same', cluster: { existing: 'other' }, names: { task_family: 'own' } },
    ],
    [
      'in one existing cluster, when their services and families are named otherwise',
      { ...LITTLE, name: 'same' },
      { ...LITTLE, name: 'same', names: { service: 'own', task_family: 'own' } },
    ],
    [
      'in one existing cluster, when one makes no service, and its tasks are of another family',
      { ...LITTLE, name: 'same' },
      { ...LITTLE, name: 'same', service: { create: false }, names: { task_family: 'own' } },
    ],
    [
      'in two regions, when they make nothing that a whole account has once',
      { ...LITTLE, name: 'same' },
      { ...LITTLE, name: 'same', region: 'us-west-2' },
    ],
    [
      'for their security groups, in two VPCs',
      { names: { security_group: 'workers' } },
      { names: { security_group: 'workers' }, vpc_id: 'vpc-12ab34cd' },
    ],
    [
      'for their secrets and security groups, when these have random ends',
      { names: { secret: 'prefect', security_group: 'workers', random_suffix: true } },
      { names: { secret: 'prefect', security_group: 'workers', random_suffix: true } },
    ],
    [
      'for the routes to their VPCs, when these have other addresses',
      createdVpc({ peerings: { a: PEER } }),
      createdVpc({ cidr_block: '10.2.0.0/16', peerings: { a: PEER } }),
    ],
    [
      'for their rules, on two event buses',
      { names: { event_rule: 'events' } },
      { names: { event_rule: 'events' }, crash_detection: { event_bus: 'own' } },
    ],
    [
      'for a log group that neither of them makes',
      { logs: { group: 'existing', name: '/prefect' } },
      { logs: { group: 'by_driver', name: '/prefect' } },
    ],
  ])('%s', (_, a, b) => {
    expect(taken(a, b)).toEqual(['a', 'b']);
  });
});

test.each<[string, object, string]>([
  [
    'a name of an account',
    { names: { cluster: 'x' } },
    'set another name in one of them, or the account of each: aws.account_id',
  ],
  ['a name of a VPC', { names: { security_group: 'x' } }, 'set another name in one of them'],
  ['a name in Prefect', { work_pool: 'managed' }, 'set another name in one of them'],
  [
    'what has no name of its own',
    { ci_role: { github: 'acme/flows', create_provider: true }, image: { repository: {} } },
    'remove it in one of them: an account has one provider of an issuer, or the account of each: aws.account_id',
  ],
])('says what to do about %s', (_, fields, hint) => {
  expect(reportOn(both(fields)).match(/→ .*/g)).toEqual([`→ ${hint}`]);
});

describe('a state that two environments share', () => {
  const local = (path: string) => ({ ...REQUIRED, backend: { local: { path } } });
  const http = (address: string) => ({ ...REQUIRED, backend: { http: { address } } });

  test.each([
    ['by a longer way', local('../shared.tfstate'), local('../../stacks/shared.tfstate')],
    ['by a dot', local('../a/./terraform.tfstate'), local('../a/terraform.tfstate')],
    ['by the case of the host', http('https://state.example.com/a'), http('https://State.Example.com/a')],
    ['by the port that https has anyway', http('https://state.example.com/a'), http('https://state.example.com:443/a')],
  ])('is the same when it is written otherwise: %s', (_, a, b) => {
    expect(reportOn({ 'a.yaml': a, 'b.yaml': { ...b, name: 'b' } })).toContain('already used by environment "a"');
  });

  test.each([
    ['of another folder', local('../shared.tfstate'), local('../../shared.tfstate')],
    ['of another path', http('https://state.example.com/a'), http('https://state.example.com/A')],
  ])('is not the one %s', (_, a, b) => {
    expect(loadEnvironments(folderOf({ 'a.yaml': a, 'b.yaml': { ...b, name: 'b' } }))).toHaveLength(2);
  });

  const shared = {
    'a.yaml': local('../shared.tfstate'),
    'b.yaml': { ...local('../shared.tfstate'), name: 'b' },
    'c.yaml': { ...REQUIRED, name: 'c' },
    'd.yaml': { ...REQUIRED, name: 'd', worker_cpu: 'broken' },
  };

  test.each(['a', 'b'])('is refused also where only %s is asked for', (name) => {
    expect(reportOn(shared, [name])).toContain('already used by environment "a"');
  });

  test.each<[string, object]>([
    ['a rule refuses', { worker_cpu: 256, worker_memory: 30_720 }],
    ['is of another type', { worker_cpu: 'broken' }],
    ['looks like a secret', { worker: { environment: { TOKEN: `pnu_${'a1B2c3D4e5F6'.repeat(3)}` } } }],
  ])('is refused also where a field of the other, which is not asked for, %s', (_, mistake) => {
    const files = { ...shared, 'b.yaml': { ...shared['b.yaml'], ...mistake } };
    const report = reportOn(files, ['a']);
    expect(report).toContain('already used by environment "a"');
    for (const field of Object.keys(mistake)) expect(report).not.toContain(field);
    // It is a mistake.
    expect(reportOn(files)).toContain(Object.keys(mistake)[0]);
  });

  test('is not refused where the other one has a mistake in the field that decides', () => {
    const named = { ...REQUIRED, name: 'same' };
    const broken = { ...named, region: 'us-eats-1' };
    expect(loadEnvironments(folderOf({ 'a.yaml': named, 'b.yaml': broken }), ['a'])).toHaveLength(1);
    const sound = { 'a.yaml': named, 'b.yaml': { ...named, worker_cpu: 'broken' } };
    expect(reportOn(sound, ['a'])).toContain('already used by environment "a"');
  });

  test('concerns nobody who is not one of the two, and no mistake of others is told', () => {
    expect(loadEnvironments(folderOf(shared), ['c'])).toHaveLength(1);
  });
});

/** The warnings on these stack files, with `stacks` for their folder. */
function warningsOn(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): string {
  const folder = folderOf(files);
  const warnings = loadEnvironments(folder, only).flatMap((environment) => environment.warnings);
  return inWords(warnings).replaceAll(folder, 'stacks');
}

const FLOWS = { name: 'nightly', entrypoint: 'flows/etl.py:etl' };
const withDeployments = (...deployments: object[]) => ({ project: { deployments } });
const SELF_HOSTED = { prefect_account_id: undefined, prefect_workspace_id: undefined };
const server = (api_url: string) => ({ ...SELF_HOSTED, prefect: { api_url, auth: 'none' } });
const CLOUD = `https://api.prefect.cloud/api/accounts/${REQUIRED.prefect_account_id}/workspaces/${REQUIRED.prefect_workspace_id}`;
const onGateway = (cidr_block: string, id = 'tgw-0a51c9e27f3b64d80') =>
  createdVpc({ cidr_block, transit_gateway: { id, cidr_blocks: ['192.168.0.0/16'] } });
const withPeer = (cidr_block: string) => createdVpc({ cidr_block, peerings: { a: { ...PEER, route_tables: [] } } });
const codeIn = (bucket: string, folder?: string) => ({
  worker_work_pool_name: `${bucket}-${folder}`,
  image: { code: { s3: { bucket, ...(folder && { folder }) } } },
  flow_runs: { task_role: {} },
});
const POOL_A = { worker_work_pool_name: 'a' };
const POOL_B = { worker_work_pool_name: 'b' };

describe('what two environments rarely mean to share is a warning:', () => {
  test.each<[id: string, what: string, a: object, b: object, place: string]>([
    ['shared-pool', 'a work pool', {}, {}, 'worker_work_pool_name: "my-ecs-pool"'],
    [
      'shared-pool',
      'also in two accounts',
      { aws: { account_id: '111122223333' } },
      { region: 'eu-west-1' },
      'worker_',
    ],
    ['shared-pool', 'that one of them creates', { work_pool: 'managed' }, {}, 'worker_work_pool_name'],
    [
      'shared-pool',
      'that of a further worker',
      POOL_A,
      { workers: { heavy: { worker_work_pool_name: 'a' } } },
      'workers.heavy.worker_work_pool_name: "a"',
    ],
    [
      'shared-pool',
      'of a server, whatever the writing of its address',
      server('https://Prefect.example.com/api'),
      server('https://prefect.example.com:443/api/'),
      'worker_work_pool_name',
    ],
    [
      'shared-deployment',
      'a deployment',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments(FLOWS) },
      'project.deployments[0].name: "nightly"',
    ],
    [
      'shared-code',
      'a folder for the code',
      codeIn('flows'),
      codeIn('flows', 'flows'),
      'image.code.s3.folder: "flows"',
    ],
    [
      'overlapping-range',
      'a range on a transit gateway',
      { ...POOL_A, ...onGateway('10.0.0.0/16') },
      { ...POOL_B, ...onGateway('10.0.0.0/16') },
      'network.create.cidr_block: "10.0.0.0/16"',
    ],
    [
      'overlapping-range',
      'a part of a range',
      { ...POOL_A, ...onGateway('10.0.64.0/18') },
      { ...POOL_B, ...onGateway('10.0.0.0/16') },
      'network.create.cidr_block: "10.0.0.0/16"',
    ],
    [
      'overlapping-range',
      'a range beside a peer',
      { ...POOL_A, ...withPeer('10.0.0.0/16') },
      { ...POOL_B, ...withPeer('10.0.0.0/18') },
      'network.create.cidr_block: "10.0.0.0/18"',
    ],
    [
      'unknown-account',
      'a name, where one has the account',
      { ...POOL_A, name: 'same', aws: { account_id: '111122223333' } },
      { ...POOL_B, name: 'same' },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, where the other one has',
      { ...POOL_A, name: 'same' },
      { ...POOL_B, name: 'same', aws: { account_id: '111122223333' } },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, by two profiles',
      { ...POOL_A, name: 'same', aws: { profile: 'one' } },
      { ...POOL_B, name: 'same', aws: { profile: 'two' } },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, by a role and by a profile',
      { ...POOL_A, name: 'same', aws: { assume_role: { role_arn: `${ARN}/one` } } },
      { ...POOL_B, name: 'same', aws: { profile: 'two' } },
      'name: "same"',
    ],
  ])('%s, %s', (id, _, a, b, place) => {
    const report = warningsOn(both(a, b));
    expect(report).toMatch(/^stacks\/b\.yaml(:\d+)? /);
    expect(report).toContain(place);
    expect(report.match(/warning [\w-]+/g)).toEqual([`warning ${id}`]);
    expect(report).toMatch(/environment "a" \(stacks\/a\.yaml:\d+\)/);
  });

  test.each<[string, object, object]>([
    [
      'a work pool of the same name in two workspaces',
      {},
      { prefect_workspace_id: '0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b' },
    ],
    [
      'a work pool of the same name on two servers',
      server('https://a.example.com/api'),
      server('https://b.example.com/api'),
    ],
    ['a work pool that starts no tasks', { worker_type: 'process' }, { worker_type: 'process' }],
    [
      'a deployment of another flow',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments({ ...FLOWS, entrypoint: 'flows/b.py:b' }) },
    ],
    [
      'a deployment of another name',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments({ ...FLOWS, name: 'nightly-b' }) },
    ],
    [
      'a range beside the other',
      { ...POOL_A, ...onGateway('10.0.0.0/17') },
      { ...POOL_B, ...onGateway('10.0.128.0/17') },
    ],
    [
      'a range on two transit gateways',
      { ...POOL_A, ...onGateway('10.0.0.0/16') },
      { ...POOL_B, ...onGateway('10.0.0.0/16', 'tgw-0b51c9e27f3b64d80') },
    ],
    ['a folder of another bucket', codeIn('flows-a'), codeIn('flows-b')],
  ])('%s is none', (_, a, b) => {
    expect(warningsOn(both(a, b))).toBe('');
  });

  test('the workspace is the same by its URL and by its IDs', () => {
    const { inputs, ...environment } = environmentOf();
    const byUrl = {
      ...environment,
      inputs,
      prefect: { ...environment.prefect, apiUrl: CLOUD.replace(/[0-9a-f-]{36}/g, (id) => id.toUpperCase()) },
    };
    expect(apiIdentity(byUrl)).toBe(apiIdentity(environmentOf()));
  });
});

describe('what two environments share is refused, where both cannot be right:', () => {
  const queue = (existing_queue: string) => ({ crash_detection: { existing_queue } });
  const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:task-events';
  const results = (name: string, block = 'results') => ({
    worker_work_pool_name: name,
    bucket: { existing: name, results: { block } },
    flow_runs: { task_role: {} },
  });
  const OTHER_WORKSPACE = { prefect_workspace_id: '0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b' };

  test.each<[string, object, object, string]>([
    [
      'a queue for two workspaces',
      queue('task-events'),
      { ...queue(QUEUE), ...OTHER_WORKSPACE },
      'crash_detection.existing_queue: "task-events"',
    ],
    ['a block for two buckets', results('a-bucket'), results('b-bucket'), 'bucket.results.block: "results"'],
  ])('%s', (_, a, b, place) => {
    const report = reportWithPlacesOn(both(a, b));
    expect(report).toContain(place);
    expect(report).toMatch(/already used by environment "a" \(stacks\/a\.yaml:\d+\): a /);
    expect(report.match(/^stacks\//gm)).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    ['a queue for one workspace', { ...POOL_A, ...queue('task-events') }, { ...POOL_B, ...queue(QUEUE) }],
    ['a block for one bucket', results('a-bucket'), { ...results('a-bucket'), ...POOL_B }],
    ['two blocks', results('a-bucket'), results('b-bucket', 'other')],
  ])('%s is fine', (_, a, b) => {
    expect(taken(a, b)).toEqual(['a', 'b']);
  });

  test('a third one is reported with the first that is not like it', () => {
    const files = { ...both(queue('q'), queue('q')), 'c.yaml': { ...REQUIRED, ...OTHER_WORKSPACE, ...queue('q') } };
    expect(reportOn(files).match(/^stacks\/\w.*|environment "\w"/gm)).toEqual([
      'stacks/c.yaml crash_detection.existing_queue: "q"',
      'environment "a"',
    ]);
    expect(reportOn({ ...files, 'd.yaml': { ...REQUIRED, ...queue('q') } }, ['d'])).toContain('environment "c"');
  });
});

describe('a warning on two environments', () => {
  const pool = (fields: object = {}) => ({ ...REQUIRED, ...fields });

  test('has the file and the line of both', () => {
    const lines = Object.keys(REQUIRED).indexOf('worker_work_pool_name');
    expect(warningsOn({ 'a.yaml': pool(), 'eu/b.yaml': { extra: undefined, ...pool({ name: 'b' }) } })).toMatch(
      new RegExp(
        `^stacks/eu/b.yaml:\\d+ worker_work_pool_name: "my-ecs-pool"\\n.*environment "a" \\(stacks/a.yaml:${lines + 3}\\): `,
      ),
    );
  });

  test('has the base that sets the value, and where the file extends it', () => {
    const files = {
      '_base.yaml': REQUIRED,
      'eu/a.yaml': { extends: '../_base.yaml' },
      'us/b.yaml': { name: 'b', extends: '../_base.yaml' },
    };
    expect(warningsOn(files)).toMatch(
      /^stacks\/us\/b\.yaml:2 worker_work_pool_name: "my-ecs-pool"\n.*environment "eu-a" \(stacks\/_base\.yaml:8\): /,
    );
  });

  test('is one for all that share the same', () => {
    const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.yaml`, pool()]));
    const report = warningsOn(many);
    expect(report.match(/^stacks\/\w+/gm)).toEqual(['stacks/b']);
    expect(report).toContain('environment "a" (stacks/a.yaml:8), and 2 more: ');
  });

  test.each(['a', 'b'])('is there where only %s is asked for', (name) => {
    expect(warningsOn({ ...both({}), 'c.yaml': pool(POOL_B) }, [name])).toContain('stacks/b.yaml');
  });

  test('concerns nobody else', () => {
    expect(warningsOn({ ...both({}), 'c.yaml': pool(POOL_B) }, ['c'])).toBe('');
  });

  test('is acknowledged by either of the two, and the others still have theirs', () => {
    const acknowledge = { acknowledge: { 'shared-pool': 'the second region is a spare' } };
    expect(warningsOn(both(acknowledge, {}))).toBe('');
    expect(warningsOn(both({}, acknowledge))).toBe('');
    expect(warningsOn(both({}, acknowledge), ['a'])).toBe('');
    const three = warningsOn({ ...both(acknowledge, {}), 'c.yaml': pool() });
    expect(three.match(/^stacks\/\w+|environment "\w"/gm)).toEqual(['stacks/c', 'environment "b"']);
    const unknown = { name: 'same', acknowledge: { 'unknown-account': 'it is in the account of the team' } };
    expect(warningsOn(both({ ...POOL_A, ...unknown }, { ...POOL_B, name: 'same', aws: { profile: 'b' } }))).toBe('');
  });

  test('that does not occur is not acknowledged', () => {
    const acknowledge = { acknowledge: { 'shared-pool': 'it was so' } };
    expect(warningsOn(both({ ...POOL_A, ...acknowledge }, POOL_B))).toBe(
      'stacks/a.yaml:10 acknowledge.shared-pool: "it was so"\n    warning unused-acknowledgement: does not occur\n    → remove it',
    );
    expect(warningsOn(both({ ...POOL_A, ...acknowledge }, POOL_B), ['b'])).toBe('');
    const hidden = { acknowledge: { ...acknowledge.acknowledge, 'unused-acknowledgement': 'for a while' } };
    expect(warningsOn(both({ ...POOL_A, ...hidden }, POOL_B))).toBe('');
  });

  test('is acknowledged in a base for all that extend it, some of which have none', () => {
    const acknowledge = { 'shared-pool': 'the second region is a spare' };
    const files = {
      '_base.yaml': { ...REQUIRED, acknowledge },
      'a.yaml': { extends: '_base.yaml' },
      'b.yaml': { extends: '_base.yaml', name: 'b' },
      'c.yaml': { extends: '_base.yaml', ...POOL_B },
    };
    expect(warningsOn(files)).toBe('');
    expect(warningsOn(files, ['c'])).toBe('');
    expect(warningsOn({ ...files, 'b.yaml': { extends: '_base.yaml', ...POOL_A } })).toContain('_base.yaml:10');
  });

  test('waits until each file is right', () => {
    expect(reportOn(both({}, { worker_cpu: 'broken' }))).not.toContain('shared-pool');
  });
});

test('a thousand environments are compared in one pass', () => {
  const [own] = [ownThings(environmentOf({ name: 'same' }))];
  const others = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...own,
      environment: `e${index}`,
      account: { key: String(index), isId: index % 2 === 0 },
    })) as OwnThings[];
  expect(clashesBetween(others(1000)).length / clashesBetween(others(500)).length).toBeCloseTo(2, 1);
});
