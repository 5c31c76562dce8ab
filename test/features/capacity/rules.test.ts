import { environmentOf, REQUIRED, reportOn, reportOnFields } from '../../helpers/stack-files';

const SIDECAR = { image: 'registry.example.com/agent:1' };
const OWN_IMAGE = { worker_image: 'registry.example.com/prefect:1' };
const EC2 = { capacity: { type: 'ec2' } };

/** Contradictions: what is wrong, the fields, and what the report must hold. */
const CONTRADICTIONS: readonly [what: string, fields: object, report: string][] = [
  ['a size that Fargate has not', { worker_cpu: 300 }, "must be one of Fargate's CPU sizes"],
  ['such a size in a further worker', { workers: { b: { worker_cpu: 300 } } }, 'workers.b.worker_cpu: 300'],
  ['a base without Spot', { capacity: { base: 1 } }, 'capacity.base: 1\n    must be left out with type: fargate'],
  ['Spot that never runs', { capacity: { type: 'fargate_spot', spot_weight: 0 } }, 'must be at least 1'],
  [
    'a base that leaves nothing',
    { capacity: { type: 'fargate_spot', base: 1 } },
    'must be less than worker_desired_count, 1',
  ],
  ['a provider without its name', { capacity: { type: 'provider' } }, 'is required with type: provider'],
  ['Fargate as a provider', { capacity: { type: 'provider', provider: 'FARGATE_SPOT' } }, 'is type: fargate_spot'],
  [
    'instances for another’s cluster',
    { ...EC2, cluster: { existing: 'theirs' } },
    'takes the place of all that it has',
  ],
  [
    'public addresses on instances',
    { ...EC2, network: { assign_public_ip: true } },
    'tasks on instances have no public address',
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
    'must be a type for x86_64',
  ],
  [
    'a provider that AWS would name',
    { ...EC2, names: { capacity_provider: 'ecs-one' } },
    'AWS keeps names that begin with aws, ecs and fargate',
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
  ['Fargate’s disk on instances', { ...EC2, worker: { ephemeral_storage: 30 } }, "it is Fargate's disk"],
  ['GPUs on Fargate', { worker: { gpus: 1 } }, 'must be left out on Fargate, which has no GPUs'],
  ['a host on Fargate', { worker: { volumes: { a: { host_path: '/a' } } } }, 'which has no host to mount from'],
  [
    'a driver that Fargate has not',
    { worker: { log_configuration: { log_driver: 'syslog' } } },
    'must be one that Fargate has',
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
    'own entry point installs',
  ],
  [
    'Exec and a read-only root',
    { worker: { readonly_root_filesystem: true }, service: { enable_execute_command: true } },
    'ECS Exec writes its agent',
  ],
  [
    'Exec without a role',
    { worker_type: 'process', roles: { task: { none: true } }, service: { enable_execute_command: true } },
    'works with the rights of the task role',
  ],
  [
    '/tmp that can be written anyway',
    { worker: { temporary_files: 'tmpfs' } },
    'must be left out without readonly_root_filesystem',
  ],
  [
    'tmpfs on Fargate in China',
    { region: 'cn-north-1', worker: { tmpfs: [{ container_path: '/a' }] } },
    'tmpfs in the commercial regions alone',
  ],
  [
    'a volume that only root may write',
    { worker: { readonly_root_filesystem: true, temporary_files: 'volume', user: '1000' } },
    'it is root’s alone there',
  ],
  [
    'an own command and queues',
    { prefect: { work_queues: ['a'] }, worker: { command: ['prefect'], health_check: false } },
    'must be left out beside prefect.work_queues',
  ],
  [
    'an own command that our probe cannot ask',
    { worker: { command: ['prefect', 'worker', 'start'] } },
    'must have --with-healthcheck in it',
  ],
  [
    'the image’s command and a certificate',
    { worker: { command: 'image', health_check: false }, prefect: { ca_certificate: { secret_name: 'ca' } } },
    'must be a list of words with prefect.ca_certificate',
  ],
  [
    'two things at one path',
    { worker: { tmpfs: [{ container_path: '/a' }], volumes: { b: { container_path: '/a' } } } },
    'must not mount two things at /a',
  ],
  [
    'EFS by IAM without TLS',
    { worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678', transit_encryption: false } } } } },
    'must be true with an access point or with iam',
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
    'must be left out beside access_point_id',
  ],
  [
    'EFS that no rule lets out to',
    {
      network: { required_egress: false, egress: [{ port: 443, cidr_blocks: ['0.0.0.0/0'] }] },
      worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678' } } } },
    },
    'needs port 2049',
  ],
  [
    'EFS by IAM without a role',
    {
      worker_type: 'process',
      roles: { task: { none: true } },
      worker: { volumes: { a: { efs: { file_system_id: 'fs-12345678' } } } },
    },
    'there is no role to mount it as',
  ],
  [
    'limits upside down',
    { worker: { ulimits: [{ name: 'nofile', soft_limit: 2, hard_limit: 1 }] } },
    'must have a soft_limit of at most the hard_limit',
  ],
  [
    'credentials for ECR',
    {
      worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1',
      worker: { repository_credentials: { secret_name: 'a' } },
    },
    'must be left out for an image in ECR',
  ],
  ['credentials from nowhere', { worker: { repository_credentials: {} } }, 'must name one secret'],
  [
    'an attribute that is decided',
    { worker: { attributes: { image: 'x' } } },
    'must not be set here: it is decided by worker_image',
  ],
  [
    'a secret made by a further worker',
    { workers: { b: { worker: { secrets: { A: { create: true } } } } } },
    'secrets are made for all workers',
  ],
  ['a sidecar called worker', { worker: { sidecars: { worker: SIDECAR } } }, 'must have another name'],
  [
    'sidecars that leave no memory',
    { worker: { sidecars: { a: { ...SIDECAR, memory: 2048 } } } },
    'must leave memory to the worker',
  ],
  [
    'sidecars that leave no CPU',
    { worker: { sidecars: { a: { ...SIDECAR, cpu: 1024 } } } },
    'must leave CPU to the worker',
  ],
  [
    'more kept than allowed',
    { worker: { sidecars: { a: { ...SIDECAR, memory: 64, memory_reservation: 128 } } } },
    'must be at most memory, 64',
  ],
  [
    'a volume that is not there',
    { worker: { sidecars: { a: { ...SIDECAR, mounts: { b: { container_path: '/b' } } } } } },
    'must be a volume of worker.volumes',
  ],
  [
    'a router that is not there',
    { worker: { log_configuration: { log_driver: 'awsfirelens' } } },
    'must not be awsfirelens without a log router',
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
    'must have one log router',
  ],
  ['a wait for nobody', { worker: { depends_on: { a: 'START' } } }, 'must be a container of this task'],
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
    'must be left out with create: false',
  ],
  [
    'scaling without a service',
    { service: { create: false, autoscaling: { max: 2, cpu: 50 } } },
    'service.autoscaling\n    must be left out with create: false',
  ],
  [
    'an output of no service',
    { service: { create: false }, outputs: { a: 'service_name' } },
    'service_name is not available: service.create is false',
  ],
  [
    'a deployment that can do nothing',
    { service: { deployment_minimum_healthy_percent: 100, deployment_maximum_percent: 100 } },
    'must let a deployment stop or start a task',
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
  ['scaling by nothing', { service: { autoscaling: { max: 2 } } }, 'must say by what to scale'],
  [
    'a schedule that changes nothing',
    { service: { schedule: { a: { schedule: 'rate(1 day)' } } } },
    'must change something',
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

test('says a contradiction once, however many workers have it from the first', () => {
  const report = reportOnFields({ worker: { gpus: 1 }, workers: { b: {}, c: { worker_memory: 4096 } } });
  expect(report.match(/has no GPUs/g)).toHaveLength(1);
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
