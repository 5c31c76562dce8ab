const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0f3d5c1e-7a2b-4c68-9d10-5e8f7a6b4c21';

const health = { command: ['CMD', 'true'], interval: 15, timeout: 5, retries: 2, start_period: 30 };

const sidecars = {
  router: {
    image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/fluent-bit:3',
    essential: true,
    user: '0',
    memory_reservation: 64,
    firelens_configuration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
    attributes: { workingDirectory: null, startTimeout: 60 },
  },
  metrics: {
    image: 'registry.example.com/metrics:1',
    essential: false,
    command: ['run', '--all'],
    entry_point: ['/bin/agent'],
    cpu: 64,
    memory: 128,
    memory_reservation: 64,
    readonly_root_filesystem: true,
    environment: { LEVEL: 'info' },
    secrets: { TOKEN: { secret_arn: `${SECRET}/metrics-AbC123`, kms_key: KEY } },
    mounts: { scratch: { container_path: '/scratch' }, files: { container_path: '/files', read_only: true } },
    depends_on: { worker: 'HEALTHY', router: 'START' },
    health_check: health,
    stop_timeout: 10,
    log_configuration: {
      log_driver: 'splunk',
      options: { 'splunk-url': 'https://splunk.example.com' },
      secret_options: { 'splunk-token': { secret_arn: `${SECRET}/splunk-AbC123` } },
    },
    docker_labels: { team: 'data' },
    repository_credentials: { secret_arn: `${SECRET}/registry-AbC123` },
  },
};

const scaling = {
  autoscaling: {
    min: 1,
    max: 5,
    cpu: 60,
    memory: 70,
    metrics: {
      late: {
        namespace: 'Prefect',
        metric_name: 'Late',
        dimensions: { Pool: 'my-ecs-pool' },
        statistic: 'Sum',
        target: 5,
        per_task: false,
      },
    },
    scale_in_cooldown: 300,
    scale_out_cooldown: 60,
    steps: [
      {
        namespace: 'Prefect',
        metric_name: 'Late',
        dimensions: { Pool: 'my-ecs-pool' },
        statistic: 'Sum',
        period: 120,
        evaluation_periods: 2,
        comparison_operator: 'GreaterThanThreshold',
        threshold: 5,
        adjustment_type: 'ChangeInCapacity',
        cooldown: 120,
        adjustments: [
          { lower_bound: 0, upper_bound: 10, scaling_adjustment: 1 },
          { lower_bound: 10, scaling_adjustment: 2 },
        ],
      },
    ],
  },
  schedule: {
    morning: { schedule: 'cron(0 8 ? * MON-FRI *)', timezone: 'Europe/Zurich', min: 1 },
    evening: { schedule: 'cron(0 19 ? * MON-FRI *)', min: 0, max: 0 },
  },
};

const service = {
  deployment_circuit_breaker: { enable: true, rollback: true },
  deployment_minimum_healthy_percent: 50,
  deployment_maximum_percent: 150,
  wait_for_steady_state: true,
  availability_zone_rebalancing: 'ENABLED',
  enable_ecs_managed_tags: false,
  propagate_tags: 'TASK_DEFINITION',
  force_new_deployment: true,
  timeouts: { create: '30m', update: '1h', delete: '10m' },
  health_check_grace_period_seconds: 60,
  keep_revisions: false,
  ignore: ['task_definition', 'desired_count'],
};

const worker = {
  depends_on: { router: 'START' },
  architecture: 'arm64',
  user: '1000:1000',
  readonly_root_filesystem: true,
  temporary_files: 'tmpfs',
  tmpfs: [{ container_path: '/cache', size: 32, mount_options: ['noexec'] }],
  volumes: {
    scratch: { container_path: '/scratch' },
    files: {
      container_path: '/files',
      efs: {
        file_system_id: 'fs-0a1b2c3d4e5f60718',
        access_point_id: 'fsap-0f1e2d3c4b5a69788',
        transit_encryption: true,
        transit_encryption_port: 2999,
        iam: true,
      },
    },
    open: {
      container_path: '/open',
      efs: { file_system_id: 'fs-0a1b2c3d4e5f60719', root_directory: '/a', transit_encryption: false, iam: false },
    },
  },
  stop_timeout: 60,
  init_process_enabled: true,
  health_check: { interval: 20, timeout: 8, retries: 5, start_period: 200 },
  docker_labels: { team: 'data' },
  ulimits: [{ name: 'nofile', soft_limit: 4096, hard_limit: 8192 }],
  drop_capabilities: ['ALL'],
  log_configuration: { log_driver: 'awsfirelens', options: { Name: 'stdout' } },
  repository_credentials: { secret_arn: `${SECRET}/registry-AbC123`, kms_key: KEY },
  environment: { TEAM: '${data}' },
  secrets: { MADE: { create: true }, FOUND: { secret_arn: `${SECRET}/found-AbC123` } },
  sidecars,
  attributes: { interactive: true, linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } },
};

/** Stack files that between them use every option of capacity, worker, workers and service. */
export const EVERY_OPTION: Readonly<Record<string, object>> = {
  Spot: {
    worker_image: 'registry.example.com/prefect:1',
    worker_desired_count: 3,
    capacity: { type: 'fargate_spot', base: 1, on_demand_weight: 1, spot_weight: 3 },
    worker: { ...worker, ephemeral_storage: 50 },
    service: { ...service, platform_version: '1.4.0', ...scaling },
    workers: {
      second: {
        worker_work_pool_name: 'second',
        work_queues: ['a'],
        worker_cpu: 512,
        worker_memory: 1024,
        worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/second:1',
        worker_desired_count: 2,
        capacity: { type: 'fargate' },
        worker: { command: ['prefect', 'worker', 'start'], entry_point: ['tini', '--'], health_check: health },
        service: { enable_execute_command: true, ...scaling },
      },
      third: { service: { create: false } },
    },
    cluster: { execute_command: { kms_key: KEY } },
    tags: { Team: 'data' },
  },
  instances: {
    worker_image: 'registry.example.com/prefect:1',
    worker_cpu: 300,
    worker_desired_count: 3,
    worker_memory: 700,
    capacity: {
      type: 'ec2',
      ec2: {
        architecture: 'arm64',
        instance_types: ['g5g.xlarge', 'g5g.2xlarge'],
        min_size: 1,
        max_size: 3,
        target_capacity: 80,
        maximum_scaling_step_size: 2,
        instance_warmup_period: 120,
        spot: true,
        ami: 'ami-0a1b2c3d4e5f60718',
        root_volume_size: 80,
        kms_key: KEY,
        user_data: 'echo "${hello}" %{ if true }',
        policies: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
        security_groups: ['sg-0a1b2c3d4e5f60718'],
        block_task_metadata: false,
        termination_protection: false,
      },
    },
    worker: {
      ...worker,
      gpus: 1,
      volumes: { ...worker.volumes, host: { container_path: '/host', host_path: '/var/data', read_only: true } },
      secrets: {},
    },
    service,
    roles: { path: '/team/', permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary', one_for_both: true },
    overrides: {
      'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers': {
        capacity_providers: ['FARGATE', 'FARGATE_SPOT', 'theirs'],
      },
    },
    workers: {
      existing: {
        capacity: { type: 'provider', provider: 'theirs' },
        worker: { command: 'image', health_check: false },
      },
    },
  },
};
