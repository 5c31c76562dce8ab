import { addressesOf, documentAt, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';

const SERVICE = 'aws_ecs_service.prefect_worker_service';
const TASK = 'aws_ecs_task_definition.prefect_worker_task_definition';
const SIDECAR = { image: 'registry.example.com/agent:1' };
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/a-AbC123';

type Container = Readonly<Record<string, unknown>>;

function containersOf(terraform: Terraform, task = TASK): [Container, ...Container[]] {
  return documentAt(terraform, task, 'container_definitions') as [Container, ...Container[]];
}

function statementsOf(terraform: Terraform, policy: string): Container[] {
  const document = documentAt(terraform, `aws_iam_role_policy.${policy}`, 'policy');
  return (document as { Statement: Container[] }).Statement;
}

describe('the service', () => {
  test.each<[what: string, fields: object, service: object]>([
    ['runs on Fargate unless told otherwise', {}, { launch_type: 'FARGATE' }],
    [
      'runs on Spot, with a base on demand',
      { worker_desired_count: 3, capacity: { type: 'fargate_spot', base: 1, on_demand_weight: 1, spot_weight: 4 } },
      {
        capacity_provider_strategy: [
          { capacity_provider: 'FARGATE', base: 1, weight: 1 },
          { capacity_provider: 'FARGATE_SPOT', weight: 4 },
        ],
        force_new_deployment: true,
      },
    ],
    [
      'runs on a provider that the cluster has',
      { capacity: { type: 'provider', provider: 'theirs' }, cluster: { existing: 'theirs' } },
      { capacity_provider_strategy: [{ capacity_provider: 'theirs', weight: 1 }] },
    ],
    [
      'never has two workers at once',
      { service: { deployment_minimum_healthy_percent: 0, deployment_maximum_percent: 100 } },
      { deployment_maximum_percent: 100, availability_zone_rebalancing: 'DISABLED' },
    ],
    ['can be entered', { service: { enable_execute_command: true } }, { enable_execute_command: true }],
    ['propagates no tags', { service: { propagate_tags: 'NONE' } }, { propagate_tags: 'NONE' }],
    ['has no managed tags', { service: { enable_ecs_managed_tags: false } }, { enable_ecs_managed_tags: false }],
    [
      'is not rebalanced',
      { service: { availability_zone_rebalancing: 'DISABLED' } },
      { availability_zone_rebalancing: 'DISABLED' },
    ],
    ['has a version of Fargate', { service: { platform_version: '1.4.0' } }, { platform_version: '1.4.0' }],
    [
      'has time',
      { service: { timeouts: { create: '1h' }, health_check_grace_period_seconds: 60 } },
      { timeouts: { create: '1h', update: '20m', delete: '20m' }, health_check_grace_period_seconds: 60 },
    ],
    [
      'leaves to a scaler how many run',
      { service: { ignore: ['desired_count'] } },
      { lifecycle: { ignore_changes: ['desired_count'], postcondition: [expect.anything()] } },
    ],
    [
      'leaves to autoscaling how many run',
      { service: { autoscaling: { max: 2, cpu: 50 } } },
      { lifecycle: { ignore_changes: ['desired_count'], postcondition: [expect.anything()] } },
    ],
  ])('%s', (_, fields, service) => {
    expect(resourceAt(stackOf(fields), SERVICE)).toMatchObject(service);
  });

  test('leaves to a pipeline which image runs, and then looks for no rollback', () => {
    const { lifecycle } = resourceAt(stackOf({ service: { ignore: ['task_definition'] } }), SERVICE);
    expect(lifecycle).toEqual({ ignore_changes: ['task_definition'] });
  });

  test.each<[what: string, service: object, absent: string]>([
    ['the wait for a steady state', { wait_for_steady_state: false }, 'wait_for_steady_state'],
    ['the circuit breaker', { deployment_circuit_breaker: false }, 'deployment_circuit_breaker'],
  ])('can do without %s, and then checks no rollback', (_, service, absent) => {
    const made = resourceAt(stackOf({ service }), SERVICE);
    expect(made).not.toHaveProperty(absent);
    expect(made).not.toHaveProperty('lifecycle');
  });

  test('need not be: the task definition alone, and the output is null', () => {
    const terraform = stackOf({ service: { create: false } });
    expect(addressesOf(terraform)).not.toContain(SERVICE);
    expect(addressesOf(terraform)).toContain(TASK);
    expect(terraform.output['prefect_worker_service_id']?.['value']).toBe('${null}');
  });
});

describe('the container', () => {
  test.each<[what: string, worker: object, container: object]>([
    ['a command, literally', { command: ['sh', '${x}'], health_check: false }, { command: ['sh', '$${x}'] }],
    [
      'an entry point, and then an init process',
      { entry_point: ['start', '--'] },
      { entryPoint: ['start', '--'], linuxParameters: { initProcessEnabled: true } },
    ],
    ['a user', { user: '1000:1000' }, { user: '1000:1000' }],
    [
      'a read-only root, with /tmp in memory',
      { readonly_root_filesystem: true },
      {
        readonlyRootFilesystem: true,
        linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64, mountOptions: [] }] },
      },
    ],
    [
      'a read-only root, with /tmp on the disk',
      { readonly_root_filesystem: true, temporary_files: 'volume' },
      { mountPoints: [{ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false }] },
    ],
    ['a time to end', { stop_timeout: 60 }, { stopTimeout: 60 }],
    [
      'a tuned health check',
      { health_check: { interval: 60 } },
      { healthCheck: { interval: 60, retries: 3, command: expect.arrayContaining(['python']) } },
    ],
    [
      'a health check of its own',
      { health_check: { command: ['CMD', 'true'] } },
      { healthCheck: { command: ['CMD', 'true'] } },
    ],
    ['labels', { docker_labels: { 'a.b': '${c}' } }, { dockerLabels: { 'a.b': '$${c}' } }],
    [
      'limits',
      { ulimits: [{ name: 'nofile', soft_limit: 1, hard_limit: 2 }] },
      { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }] },
    ],
    [
      'no capabilities',
      { drop_capabilities: ['ALL'] },
      { linuxParameters: { capabilities: { add: [], drop: ['ALL'] } } },
    ],
    [
      'further parameters of Linux',
      { attributes: { linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } } },
      { linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: [] } } },
    ],
    [
      'further file systems in memory',
      { attributes: { linuxParameters: { tmpfs: [{ containerPath: '/a', size: 1 }] } } },
      { linuxParameters: { tmpfs: [{ containerPath: '/a', size: 1, mountOptions: [] }] } },
    ],
    [
      'credentials for its registry',
      { repository_credentials: { secret_arn: SECRET_ARN } },
      { repositoryCredentials: { credentialsParameter: SECRET_ARN } },
    ],
    [
      'another log driver',
      {
        log_configuration: {
          log_driver: 'splunk',
          options: { 'splunk-url': 'https://s' },
          secret_options: { 'splunk-token': { secret_arn: SECRET_ARN } },
        },
      },
      {
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'splunk-url': 'https://s' },
          secretOptions: [{ name: 'splunk-token', valueFrom: SECRET_ARN }],
        },
      },
    ],
    [
      'any further attribute, last and literally',
      { stop_timeout: 60, attributes: { stopTimeout: 7, workingDirectory: '/${h}' } },
      { stopTimeout: 7, workingDirectory: '/$${h}' },
    ],
  ])('has %s', (_, worker, container) => {
    expect(containersOf(stackOf({ worker }))[0]).toMatchObject(container);
  });

  test('has the command and the entry point of attributes as those of its fields', () => {
    const attributes = { command: ['serve', '${c}', '--with-healthcheck'], entryPoint: ['/e'] };
    const prefect = { ca_certificate: { secret_arn: SECRET_ARN } };
    const [container] = containersOf(stackOf({ prefect, worker: { attributes } }));
    expect(container).toMatchObject({
      command: ['sh', '-c', expect.any(String), 'serve', '$${c}', '--with-healthcheck'],
      entryPoint: ['/e'],
      linuxParameters: { initProcessEnabled: true },
    });
  });

  test('has the image’s own command, and no health check, where told so', () => {
    const [container] = containersOf(stackOf({ worker: { command: 'image', health_check: false } }));
    expect(container).not.toHaveProperty('command');
    expect(container).not.toHaveProperty('healthCheck');
  });

  test.each<[what: string, worker: object, isInTmp: boolean]>([
    ['a read-only root', { readonly_root_filesystem: true }, true],
    ['a user that is not root', { user: 'prefect' }, true],
    ['root', { user: '0' }, false],
    ['a home of its own', { user: '1000', environment: { HOME: '/home/me' } }, false],
  ])('with %s: whether its home is in /tmp', (_, worker, isInTmp) => {
    const [{ environment }] = containersOf(stackOf({ worker }));
    expect(String(environment).includes('{ name = "HOME", value = "/tmp" }')).toBe(isInTmp);
  });

  test('is told the names of queues and worker literally', () => {
    const [{ command }] = containersOf(stackOf({ prefect: { work_queues: ['${q}'], worker_name: '${w}' } }));
    expect(command).toEqual(expect.arrayContaining(['$${q}', '$${w}']));
  });
});

