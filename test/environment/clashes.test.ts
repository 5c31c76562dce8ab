import { clashesBetween } from '../../src/environment/clashes';
import { type OwnThings, ownThings } from '../../src/environment/own-things';
import { environmentOf, REQUIRED } from '../helpers/stack-files';
import { both, createdVpc, PEER, reportOn, taken } from '../helpers/two-environments';

const ARN = 'arn:aws:iam::111122223333:role';

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
