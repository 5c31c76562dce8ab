import { refusalOf } from '../../helpers/refusals';
import { environmentOf, REQUIRED, reportOn, reportOnFields } from '../../helpers/stack-files';

const SIDECAR = { image: 'registry.example.com/agent:1' };
const OWN_IMAGE = { worker_image: 'registry.example.com/prefect:1' };
const EC2 = { capacity: { type: 'ec2' } };

/** Contradictions: what is wrong, the fields, and what the report must hold. */
const CONTRADICTIONS: readonly [what: string, fields: object, report: string][] = [
  [
    'a size that Fargate has not',
    { worker_cpu: 300 },
    'is not available on Fargate; allowed, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384',
  ],
  ['such a size in a further worker', { workers: { b: { worker_cpu: 300 } } }, 'workers.b.worker_cpu: 300'],
  [
    'a base without Spot',
    { capacity: { base: 1 } },
    'capacity.base: 1\n    has no effect: it divides tasks between on demand and Spot, and type is fargate',
  ],
  ['Spot that never runs', { capacity: { type: 'fargate_spot', spot_weight: 0 } }, 'must be at least 1'],
  [
    'a base that leaves nothing',
    { capacity: { type: 'fargate_spot', base: 1 } },
    'must be less than worker_desired_count, 1',
  ],
  ['a provider without its name', { capacity: { type: 'provider' } }, 'is required with type: provider'],
  [
    'a provider that the created cluster does not have',
    { capacity: { type: 'provider', provider: 'theirs' } },
    'is not available: the created cluster has only the capacity providers FARGATE, FARGATE_SPOT, that of capacity.ec2, and cluster.capacity_providers',
  ],
  [
    'instances for another’s cluster',
    { ...EC2, cluster: { existing: 'theirs' } },
    'is not available with cluster.existing: a new capacity provider would replace all that the cluster has',
  ],
  [
    'public addresses on instances',
    { ...EC2, network: { assign_public_ip: true } },
    'must be fargate or fargate_spot with network.assign_public_ip: tasks on instances get no public address',
  ],
  ['fewer instances than at least', { capacity: { ec2: { min_size: 5, max_size: 2 } } }, 'must be at most max_size, 2'],
  [
    'instances of another architecture',
    { capacity: { type: 'ec2', ec2: { architecture: 'arm64' } }, worker: { architecture: 'x86_64' } },
    'must be arm64, as the instances are',
  ],
  [
    'a type of another architecture',
    { capacity: { ec2: { instance_types: ['m7g.large'] } } },
    'must be an instance type for x86_64',
  ],
  [
    'a provider that AWS would name',
    { ...EC2, names: { capacity_provider: 'ecs-one' } },
    'the capacity provider would be named ecs-one: AWS reserves names that begin with aws, ecs and fargate',
  ],
  [
    'ARM64 on Spot in China',
    { region: 'cn-north-1', capacity: { type: 'fargate_spot' }, worker: { architecture: 'arm64' } },
    'in China',
  ],
  [
    'a version of Fargate on instances',
    { ...EC2, service: { platform_version: 'LATEST' } },
    'it is a version of Fargate',
  ],
  [
    'Fargate’s disk on instances',
    { ...EC2, worker: { ephemeral_storage: 30 } },
    'has no effect: it applies only to Fargate, and capacity.type is ec2',
  ],
  ['GPUs on Fargate', { worker: { gpus: 1 } }, 'GPUs are not available on Fargate'],
  [
    'a host on Fargate',
    { worker: { volumes: { a: { host_path: '/a' } } } },
    'is not available on Fargate, only on EC2 instances',
  ],
  [
    'a driver that Fargate has not',
    { worker: { log_configuration: { log_driver: 'syslog' } } },
    'is not available on Fargate; allowed: awslogs, splunk, awsfirelens',
  ],
  [
    'packages and a read-only root',
    { worker: { readonly_root_filesystem: true }, worker_extra_pip_packages: 's3fs' },
    'which are installed at every start',
  ],
  [
    'the preset’s packages and a read-only root',
    { preset: 'reference', worker: { readonly_root_filesystem: true } },
    'set worker_extra_pip_packages: ""',
  ],
  [
    'packages and an own entry point',
    { worker: { entry_point: ['tini'] }, worker_extra_pip_packages: 's3fs' },
    'is not available with worker_extra_pip_packages: the entry point of the image installs them',
  ],
  [
    'Exec and a read-only root',
    { worker: { readonly_root_filesystem: true }, service: { enable_execute_command: true } },
    'ECS Exec writes its agent',
  ],
  [
    'Exec without a role',
    { worker_type: 'process', roles: { task: { none: true } }, service: { enable_execute_command: true } },
    'must be false with roles.task.none: ECS Exec requires a task role',
  ],
  [
    '/tmp that can be written anyway',
    { worker: { temporary_files: 'tmpfs' } },
    'has no effect: without readonly_root_filesystem, /tmp is writable anyway',
  ],
  [
    'tmpfs on Fargate in China',
    { region: 'cn-north-1', worker: { tmpfs: [{ container_path: '/a' }] } },
    'tmpfs is not available on Fargate in this region, only in the commercial regions',
  ],
  [
    'a volume that only root may write',
    { worker: { readonly_root_filesystem: true, temporary_files: 'volume', user: '1000' } },
    'must be root where /tmp is a volume on Fargate: only root can write to it',
  ],
  [
    'an own command and queues',
    { prefect: { work_queues: ['a'] }, worker: { command: ['prefect'], health_check: false } },
    'is not available with prefect.work_queues, which is an option of the default command',
  ],
  [
    'an own command that our probe cannot ask',
    { worker: { command: ['prefect', 'worker', 'start'] } },
    'must contain --with-healthcheck for the default health check',
  ],
  [
    'the image’s command and a certificate',
    { worker: { command: 'image', health_check: false }, prefect: { ca_certificate: { secret_name: 'ca' } } },
    'must be a list of words with prefect.ca_certificate',
  ],
  [
    'two things at one path',
    { worker: { tmpfs: [{ container_path: '/a' }], volumes: { b: { container_path: '/a' } } } },
    'two mounts have the path /a',
  ],
  [
    'EFS by IAM without TLS',
    { worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678', transit_encryption: false } } } } },
    'must be true: an access point and iam require it',
  ],
  [
    'an access point and a directory',
    {
      worker: {
        volumes: {
          a: { efs: { file_system_id: 'fs-12345678', access_point_id: 'fsap-12345678', root_directory: '/a' } },
        },
      },
    },
    'has no effect: the access point sets the directory',
  ],
  [
    'EFS that no rule lets out to',
    {
      network: { required_egress: false, egress: [{ port: 443, cidr_blocks: ['0.0.0.0/0'] }] },
      worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678' } } } },
    },
    'requires egress on port 2049, which no rule of network.egress allows',
  ],
  [
    'EFS by IAM without a role',
    {
      worker_type: 'process',
      roles: { task: { none: true } },
      worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678' } } } },
    },
    'must be false with roles.task.none: it requires a task role',
  ],
  [
    'limits upside down',
    { worker: { ulimits: [{ name: 'nofile', soft_limit: 2, hard_limit: 1 }] } },
    'soft_limit must be at most hard_limit',
  ],
  [
    'credentials for ECR',
    {
      worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1',
      worker: { repository_credentials: { secret_name: 'a' } },
    },
    'has no effect: the execution role pulls images from ECR without credentials',
  ],
  [
    'credentials from nowhere',
    { worker: { repository_credentials: {} } },
    'set exactly one of: secret_arn, secret_name',
  ],
  [
    'an attribute that is decided',
    { worker: { attributes: { image: 'x' } } },
    'cannot be set here: worker_image sets it',
  ],
  [
    'a secret made by a further worker',
    { workers: { b: { worker: { secrets: { A: { create: true } } } } } },
    'must be false in a further worker: created secrets belong to all workers',
  ],
  [
    'a sidecar called worker',
    { worker: { sidecars: { worker: SIDECAR } } },
    'worker is already used by the main container',
  ],
  [
    'sidecars that leave no memory',
    { worker: { sidecars: { a: { ...SIDECAR, memory: 2048 } } } },
    'the memory of the sidecars must be less than worker_memory, 2048 MiB: the worker needs the rest',
  ],
  [
    'sidecars that leave no CPU',
    { worker: { sidecars: { a: { ...SIDECAR, cpu: 1024 } } } },
    'the CPU of the sidecars must be less than worker_cpu, 1024: the worker needs the rest',
  ],
  [
    'more kept than allowed',
    { worker: { sidecars: { a: { ...SIDECAR, memory: 64, memory_reservation: 128 } } } },
    'must be at most memory, 64',
  ],
  [
    'a volume that is not there',
    { worker: { sidecars: { a: { ...SIDECAR, mounts: { b: { container_path: '/b' } } } } } },
    'there is no volume b in worker.volumes',
  ],
  [
    'a router that is not there',
    { worker: { log_configuration: { log_driver: 'awsfirelens' } } },
    'awsfirelens requires a log router',
  ],
  [
    'two routers',
    {
      worker: {
        sidecars: {
          a: { ...SIDECAR, firelens_configuration: { type: 'fluentbit' } },
          b: { ...SIDECAR, firelens_configuration: { type: 'fluentbit' } },
        },
      },
    },
    'only one sidecar can be the log router (firelens_configuration)',
  ],
  ['a wait for nobody', { worker: { depends_on: { a: 'START' } } }, 'there is no container a in this task'],
  [
    'a wait for health that nobody checks',
    { worker: { depends_on: { a: 'HEALTHY' }, sidecars: { a: SIDECAR } } },
    'a has no health check',
  ],
  [
    'a wait for the worker’s health that nobody checks',
    { worker: { health_check: false, sidecars: { a: { ...SIDECAR, depends_on: { worker: 'HEALTHY' } } } } },
    'worker has no health check',
  ],
  [
    'a wait for the end of what must not end',
    { worker: { depends_on: { a: 'SUCCESS' }, sidecars: { a: { ...SIDECAR, essential: true } } } },
    'a is essential',
  ],
  [
    'a circle',
    { worker: { depends_on: { a: 'START' }, sidecars: { a: { ...SIDECAR, depends_on: { worker: 'START' } } } } },
    'depends_on contains a cycle: worker → a → worker',
  ],
  [
    'Exec without a service',
    { service: { create: false, enable_execute_command: true } },
    'has no effect: it applies only to a service that this stack creates',
  ],
  [
    'scaling without a service',
    { service: { create: false, autoscaling: { max: 2, cpu: 50 } } },
    'service.autoscaling\n    has no effect: it applies only to a service that this stack creates',
  ],
  [
    'an output of no service',
    { service: { create: false }, outputs: { a: 'service_name' } },
    'service_name is not available: service.create is false',
  ],
  [
    'a deployment that can do nothing',
    { service: { deployment_minimum_healthy_percent: 100, deployment_maximum_percent: 100 } },
    'a deployment could neither stop nor start a task: with one task, the minimum is 100 and the maximum 100 percent',
  ],
  [
    'rebalancing without room',
    {
      service: {
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
        availability_zone_rebalancing: 'ENABLED',
      },
    },
    'must be DISABLED',
  ],
  ['bounds upside down', { service: { autoscaling: { min: 3, max: 2, cpu: 50 } } }, 'must be at most max, 2'],
  ['scaling by nothing', { service: { autoscaling: { max: 2 } } }, 'requires a way to scale'],
  [
    'a schedule that changes nothing',
    { service: { schedule: { a: { schedule: 'rate(1 day)' } } } },
    'has no effect: neither min nor max is set',
  ],
  [
    'a schedule upside down',
    { service: { schedule: { a: { schedule: 'rate(1 day)', min: 2, max: 1 } } } },
    'must be at most max, 1',
  ],
  [
    'a pool of a further worker that ECS does not take',
    { workers: { b: { worker_work_pool_name: 'my pool' } } },
    'workers.b.worker_work_pool_name: "my pool"',
  ],
  [
    'a further worker with a name that Terraform does not take',
    { workers: { 'B-1': {} } },
    'must be at most 32 lower-case letters',
  ],
];

test.each(CONTRADICTIONS)('refuses %s', (_, fields, report) => {
  expect(reportOnFields(fields)).toContain(report);
});

test('reports a contradiction once, however many workers have it from the first', () => {
  const report = reportOnFields({ worker: { gpus: 1 }, workers: { b: {}, c: { worker_memory: 4096 } } });
  expect(report.match(/GPUs are not available/g)).toHaveLength(1);
});

test('refuses an environment whose task family a further worker of another one has', () => {
  const report = reportOn({ 'prod-big.yaml': REQUIRED, 'prod.yaml': { ...REQUIRED, workers: { big: {} } } });
  expect(report).toContain('the task definition family prefect-worker-prod-big');
});

describe('takes', () => {
  test.each([
    [
      'never two workers at once',
      { service: { deployment_minimum_healthy_percent: 0, deployment_maximum_percent: 100 } },
    ],
    ['any size on instances', { ...EC2, worker_cpu: 200, worker_memory: 700 }],
    [
      'a non-root user with a volume of an own image',
      { ...OWN_IMAGE, worker: { readonly_root_filesystem: true, temporary_files: 'volume', user: '1000' } },
    ],
    [
      'an own command that serves its health',
      { worker: { command: ['prefect', 'worker', 'start', '--with-healthcheck'] } },
    ],
    ['tmpfs on instances in China', { region: 'cn-north-1', ...EC2, worker: { tmpfs: [{ container_path: '/a' }] } }],
    ['instances for flow runs beside a worker on Fargate', { capacity: { ec2: { architecture: 'arm64' } } }],
  ])('%s', (_, fields) => {
    expect(environmentOf(fields)).toBeDefined();
  });
});

const spot = (capacity: object, more: object = {}) => ({ capacity: { type: 'fargate_spot', ...capacity }, ...more });
const types = (architecture: string, type: string) => ({ capacity: { ec2: { architecture, instance_types: [type] } } });
const EXISTING = { cluster: { existing: 'theirs' } };
const NOT_THEIRS =
  'is not available with cluster.existing: a new capacity provider would replace all that the cluster has\n    → let the owner of the cluster add a capacity provider, and set type: provider and provider: NAME';
const BOTH = 'change worker_memory, worker_cpu, or both';

/** The whole report. */
const WHOLE: readonly [fields: object, report: string][] = [
  [
    { worker_cpu: 300 },
    'worker_cpu: 300\n    is not available on Fargate; allowed, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384\n    → set one of these; only EC2 instances run tasks of other sizes: capacity.type: ec2',
  ],
  [
    { worker_memory: 700 },
    `worker_memory: 700\n    is not available on Fargate with worker_cpu 1024; allowed: 2048 to 8192 in steps of 1024 MiB\n    → ${BOTH}`,
  ],
  [
    { workers: { b: { worker_cpu: 4096 } } },
    `workers.b.worker_cpu: 4096\n    is not available on Fargate with worker_memory 2048, which is the default from the first worker\n    → ${BOTH}`,
  ],
  [
    { workers: { b: { worker_cpu: 4096, worker_memory: 2048 } } },
    `workers.b.worker_memory: 2048\n    is not available on Fargate with worker_cpu 4096; allowed: 8192 to 30720 in steps of 1024 MiB\n    → ${BOTH}`,
  ],
  ...['base', 'on_demand_weight', 'spot_weight'].map((field): [object, string] => [
    { capacity: { [field]: 1 } },
    `capacity.${field}: 1\n    has no effect: it divides tasks between on demand and Spot, and type is fargate\n    → remove it, or set type: fargate_spot`,
  ]),
  [
    { capacity: { provider: 'x' } },
    'capacity.provider: "x"\n    has no effect: type is fargate\n    → remove it, or set type: provider to use an existing capacity provider',
  ],
  [
    { capacity: { type: 'provider' }, ...EXISTING },
    'capacity.provider\n    is required with type: provider\n    → set the name of a capacity provider of the cluster',
  ],
  [
    spot({ spot_weight: 0 }),
    'capacity.spot_weight: 0\n    must be at least 1: with 0 no task runs on Spot\n    → for no Spot, set type: fargate',
  ],
  [
    spot({ base: 2 }, { worker_desired_count: 2 }),
    'capacity.base: 2\n    must be less than worker_desired_count, 2: the base runs on demand, so no task would run on Spot\n    → reduce it, or set type: fargate',
  ],
  [{ ...EC2, ...EXISTING }, `capacity.type: "ec2"\n    ${NOT_THEIRS}`],
  [{ capacity: { ec2: {} }, ...EXISTING }, `capacity.ec2\n    ${NOT_THEIRS}`],
  [
    { capacity: { type: 'provider', provider: 'theirs' }, workers: { b: EC2 }, ...EXISTING },
    `workers.b.capacity.type: "ec2"\n    ${NOT_THEIRS}`,
  ],
  [{ workers: { b: EC2 }, ...EXISTING }, `workers.b.capacity.type: "ec2"\n    ${NOT_THEIRS}`],
  [
    { ...EC2, network: { assign_public_ip: true } },
    'capacity.type: "ec2"\n    must be fargate or fargate_spot with network.assign_public_ip: tasks on instances get no public address\n    → use private subnets with a NAT gateway, and remove network.assign_public_ip',
  ],
  [
    { ...EC2, vpc_id: undefined, worker_subnets: undefined, network: { create: { public_only: true } } },
    'capacity.type: "ec2"\n    must be fargate or fargate_spot with network.create and tasks in public subnets: tasks on instances get no public address, and cannot reach the internet from a public subnet\n    → remove network.create.public_only and tasks_in\nnetwork.assign_public_ip\n    must be true with tasks in public subnets: without a public address, a task in a public subnet cannot reach the internet\n    → set network.assign_public_ip: true',
  ],
  [
    { capacity: { ec2: { min_size: 3, max_size: 2 } } },
    'capacity.ec2.min_size: 3\n    must be at most max_size, 2\n    → reduce it, or raise max_size',
  ],
  ...(
    [
      ...['c7g.medium', 'm7g.large', 'g5g.xlarge', 'm7gd.large', 'im4gn.large'].map((type) => ['x86_64', type]),
      ...['g4dn.xlarge', 'm7i.large', 'p4d.24xlarge', 'hpc6id.32xlarge'].map((type) => ['arm64', type]),
    ] as [string, string][]
  ).map(([architecture, type]): [object, string] => [
    types(architecture, type),
    `capacity.ec2.instance_types[0]: "${type}"\n    must be an instance type for ${architecture}\n    → choose another type, or set capacity.ec2.architecture (default: worker.architecture)`,
  ]),
  ...(
    [
      ['arm64', 'x86_64'],
      ['x86_64', 'arm64'],
    ] as const
  ).map(([ours, own]): [object, string] => [
    { capacity: { type: 'ec2', ec2: { architecture: ours } }, worker: { architecture: own } },
    `worker.architecture: "${own}"\n    must be ${ours}, as the instances are\n    → change capacity.ec2.architecture, or run this worker on Fargate`,
  ]),
  ...['ecs-one', 'AWSone', 'fargate'].map((name): [object, string] => [
    { ...EC2, names: { capacity_provider: name } },
    `names.capacity_provider: "${name}"\n    the capacity provider would be named ${name}: AWS reserves names that begin with aws, ecs and fargate\n    → set another name: names.capacity_provider`,
  ]),
  [
    { region: 'cn-north-1', ...spot({}, { worker: { architecture: 'arm64' } }) },
    'capacity.type: "fargate_spot"\n    must not be fargate_spot with worker.architecture: arm64: in China, Fargate Spot runs x86_64 only\n    → set worker.architecture: x86_64, or type: fargate',
  ],
  [
    { ...EC2, service: { platform_version: 'LATEST' } },
    'service.platform_version: "LATEST"\n    has no effect: it is a version of Fargate, and capacity.type is ec2\n    → remove it',
  ],
  [
    { ...EC2, worker: { ephemeral_storage: 30 } },
    'worker.ephemeral_storage: 30\n    has no effect: it applies only to Fargate, and capacity.type is ec2\n    → remove it, or set capacity.ec2.root_volume_size',
  ],
];

test.each(WHOLE)('of %j it says all that is wrong, and what to do', (fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

test.each([
  spot({ base: 1 }, { worker_desired_count: 2 }),
  spot({ base: 1 }, { worker_desired_count: 0 }),
  spot({ base: 1 }, { service: { autoscaling: { max: 3, cpu: 50 } } }),
  spot({ spot_weight: 1, on_demand_weight: 0 }),
  { capacity: { ec2: { min_size: 2, max_size: 2 } } },
  types('arm64', 'm7g.large'),
  types('x86_64', 'm7i.large'),
  { capacity: { type: 'ec2', ec2: { architecture: 'arm64' } }, worker: { architecture: 'arm64' } },
  { capacity: { ec2: { architecture: 'arm64' } }, worker: { architecture: 'x86_64' } },
  { ...EC2, names: { capacity_provider: 'my-aws' } },
  { capacity: { type: 'provider', provider: 'theirs' }, ...EXISTING },
  { network: { assign_public_ip: true } },
  { region: 'cn-north-1', worker: { architecture: 'arm64' } },
  { region: 'cn-north-1', ...spot({}) },
  { region: 'us-east-1', ...spot({}, { worker: { architecture: 'arm64' } }) },
  { service: { platform_version: '1.4.0' }, worker: { ephemeral_storage: 30 } },
])('there is nothing to say of %j', (fields) => {
  expect(environmentOf(fields).warnings).toEqual([]);
});