describe('the task', () => {
  test.each<[what: string, fields: object, task: object]>([
    ['is for ARM64', { worker: { architecture: 'arm64' } }, { runtime_platform: { cpu_architecture: 'ARM64' } }],
    ['has a larger disk', { worker: { ephemeral_storage: 50 } }, { ephemeral_storage: { size_in_gib: 50 } }],
    ['is for instances', { capacity: { type: 'ec2' } }, { requires_compatibilities: ['EC2'] }],
    [
      'has a file system, mounted as the task role',
      { worker: { volumes: { a: { container_path: '/a', efs: { file_system_id: 'fs-12345678' } } } } },
      { volume: [{ efs_volume_configuration: { authorization_config: { iam: 'ENABLED' } } }] },
    ],
  ])('%s', (_, fields, task) => {
    expect(resourceAt(stackOf(fields), TASK)).toMatchObject(task);
  });

  test.each<[what: string, fields: object, absent: string]>([
    ['a platform', { worker: { architecture: 'unspecified' } }, 'runtime_platform'],
    ['older revisions', { service: { keep_revisions: false } }, 'skip_destroy'],
  ])('can do without %s', (_, fields, absent) => {
    expect(resourceAt(stackOf(fields), TASK)).not.toHaveProperty(absent);
  });

  test('is shared with sidecars', () => {
    const sidecars = { a: { ...SIDECAR, cpu: 64, memory: 128, depends_on: { worker: 'HEALTHY' } } };
    const [worker, sidecar] = containersOf(stackOf({ worker: { sidecars } }));
    expect(worker).not.toHaveProperty('memory');
    expect(sidecar).toMatchObject({
      name: 'a',
      image: SIDECAR.image,
      memory: 128,
      dependsOn: [{ containerName: 'prefect-worker-${var.name}', condition: 'HEALTHY' }],
      logConfiguration: { logDriver: 'awslogs' },
    });
  });
});

describe('the rights', () => {
  test('to be entered are the task role’s, and those to keep the session', () => {
    const fields = { service: { enable_execute_command: true }, cluster: { execute_command: {} } };
    const sids = statementsOf(stackOf(fields), 'prefect_worker_container').map(({ Sid }) => Sid);
    expect(sids).toEqual(['AllowEcsExec', 'FindSessionLog', 'WriteSessionLog']);
  });

  test.each([
    [true, ['elasticfilesystem:ClientMount']],
    [false, ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']],
  ])('to mount, read-only: %s, are for the one access point', (readOnly, actions) => {
    const efs = { file_system_id: 'fs-12345678', access_point_id: 'fsap-12345678' };
    const volumes = { a: { container_path: '/a', read_only: readOnly, efs } };
    const [mount] = statementsOf(stackOf({ worker: { volumes } }), 'prefect_worker_container');
    expect(mount?.['Action']).toEqual(actions);
    expect(JSON.stringify(mount?.['Condition'])).toContain('access-point/fsap-12345678');
  });

  test('to read secrets are for those of sidecars and registries too', () => {
    const worker = { sidecars: { a: { ...SIDECAR, repository_credentials: { secret_arn: SECRET_ARN } } } };
    const [read] = statementsOf(stackOf({ worker }), 'ssm_allow_read_prefect_api_key');
    expect(read?.['Resource']).toContain(SECRET_ARN);
  });

  test('to pull are for the images of sidecars too, in the partition at hand', () => {
    const terraform = stackOf({ worker: { sidecars: { a: SIDECAR } } });
    const { policy } = resourceAt(terraform, 'aws_iam_role_policy.prefect_worker_pull_further_images');
    expect(policy).toContain('arn:${local.further_images_partition}:ecr:${image.region}');
  });
});

describe('workers', () => {
  const terraform = () =>
    stackOf({
      workers: {
        big: { worker_work_pool_name: 'big-pool', work_queues: ['q'], worker_memory: 4096, worker_image: 'big:1' },
        spot: { capacity: { type: 'fargate_spot' } },
      },
    });

  test('have a service and a task definition each, beside the first one’s', () => {
    expect(addressesOf(terraform())).toEqual(
      expect.arrayContaining([SERVICE, `${SERVICE}_big`, `${SERVICE}_spot`, TASK, `${TASK}_big`, `${TASK}_spot`]),
    );
    expect(resourceAt(terraform(), `${SERVICE}_big`)['name']).toBe('prefect-worker-${var.name}-big');
  });

  test('have inputs for what they say of themselves, and the first one’s for the rest', () => {
    const { variable } = terraform();
    expect(Object.keys(variable).filter((name) => /^(big|spot)_/.test(name))).toEqual([
      'big_worker_image',
      'big_worker_memory',
      'big_worker_work_pool_name',
    ]);
    const { cpu, memory } = resourceAt(terraform(), `${TASK}_big`);
    expect([cpu, memory]).toEqual(['${var.worker_cpu}', '${var.big_worker_memory}']);
  });

  test('poll their own pool and queues, and have streams of their own', () => {
    const [{ command, logConfiguration }] = containersOf(terraform(), `${TASK}_big`);
    expect(command).toEqual(expect.arrayContaining(['${var.big_worker_work_pool_name}', '--work-queue', 'q']));
    expect(logConfiguration).toMatchObject({ options: { 'awslogs-stream-prefix': 'prefect-worker-${var.name}-big' } });
  });

  test('may run the flows of every pool that one of them polls', () => {
    const [run] = statementsOf(terraform(), 'prefect_worker_allow_ecs_task');
    expect(run?.['Resource']).toEqual([
      expect.stringContaining('prefect_${var.worker_work_pool_name}_*'),
      expect.stringContaining('prefect_${var.big_worker_work_pool_name}_*'),
    ]);
  });

  test('make the cluster offer what they run on', () => {
    const address = 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers';
    expect(resourceAt(terraform(), address)['capacity_providers']).toEqual(['FARGATE', 'FARGATE_SPOT']);
  });
});

describe('an ecs worker that AWS throttles', () => {
  const RETRIES = ['AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE'] as const;
  const retries = (fields: object) => {
    const text = JSON.stringify(stackOf(fields)).replaceAll('\\', '');
    const variable = (name: string) =>
      new RegExp(`name"?(?: = |:)"${name}",\\s*"?value"?(?: = |:)"([^"]*)"`).exec(text)?.[1];
    expect(variable('PREFECT_API_URL')).toEqual(expect.any(String));
    return RETRIES.map(variable);
  };

  test.each<[what: string, fields: object, retries: unknown[]]>([
    ['calls it again for about a minute', {}, ['10', 'adaptive']],
    ['takes what the stack file says', { worker: { environment: { AWS_MAX_ATTEMPTS: '3' } } }, ['3', 'adaptive']],
    [
      'takes what a secret says',
      { worker: { secrets: { AWS_RETRY_MODE: { secret_arn: SECRET_ARN } } } },
      ['10', undefined],
    ],
    ['is as the reference has it', { preset: 'reference' }, [undefined, undefined]],
    ['is no other kind of worker, in which flows run', { worker_type: 'process' }, [undefined, undefined]],
  ])('%s', (_, fields, expected) => {
    expect(retries(fields)).toEqual(expected);
  });
});

describe('scaling', () => {
  test('by the clock alone begins with the desired count, and its bounds are the schedule’s', () => {
    const schedule = { night: { schedule: 'cron(0 19 * * ? *)', min: 0, max: 0 } };
    const terraform = stackOf({ service: { schedule } });
    expect(resourceAt(terraform, 'aws_appautoscaling_target.prefect_worker')).toMatchObject({
      min_capacity: '${var.worker_desired_count}',
      max_capacity: '${var.worker_desired_count}',
      lifecycle: { ignore_changes: ['min_capacity', 'max_capacity'] },
    });
    expect(resourceAt(terraform, 'aws_appautoscaling_scheduled_action.prefect_worker_night')).toMatchObject({
      schedule: 'cron(0 19 * * ? *)',
      timezone: 'UTC',
    });
  });
});

describe('instances', () => {
  const terraform = () =>
    stackOf({ tags: { Team: 'data' }, capacity: { type: 'ec2', ec2: { user_data: 'echo "${x}"' } }, worker_cpu: 200 });

  test('are encrypted, without a public address, and keep tasks from their role', () => {
    expect(resourceAt(terraform(), 'aws_launch_template.prefect_worker_instances_template')).toMatchObject({
      image_id: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
      metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
      network_interfaces: [{ associate_public_ip_address: 'false' }],
      block_device_mappings: [{ ebs: { encrypted: 'true' } }],
      user_data: expect.stringContaining('ECS_AWSVPC_BLOCK_IMDS=true'),
    });
  });

  test.each([
    [true, true],
    [false, false],
  ])('on Spot (%s), stop their tasks before AWS takes an instance back: %s', (spot, drains) => {
    const stack = stackOf({ capacity: { type: 'ec2', ec2: { spot } } });
    const { user_data: script } = resourceAt(stack, 'aws_launch_template.prefect_worker_instances_template');
    expect(String(script).includes('ECS_ENABLE_SPOT_INSTANCE_DRAINING=true\\nEOF')).toBe(drains);
  });

  test('join this cluster, by a reference, and run the user’s lines literally', () => {
    const name = '${aws_ecs_cluster.prefect_worker_cluster.name}';
    expect(terraform().locals).toMatchObject({ instances_cluster_name: name });
    const { user_data: script } = resourceAt(terraform(), 'aws_launch_template.prefect_worker_instances_template');
    expect(script).toContain('ECS_CLUSTER=${local.instances_cluster_name}');
    expect(script).toContain('echo \\"$${x}\\"');
  });

  test('are scaled and drained by ECS, and go when the stack does', () => {
    const provider = resourceAt(terraform(), 'aws_ecs_capacity_provider.prefect_worker_instances');
    expect(provider['auto_scaling_group_provider']).toMatchObject({
      managed_draining: 'ENABLED',
      managed_termination_protection: 'ENABLED',
      managed_scaling: { status: 'ENABLED', target_capacity: 100 },
    });
    expect(resourceAt(terraform(), 'aws_autoscaling_group.prefect_worker_instances_group')).toMatchObject({
      force_delete: true,
      protect_from_scale_in: true,
      tag: expect.arrayContaining([
        { key: 'AmazonECSManaged', value: 'true', propagate_at_launch: true },
        { key: 'Team', value: 'data', propagate_at_launch: true },
      ]),
    });
  });

  test('of ARM64 have an image and a type of it', () => {
    const arm = stackOf({ capacity: { type: 'ec2' }, worker: { architecture: 'arm64' } });
    expect(resourceAt(arm, 'aws_launch_template.prefect_worker_instances_template')).toMatchObject({
      image_id: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
      instance_type: 'm7g.large',
    });
  });

  test('with GPUs have an image and a type with GPUs, whoever asks for them', () => {
    const gpu = {
      image_id: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id',
      instance_type: 'g6.xlarge',
    };
    const template = 'aws_launch_template.prefect_worker_instances_template';
    const flowRuns = (resourceRequirements: object[]) => ({
      flow_runs: { capacity: 'ec2', attributes: { resourceRequirements } },
      capacity: { ec2: {} },
    });
    expect(resourceAt(stackOf({ capacity: { type: 'ec2' }, worker: { gpus: 1 } }), template)).toMatchObject(gpu);
    expect(resourceAt(stackOf(flowRuns([{ type: 'GPU', value: '1' }])), template)).toMatchObject(gpu);
    expect(resourceAt(stackOf(flowRuns([])), template)['instance_type']).toBe('m7i.large');
    const attributes = { resourceRequirements: [{ type: 'GPU', value: '1' }] };
    const model = { image: 'registry.example.com/model:1', attributes };
    expect(resourceAt(stackOf({ capacity: { type: 'ec2' }, worker: { attributes } }), template)).toMatchObject(gpu);
    const beside = [
      { capacity: { type: 'ec2' }, worker: { sidecars: { model } } },
      { capacity: { ec2: {} }, flow_runs: { capacity: 'ec2', sidecars: { model } } },
    ];
    for (const fields of beside) expect(resourceAt(stackOf(fields), template)).toMatchObject(gpu);
  });

  test('keep their policies until they are gone', () => {
    expect(resourceAt(terraform(), 'aws_iam_instance_profile.prefect_worker_instance_profile')['depends_on']).toEqual([
      'aws_iam_role_policy_attachment.prefect_worker_instance_role_ecs',
    ]);
  });

  test('lead the worker to its region, which older agents do not, unless the stack file does', () => {
    const here = '${data.aws_region.current.id}';
    const variables = (fields: object) => {
      const { locals } = stackOf({ capacity: { type: 'ec2' }, ...fields });
      return locals?.['worker_variables'];
    };
    expect(variables({})).toMatchObject({ AWS_REGION: here, AWS_DEFAULT_REGION: here });
    expect(variables({ worker: { environment: { AWS_REGION: 'us-east-1' } } })).not.toHaveProperty('AWS_REGION');
    expect(variables({ capacity: { type: 'fargate_spot' } })).not.toHaveProperty('AWS_REGION');
  });

  test('take any size of task, as the checks of the inputs say', () => {
    expect(JSON.stringify(terraform().variable['worker_cpu'])).toContain('a whole number from 128 to 196608');
  });
});
