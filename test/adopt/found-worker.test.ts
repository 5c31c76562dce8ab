import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { adoptionOf, outcomeOf } from '../../src/adopt/adoption';
import { workersAmong } from '../../src/adopt/found-worker';
import { imports, oldConfiguration } from '../../src/adopt/old-configuration';
import type { Resource } from '../../src/adopt/resource';
import { describedAs } from '../../src/adopt/stack-file-fields';
import { resourcesInState } from '../../src/adopt/terraform-state';
import { verdictsOn } from '../../src/adopt/ways';
import { environmentOf } from '../helpers/stack-files';

const stateOf = (name: string): readonly Resource[] =>
  resourcesInState(JSON.parse(readFileSync(resolve('test', 'adopt', 'states', `${name}.json`), 'utf8'))) ?? [];

const resource = (address: string, values: object): Resource => {
  const [type = '', name = ''] = address.split('.');
  return { address, module: '', type, name, values: values as Resource['values'] };
};

const ARN = 'arn:aws:ecs:eu-west-1:111122223333';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prefect-AbC123';
const CONTAINER = {
  name: 'main',
  image: 'prefect:3',
  command: ['prefect', 'worker', 'start', '--pool', 'etl', '--type', 'ecs'],
  environment: [
    { name: 'PREFECT_API_URL', value: 'https://prefect.example.com/api' },
    { name: 'LOG_LEVEL', value: 'DEBUG' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
  ],
  secrets: [{ name: 'PREFECT_API_KEY', valueFrom: SECRET }],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/etl', 'awslogs-stream-prefix': 'etl' } },
};

/** Somebody's own configuration, under names of their own. */
const OWN = [
  resource('aws_ecs_cluster.main', { id: `${ARN}:cluster/data`, arn: `${ARN}:cluster/data`, name: 'data' }),
  resource('aws_ecs_service.worker', {
    ...{ name: 'etl-worker', cluster: `${ARN}:cluster/data`, desired_count: 2, launch_type: 'FARGATE' },
    task_definition: `${ARN}:task-definition/etl:7`,
    network_configuration: [{ subnets: ['subnet-2', 'subnet-1'], security_groups: ['sg-1'], assign_public_ip: false }],
  }),
  resource('aws_ecs_task_definition.worker', {
    ...{ arn: `${ARN}:task-definition/etl:7`, family: 'etl', cpu: '512', memory: '1024' },
    execution_role_arn: 'arn:aws:iam::111122223333:role/execution',
    task_role_arn: 'arn:aws:iam::111122223333:role/task',
    container_definitions: JSON.stringify([CONTAINER]),
  }),
  resource('aws_iam_role.task', { arn: 'arn:aws:iam::111122223333:role/task', name: 'task' }),
  resource('aws_cloudwatch_log_group.log', { name: '/ecs/etl', retention_in_days: 14 }),
  resource('aws_security_group.worker', {
    ...{ id: 'sg-1', name: 'etl', description: 'ours', vpc_id: 'vpc-1' },
    egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: [] }],
  }),
];

const only = (resources: readonly Resource[]) => {
  const workers = workersAmong(resources);
  expect(workers).toHaveLength(1);
  const found = workers[0] as (typeof workers)[number];
  return { found, workers, described: describedAs(found, resources) };
};
const changed = (address: string, values: object) =>
  OWN.map((one) => (one.address === address ? { ...one, values: { ...one.values, ...values } } : one));

test('finds the modules by their resources', () => {
  expect(only(stateOf('registry')).found).toMatchObject({ origin: 'registry', module: 'module.prefect_ecs_worker' });
  expect(only(stateOf('recipe')).found.origin).toBe('recipe');
  expect(workersAmong(stateOf('two-and-a-bucket')).map(({ module }) => module)).toEqual(['module.a', 'module.b']);
});

test('takes all resources of the modules, but what Terraform forgets', () => {
  for (const state of ['registry', 'recipe', 'registry-later']) {
    const resources = stateOf(state);
    const { found } = only(resources);
    const rest = resources.filter((one) => !found.taken.some((taken) => taken.resource === one));
    expect(rest).toEqual(found.left.map((left) => left.resource));
    expect(new Set(found.taken.map(({ to }) => to)).size).toBe(found.taken.length);
  }
});

test('a module at the root whose state holds more is not moved', () => {
  const resources = stateOf('registry').map((one) => ({ ...one, module: '', address: `${one.type}.${one.name}` }));
  const bucket = resource('aws_s3_bucket.results', {});
  const refused = (all: readonly Resource[]) => {
    const { found, workers } = only(all);
    return verdictsOn(found, workers, all)[0]?.refused;
  };
  expect(refused(resources)).toBeUndefined();
  expect(refused([...resources, bucket])).toBe(
    'the state also holds, and the new stack would delete: aws_s3_bucket.results',
  );
});

test('of other Terraform takes what the worker alone uses, and refers to the rest', () => {
  const { found } = only(OWN);
  expect(found.origin).toBeUndefined();
  expect(found.taken.map(({ to, resource: { address } }) => [address, to])).toEqual([
    ['aws_ecs_service.worker', 'aws_ecs_service.prefect_worker_service'],
    ['aws_ecs_task_definition.worker', 'aws_ecs_task_definition.prefect_worker_task_definition'],
    ['aws_ecs_cluster.main', 'aws_ecs_cluster.prefect_worker_cluster'],
    ['aws_cloudwatch_log_group.log', 'aws_cloudwatch_log_group.prefect_worker_log_group'],
    ['aws_security_group.worker', 'aws_security_group.prefect_worker'],
    ['the egress of aws_security_group.worker', 'aws_security_group_rule.network_outbound'],
  ]);
  expect(found.left.map((left) => left.resource.address)).toEqual(['aws_iam_role.task']);
});

test('describes other Terraform by the fields of a stack file', () => {
  const { fields, notTaken } = only(OWN).described;
  expect(fields).toEqual({
    preset: 'reference',
    region: 'eu-west-1',
    name: 'etl-worker',
    prefect: { api_url: 'https://prefect.example.com/api', auth: 'api_key' },
    worker_work_pool_name: 'etl',
    vpc_id: 'vpc-1',
    worker_subnets: ['subnet-1', 'subnet-2'],
    worker_image: 'prefect:3',
    worker_extra_pip_packages: '',
    worker_cpu: 512,
    worker_memory: 1024,
    worker_desired_count: 2,
    worker_log_retention_in_days: 14,
    worker_task_role_arn: 'arn:aws:iam::111122223333:role/task',
    aws: { account_id: '111122223333' },
    api_key: { secret_arn: SECRET },
    roles: { execution: { existing: 'arn:aws:iam::111122223333:role/execution' } },
    logs: { stream_prefix: 'etl' },
    worker: { environment: { LOG_LEVEL: 'DEBUG' } },
    names: {
      ...{ service: 'etl-worker', task_family: 'etl', cluster: 'data', log_group: '/ecs/etl', security_group: 'etl' },
      container: 'main',
    },
    overrides: { 'aws_security_group.prefect_worker': { description: 'ours' } },
  });
  expect(notTaken).toEqual([expect.stringContaining('DB_PASSWORD')]);
  expect(JSON.stringify([fields, notTaken])).not.toContain('hunter2');
});

test('takes volumes, storage and secrets of the task', () => {
  const container = {
    ...CONTAINER,
    mountPoints: [
      { sourceVolume: 'data', containerPath: '/data', readOnly: true },
      { sourceVolume: 'scratch', containerPath: '/tmp/scratch' },
    ],
    secrets: [
      ...CONTAINER.secrets,
      { name: 'A', valueFrom: `${SECRET}:key::` },
      { name: 'B', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/team/b' },
      { name: 'C', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/c' },
      { name: 'D', valueFrom: 'd' },
    ],
  };
  const { fields, notTaken } = only(
    changed('aws_ecs_task_definition.worker', {
      ephemeral_storage: [{ size_in_gib: 50 }],
      container_definitions: JSON.stringify([{ name: 'log' }, container]),
      volume: [
        {
          name: 'data',
          host_path: '',
          efs_volume_configuration: [
            {
              file_system_id: 'fs-0123456789abcdef0',
              root_directory: '/',
              transit_encryption: 'ENABLED',
              transit_encryption_port: 0,
              authorization_config: [{ access_point_id: 'fsap-0123456789abcdef0', iam: 'ENABLED' }],
            },
          ],
        },
        { name: 'scratch', host_path: '', efs_volume_configuration: [] },
        { name: 'of-the-log', host_path: '', efs_volume_configuration: [] },
      ],
    }),
  ).described;
  expect(fields['worker']).toEqual({
    environment: { LOG_LEVEL: 'DEBUG' },
    ephemeral_storage: 50,
    secrets: {
      A: { secret_arn: SECRET, json_key: 'key' },
      B: { ssm_parameter: '/team/b' },
      C: { ssm_parameter: 'c' },
      D: { ssm_parameter: 'd' },
    },
    volumes: {
      data: {
        container_path: '/data',
        read_only: true,
        efs: { file_system_id: 'fs-0123456789abcdef0', access_point_id: 'fsap-0123456789abcdef0' },
      },
      scratch: { container_path: '/tmp/scratch' },
    },
  });
  expect(notTaken).toContain('the container log beside the worker: use worker.sidecars');
});

test('takes the scaling of the service, and actions at fixed times', () => {
  const of = {
    service_namespace: 'ecs',
    resource_id: 'service/data/etl-worker',
    scalable_dimension: 'ecs:service:DesiredCount',
  };
  const tracking = (metric: string) => ({
    target_value: 60,
    scale_in_cooldown: 300,
    scale_out_cooldown: 0,
    predefined_metric_specification: [{ predefined_metric_type: metric }],
  });
  const { found, described } = only([
    ...OWN,
    resource('aws_appautoscaling_target.worker', { ...of, min_capacity: 1, max_capacity: 4 }),
    resource('aws_appautoscaling_policy.memory', {
      ...of,
      name: 'memory',
      target_tracking_scaling_policy_configuration: [tracking('ECSServiceAverageMemoryUtilization')],
    }),
    resource('aws_appautoscaling_scheduled_action.night', {
      ...{ ...of, name: 'night', schedule: 'cron(0 20 * * ? *)', timezone: 'Europe/Zurich' },
      scalable_target_action: [{ min_capacity: '0', max_capacity: '' }],
    }),
  ]);
  expect(described.fields['service']).toEqual({
    autoscaling: { min: 1, max: 4, memory: 60, scale_in_cooldown: 300 },
    schedule: { night: { schedule: 'cron(0 20 * * ? *)', timezone: 'Europe/Zurich', min: 0 } },
  });
  expect(described.fields['overrides']).toMatchObject({
    'aws_appautoscaling_policy.prefect_worker_memory': { name: 'memory' },
  });
  expect(found.taken.map(({ to }) => to)).toEqual(
    expect.arrayContaining([
      'aws_appautoscaling_target.prefect_worker',
      'aws_appautoscaling_policy.prefect_worker_memory',
    ]),
  );
});

test('keeps the times of each policy, and the first and the last day of an action', () => {
  const of = { service_namespace: 'ecs', resource_id: 'service/data/etl-worker', scalable_dimension: 'a' };
  const tracking = (metric: string, scale_in_cooldown: number) => ({
    ...{ ...of, name: metric },
    target_tracking_scaling_policy_configuration: [
      {
        ...{ target_value: 60, scale_in_cooldown, scale_out_cooldown: 30 },
        predefined_metric_specification: [{ predefined_metric_type: `ECSServiceAverage${metric}Utilization` }],
      },
    ],
  });
  const days = { start_time: '2027-01-01T00:00:00Z', end_time: '2027-12-31T00:00:00Z' };
  const action = { ...of, name: 'night', schedule: 'rate(1 day)', scalable_target_action: [{ max_capacity: 1 }] };
  const { found, described } = only([
    ...OWN,
    resource('aws_appautoscaling_target.worker', { ...of, min_capacity: 1, max_capacity: 4 }),
    resource('aws_appautoscaling_policy.cpu', tracking('CPU', 300)),
    resource('aws_appautoscaling_policy.memory', tracking('Memory', 600)),
    resource('aws_appautoscaling_scheduled_action.night', { ...action, ...days }),
  ]);
  expect(described.fields['overrides']).toMatchObject({
    'aws_appautoscaling_policy.prefect_worker_cpu': { name: 'CPU' },
    'aws_appautoscaling_policy.prefect_worker_memory': {
      name: 'Memory',
      target_tracking_scaling_policy_configuration: { scale_in_cooldown: 600 },
    },
    'aws_appautoscaling_scheduled_action.prefect_worker_night': days,
  });
  // The old configuration must not delete it.
  expect(oldConfiguration(found, 'import', 'etl')).toContain(
    'terraform state rm aws_appautoscaling_scheduled_action.night',
  );
});

test('a cluster keeps its capacity providers and its default strategy', () => {
  const providers = resource('aws_ecs_cluster_capacity_providers.main', {
    ...{ id: 'data', cluster_name: 'data', capacity_providers: ['FARGATE', 'FARGATE_SPOT', 'batch'] },
    default_capacity_provider_strategy: [
      { capacity_provider: 'FARGATE', base: 1, weight: 1 },
      { capacity_provider: 'FARGATE_SPOT', base: 0, weight: 3 },
    ],
  });
  const { found, described } = only([...OWN, providers]);
  const environment = environmentOf({ cluster: described.fields['cluster'] });
  expect(environment.cluster).toMatchObject({
    capacityProviders: ['FARGATE_SPOT', 'batch'],
    defaultStrategy: [
      { capacityProvider: 'FARGATE', base: 1, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 3 },
    ],
  });
  expect(imports(found)).toContainEqual(
    expect.objectContaining({
      id: 'data',
      to: 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
    }),
  );
});

test('a cluster in which another service runs stays', () => {
  const other = resource('aws_ecs_service.web', { name: 'web', cluster: `${ARN}:cluster/data` });
  const { found, described } = only([...OWN, other]);
  expect(found.left[0]).toMatchObject({
    resource: { address: 'aws_ecs_cluster.main' },
    because: 'other services run in it',
  });
  expect(described.fields['cluster']).toEqual({ existing: 'data' });
});

test('a group, a log group and a secret that other services use stay, and are referred to', () => {
  const network = [{ subnets: ['subnet-1'], security_groups: ['sg-1'] }];
  const others = [
    resource('aws_ecs_service.server', {
      name: 'server',
      cluster: `${ARN}:cluster/other`,
      network_configuration: network,
    }),
    resource('aws_ecs_task_definition.server', {
      ...{ arn: `${ARN}:task-definition/server:1`, family: 'server' },
      container_definitions: JSON.stringify([{ ...CONTAINER, command: ['prefect', 'server', 'start'] }]),
    }),
    resource('aws_secretsmanager_secret.key', { arn: SECRET, name: 'prefect' }),
  ];
  const { found, described } = only([...OWN, ...others]);
  expect(found.taken.map(({ to }) => to)).toEqual([
    'aws_ecs_service.prefect_worker_service',
    'aws_ecs_task_definition.prefect_worker_task_definition',
    'aws_ecs_cluster.prefect_worker_cluster',
  ]);
  expect(found.left.map(({ resource: { address }, because }) => [address, because])).toEqual([
    ['aws_iam_role.task', 'its permissions stay as they are'],
    ['aws_security_group.worker', 'its rules stay as they are'],
    ['aws_cloudwatch_log_group.log', 'other tasks use it too'],
    ['aws_secretsmanager_secret.key', 'other tasks use it too'],
  ]);
  expect(described.fields).toMatchObject({
    logs: { group: 'existing', name: '/ecs/etl' },
    api_key: { secret_arn: SECRET },
    network: { create_security_group: false, security_groups: ['sg-1'] },
  });
});

test.each([
  ['a port of its own', [{ protocol: 'tcp', from_port: 5432, to_port: 5432, cidr_blocks: ['10.0.0.0/8'] }]],
  ['addresses of IPv6', [{ protocol: '-1', cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: ['::/0'] }]],
  ['no egress', []],
])('a group with %s stays as it is', (_, egress) => {
  const { found, described } = only(changed('aws_security_group.worker', { egress }));
  expect(found.taken.map(({ to }) => to).filter((to) => to.startsWith('aws_security_group'))).toEqual([]);
  expect(described.fields).toMatchObject({
    vpc_id: 'vpc-1',
    network: { create_security_group: false, security_groups: ['sg-1'] },
  });
});

test.each<[string, object, object]>([
  [
    'a strategy',
    { capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }] },
    { capacity: { type: 'provider', provider: 'FARGATE' } },
  ],
  ['ECS Exec', { enable_execute_command: true }, { service: { enable_execute_command: true } }],
  [
    'a circuit breaker',
    { deployment_circuit_breaker: [{ enable: true, rollback: true }] },
    { service: { deployment_circuit_breaker: { enable: true, rollback: true } } },
  ],
])('takes %s of the service', (_, values, fields) => {
  expect(only(changed('aws_ecs_service.worker', values)).described.fields).toMatchObject(fields);
});

test.each<[string, object[], object, object]>([
  [
    'Spot beside on demand',
    [
      { capacity_provider: 'FARGATE_SPOT', weight: 3, base: 0 },
      { capacity_provider: 'FARGATE', weight: 1, base: 1 },
    ],
    { type: 'fargate_spot', base: 1, on_demand_weight: 1, spot_weight: 3 },
    {},
  ],
  ['Spot alone', [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }], { type: 'fargate_spot' }, {}],
  [
    'a weight of its own',
    [{ capacity_provider: 'FARGATE', weight: 100, base: 2 }],
    { type: 'provider', provider: 'FARGATE' },
    { capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 100, base: 2 }] },
  ],
  [
    'a base that leaves nothing to Spot',
    [
      { capacity_provider: 'FARGATE', base: 2 },
      { capacity_provider: 'FARGATE_SPOT', weight: 1 },
    ],
    { type: 'provider', provider: 'FARGATE' },
    {
      capacity_provider_strategy: [
        { capacity_provider: 'FARGATE', weight: 0, base: 2 },
        { capacity_provider: 'FARGATE_SPOT', weight: 1 },
      ],
    },
  ],
])('a strategy with %s stays', (_, capacity_provider_strategy, capacity, kept) => {
  const { fields } = only(changed('aws_ecs_service.worker', { launch_type: '', capacity_provider_strategy })).described;
  expect(fields['capacity']).toEqual(capacity);
  const { 'aws_ecs_service.prefect_worker_service': service = {} } = fields['overrides'] as Record<string, object>;
  expect(service).toEqual(kept);
});

test('what a service has beside a worker stays, without what a state has besides', () => {
  const { fields } = only(
    changed('aws_ecs_service.worker', {
      ...{
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
        health_check_grace_period_seconds: 60,
      },
      ...{ platform_version: '1.4.0', availability_zone_rebalancing: 'ENABLED', wait_for_steady_state: true },
      load_balancer: [{ target_group_arn: 'arn:a', container_name: 'main', container_port: 8080, elb_name: '' }],
      service_connect_configuration: [{ enabled: true, namespace: 'internal', log_configuration: [], service: [] }],
      ...{ service_registries: [], placement_constraints: null, volume_configuration: [] },
    }),
  ).described;
  expect(fields['service']).toEqual({
    deployment_minimum_healthy_percent: 0,
    deployment_maximum_percent: 100,
    availability_zone_rebalancing: 'ENABLED',
    wait_for_steady_state: true,
    health_check_grace_period_seconds: 60,
    platform_version: '1.4.0',
    service_connect: { namespace: 'internal' },
  });
  expect(fields['overrides']).toMatchObject({
    'aws_ecs_service.prefect_worker_service': {
      load_balancer: [{ target_group_arn: 'arn:a', container_name: 'main', container_port: 8080 }],
    },
  });
});

test('a server of Service Connect stays as a block', () => {
  const connect = {
    ...{ enabled: true, namespace: 'internal', log_configuration: [] },
    service: [{ port_name: 'http', discovery_name: '', timeout: [], client_alias: [{ port: 80, dns_name: 'a' }] }],
  };
  const { fields } = only(changed('aws_ecs_service.worker', { service_connect_configuration: [connect] })).described;
  expect(fields['service']).toBeUndefined();
  expect(fields['overrides']).toMatchObject({
    'aws_ecs_service.prefect_worker_service': {
      service_connect_configuration: [
        {
          enabled: true,
          namespace: 'internal',
          service: [{ port_name: 'http', client_alias: [{ port: 80, dns_name: 'a' }] }],
        },
      ],
    },
  });
});

test('a log group keeps its key and its class, which replaces the group with its logs', () => {
  const own = {
    kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/a',
    log_group_class: 'INFREQUENT_ACCESS',
    skip_destroy: true,
  };
  expect(only(changed('aws_cloudwatch_log_group.log', own)).described.fields['logs']).toEqual({
    ...{ stream_prefix: 'etl', kms_key: own.kms_key_id, class: 'INFREQUENT_ACCESS', skip_destroy: true },
  });
});

test('tags of everything that is taken over are tags of the stack, others stay where they are', () => {
  const tagged = OWN.map((one) => {
    const tags = {
      Team: 'data',
      'aws:cloudformation:stack-name': 'etl',
      ...(one.type === 'aws_ecs_cluster' && { Tier: '$' + '{a}' }),
    };
    return { ...one, values: { ...one.values, tags: null, tags_all: tags } };
  });
  const { fields } = only(tagged).described;
  expect(fields['tags']).toEqual({ Team: 'data' });
  expect(fields['overrides']).toMatchObject({
    'aws_ecs_cluster.prefect_worker_cluster': { tags: { Tier: '$$' + '{a}' } },
  });
});

const commandOf = (fields: object) =>
  changed('aws_ecs_task_definition.worker', { container_definitions: JSON.stringify([{ ...CONTAINER, ...fields }]) });

test('a command that does more than to start a worker stays as it is, with its check', () => {
  const command = ['sh', '-c', 'pip install x && exec prefect worker start --pool etl --limit 5'];
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health'], interval: 30, startPeriod: 60 };
  const { fields, notTaken } = only(commandOf({ command, healthCheck })).described;
  expect(fields['worker']).toMatchObject({
    command,
    health_check: { command: healthCheck.command, interval: 30, start_period: 60 },
  });
  expect(fields['prefect']).toEqual({ api_url: 'https://prefect.example.com/api', auth: 'api_key' });
  expect(notTaken).toEqual([expect.stringContaining('DB_PASSWORD')]);
});

test('a command with a secret in it is not repeated', () => {
  const command = ['sh', '-c', 'export X=https://user:hunter2@example.com; prefect worker start --pool etl'];
  const { described } = only(commandOf({ command, dockerLabels: { a: 'https://user:hunter2@example.com' } }));
  expect(described.notTaken).toEqual(
    expect.arrayContaining([
      'the command of the container: it looks like it holds a secret',
      'dockerLabels of the container: it looks like it holds a secret',
    ]),
  );
  expect(JSON.stringify(described)).not.toContain('hunter2');
});

test('other settings of the container stay, under their names in AWS', () => {
  const own = {
    ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }],
    user: '1000',
    stopTimeout: 90,
    portMappings: [{ containerPort: 8080 }],
    linuxParameters: { capabilities: { add: [], drop: ['ALL'] } },
  };
  const options = { ...CONTAINER.logConfiguration.options, 'awslogs-region': 'eu-west-1', mode: 'non-blocking' };
  const ofEcs = {
    cpu: 512,
    memory: 1024,
    memoryReservation: 512,
    essential: true,
    systemControls: [],
    privileged: false,
  };
  const { fields } = only(
    commandOf({ ...own, ...ofEcs, logConfiguration: { logDriver: 'awslogs', options } }),
  ).described;
  expect(fields['worker']).toEqual({
    ...{ attributes: own, environment: { LOG_LEVEL: 'DEBUG' } },
    log_configuration: { options: { mode: 'non-blocking' } },
  });
});

test('a secret of another version, region or account stays that one', () => {
  const other = 'arn:aws:ssm:us-west-2:444455556666:parameter/shared/token';
  const secrets = [
    { name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:key:AWSPREVIOUS:` },
    { name: 'A', valueFrom: `${SECRET}2:::5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62` },
    { name: 'B', valueFrom: other },
  ];
  const { fields } = only(commandOf({ secrets })).described;
  expect(fields['api_key']).toEqual({ secret_arn: SECRET, json_key: 'key', version_stage: 'AWSPREVIOUS' });
  expect(fields['worker']).toMatchObject({
    secrets: {
      A: { secret_arn: `${SECRET}2`, version_id: '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62' },
      B: { ssm_parameter: other },
    },
  });
});

const STORED = [
  resource('aws_secretsmanager_secret.key', { id: SECRET, arn: SECRET, name: 'prefect' }),
  resource('aws_secretsmanager_secret_version.key', { secret_id: SECRET, version_id: 'v1' }),
];

test('a secret that holds the key alone is taken over with its version', () => {
  const { found } = only([...OWN, ...STORED]);
  expect(imports(found)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ to: 'aws_secretsmanager_secret.prefect_api_key', id: SECRET }),
      expect.objectContaining({ to: 'aws_secretsmanager_secret_version.prefect_api_key_version', id: `${SECRET}|v1` }),
    ]),
  );
});

test.each<[string, readonly Resource[], object, string[]]>([
  ['taken over', STORED, {}, ['var.prefect_api_key']],
  ['referred to', [], { api_key: { secret_arn: SECRET } }, []],
])('the plan asks for the key where its secret is %s', (_, stored, fields, asked) => {
  const { found, workers } = only([...OWN, ...stored]);
  const adoption = adoptionOf(found, workers, { resources: OWN, isState: true });
  expect(
    outcomeOf(adoption, environmentOf({ preset: 'reference', ...fields })).asked.map(({ address }) => address),
  ).toEqual(asked);
});

test.each<[string, object[]]>([
  ['under a key', [{ name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:api_key::` }]],
  ['beside another value', [...CONTAINER.secrets, { name: 'DB', valueFrom: `${SECRET}:db::` }]],
])('a secret that holds the key %s stays: a stack would write over the rest of it', (_, secrets) => {
  const { found, described } = only([...commandOf({ secrets }), ...STORED]);
  expect(found.taken.filter(({ to }) => to.startsWith('aws_secretsmanager'))).toEqual([]);
  expect(found.left.map(({ resource: { address }, because }) => [address, because])).toContainEqual([
    'aws_secretsmanager_secret.key',
    'it holds more than the key',
  ]);
  expect(described.fields['api_key']).toMatchObject({ secret_arn: SECRET });
});

test('the health check stays, also where the stack has a command of its own', () => {
  const healthCheck = { command: ['CMD', 'check'], interval: 15, timeout: 3, retries: 5, startPeriod: 45 };
  expect(only(commandOf({ healthCheck })).described.fields['worker']).toMatchObject({
    health_check: { command: ['CMD', 'check'], interval: 15, timeout: 3, retries: 5, start_period: 45 },
  });
});

test('an entry point stays with its command: the image may have another one', () => {
  const own = { entryPoint: ['tini', '--', 'prefect'], command: ['worker', 'start', '--pool', 'etl', '-q', 'a'] };
  const { fields } = only(commandOf(own)).described;
  expect(fields['worker']).toMatchObject({ entry_point: own.entryPoint, command: own.command });
  expect(fields['prefect']).not.toHaveProperty('work_queues');
});

test('says that a worker without --type has the type of its pool', () => {
  const { notTaken } = only(commandOf({ command: ['prefect', 'worker', 'start', '--pool', 'my pool'] })).described;
  expect(notTaken).toContainEqual(expect.stringContaining("prefect work-pool inspect 'my pool' shows it"));
});

test('a file system that is mounted twice in a container is two volumes', () => {
  const mounts = (source: string) => [
    { sourceVolume: source, containerPath: '/a' },
    { sourceVolume: source, containerPath: '/b', readOnly: true },
  ];
  const beside = { name: 'agent', image: 'agent:7', mountPoints: mounts('shared') };
  const efs = { file_system_id: 'fs-0123456789abcdef0', transit_encryption: 'ENABLED' };
  const { fields, notTaken } = only(
    changed('aws_ecs_task_definition.worker', {
      container_definitions: JSON.stringify([{ ...CONTAINER, mountPoints: mounts('scratch') }, beside]),
      volume: [{ name: 'shared', efs_volume_configuration: [efs] }, { name: 'scratch' }],
    }),
  ).described;
  const shared = { efs: { file_system_id: 'fs-0123456789abcdef0', iam: false } };
  expect(fields['worker']).toMatchObject({
    volumes: {
      ...{ shared, 'shared-mount-2': shared },
      ...{ scratch: { container_path: '/a' }, 'scratch-mount-2': { container_path: '/b', read_only: true } },
    },
    sidecars: {
      agent: {
        mounts: { shared: { container_path: '/a' }, 'shared-mount-2': { container_path: '/b', read_only: true } },
      },
    },
  });
  const said = notTaken.filter((one) => one.startsWith('the mount'));
  expect(said).toEqual([expect.stringContaining('of the volume scratch at /b in the container main')]);
});

const log = (group: string, prefix: string) => ({
  logDriver: 'awslogs',
  options: { 'awslogs-group': group, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': prefix },
});

/** A log router and an agent, as an account has them. */
const BESIDE = [
  {
    ...{ name: 'router', image: 'aws-for-fluent-bit:2', cpu: 0, essential: true, user: '0', environment: [] },
    firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
    logConfiguration: log('/ecs/router', 'router'),
    memoryReservation: 50,
    mountPoints: [],
  },
  {
    ...{ name: 'agent', image: 'agent:7', cpu: 64, memory: 256, essential: false, command: ['run'], entryPoint: [] },
    environment: [
      { name: 'SITE', value: 'eu' },
      { name: 'AGENT_TOKEN', value: 'hunter2' },
    ],
    secrets: [{ name: 'API_KEY', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/team/agent' }],
    dependsOn: [{ containerName: 'main', condition: 'START' }],
    healthCheck: { command: ['CMD', 'agent', 'health'], interval: 30, timeout: 5, retries: 3 },
    portMappings: [{ containerPort: 8126, hostPort: 8126, protocol: 'tcp' }],
    mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared' }],
  },
];

const withBeside = (main: object, beside: readonly object[] = BESIDE) =>
  changed('aws_ecs_task_definition.worker', {
    container_definitions: JSON.stringify([...beside, { ...CONTAINER, ...main }]),
    volume: [{ name: 'shared', host_path: '' }],
  });

test('takes the containers beside the worker, and its log router', () => {
  const { found, described } = only([
    ...withBeside({
      ...{ cpu: 256, memory: 512, dependsOn: [{ containerName: 'router', condition: 'START' }] },
      logConfiguration: {
        logDriver: 'awsfirelens',
        options: { Name: 'cloudwatch', log_group_name: '/ecs/etl' },
        secretOptions: [{ name: 'Header', valueFrom: `${SECRET}:header::` }],
      },
    }),
    resource('aws_cloudwatch_log_group.router', { name: '/ecs/router', retention_in_days: 7 }),
  ]);
  const { fields, notTaken } = described;
  expect(fields['worker']).toEqual({
    attributes: { cpu: 256, memory: 512 },
    environment: { LOG_LEVEL: 'DEBUG' },
    depends_on: { router: 'START' },
    log_configuration: {
      log_driver: 'awsfirelens',
      options: { Name: 'cloudwatch', log_group_name: '/ecs/etl' },
      secret_options: { Header: { secret_arn: SECRET, json_key: 'header' } },
    },
    sidecars: {
      router: {
        ...{ image: 'aws-for-fluent-bit:2', essential: true, memory_reservation: 50, attributes: { user: '0' } },
        firelens_configuration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
        log_configuration: { log_driver: 'awslogs', options: log('/ecs/router', 'router').options },
      },
      agent: {
        ...{ image: 'agent:7', command: ['run'], cpu: 64, memory: 256, environment: { SITE: 'eu' } },
        secrets: { API_KEY: { ssm_parameter: '/team/agent' } },
        depends_on: { worker: 'START' },
        health_check: { command: ['CMD', 'agent', 'health'], interval: 30, timeout: 5, retries: 3 },
        mounts: { shared: { container_path: '/shared' } },
        log_configuration: 'none',
        attributes: { portMappings: [{ containerPort: 8126, hostPort: 8126, protocol: 'tcp' }] },
      },
    },
    volumes: { shared: {} },
  });
  expect(fields['logs']).toEqual({ group: 'none' });
  expect(notTaken).toEqual([
    expect.stringContaining('DB_PASSWORD'),
    'the variable AGENT_TOKEN of the container agent: it looks like a secret; use worker.sidecars.agent.secrets',
  ]);
  expect(JSON.stringify(described)).not.toContain('hunter2');
  expect(found.left.map(({ resource: { address } }) => address)).toContain('aws_cloudwatch_log_group.router');
  const { worker, logs } = fields;
  expect(() => environmentOf({ worker, logs, worker_cpu: 512, worker_memory: 1024 })).not.toThrow();
});

test('a container beside the worker that writes to its log group has no log of its own', () => {
  const sidecar = (options: object) => {
    const beside = { name: 'agent', image: 'agent:7', logConfiguration: { logDriver: 'awslogs', options } };
    const { worker } = only(withBeside({}, [beside])).described.fields as { worker: { sidecars: { agent: object } } };
    return worker.sidecars.agent;
  };
  const shared = { ...CONTAINER.logConfiguration.options, 'awslogs-region': 'eu-west-1' };
  const base = { image: 'agent:7', essential: true };
  expect(sidecar(shared)).toEqual(base);
  expect(sidecar({ ...shared, mode: 'non-blocking' })).toEqual({
    ...base,
    log_configuration: { options: { mode: 'non-blocking' } },
  });
  const other = { ...shared, 'awslogs-stream-prefix': 'agent' };
  expect(sidecar(other)).toEqual({ ...base, log_configuration: { log_driver: 'awslogs', options: other } });
});

test('repeats no secret of a container beside the worker', () => {
  const secret = 'https://user:hunter2@example.com';
  const beside = [
    {
      ...{ name: 'agent', image: 'agent:7', command: ['run', secret], dockerLabels: { a: secret } },
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://x', 'splunk-token': 'hunter2' } },
    },
    { name: 'no image' },
  ];
  const { described } = only(withBeside({}, beside));
  expect(JSON.stringify(described)).not.toContain('hunter2');
  expect(described.notTaken.slice(1)).toEqual([
    'the container no image beside the worker: use worker.sidecars',
    'the command of the container agent: it looks like it holds a secret',
    'dockerLabels of the container agent: it looks like it holds a secret',
    'the log driver splunk: its options look like they hold a secret; use worker.sidecars.agent.log_configuration',
  ]);
});

test('two workers in one module are named by their services, and neither is the module', () => {
  const resources = stateOf('registry');
  const other = resources
    .filter(({ type }) => type === 'aws_ecs_service')
    .map((one) => ({ ...one, name: 'other', address: one.address.replace(/[^.]+$/, 'other') }));
  const found = workersAmong([...resources, ...other]);
  expect(found.map(({ address, origin }) => [address, origin])).toEqual([
    ['module.prefect_ecs_worker.aws_ecs_service.prefect_worker_service', undefined],
    ['module.prefect_ecs_worker.aws_ecs_service.other', undefined],
  ]);
});

test.each<[string, Partial<Resource>, RegExp]>([
  ['is tainted', { isTainted: true }, /would replace .*aws_ecs_service.*, which is tainted: terraform untaint it/],
  ['has a former object', { isDeposed: true }, /would delete a former object of .*aws_ecs_service/],
])('a module whose service %s comes into a state of its own only', (_, flag, because) => {
  const resources = stateOf('registry').map((one) => (one.type === 'aws_ecs_service' ? { ...one, ...flag } : one));
  const { found, workers } = only(resources);
  const verdicts = verdictsOn(found, workers, resources);
  expect(verdicts.filter(({ refused }) => refused === undefined).map(({ way }) => way)).toEqual(['import']);
  expect(verdicts.find(({ way }) => way === 'moved')?.refused).toMatch(because);
});

test('a module whose key no moved block can name is imported', () => {
  const rename = (text: string) => text.replace('module.prefect_ecs_worker', 'module.a["it is \\"b\\""]');
  const resources = stateOf('registry').map((one) => ({
    ...one,
    module: rename(one.module),
    address: rename(one.address),
  }));
  const { found, workers } = only(resources);
  expect(verdictsOn(found, workers, resources)[0]?.refused).toContain('a moved block cannot name the module');
  expect(adoptionOf(found, workers, { resources, isState: true }).way).toBe('import');
});

test('a module with another provider is moved, unless Terraform is to forget a part of it', () => {
  const under = (provider: string, state: string) => {
    const stored = readFileSync(resolve('test', 'adopt', 'states', `${state}.json`), 'utf8');
    const text = stored.replaceAll(/"provider\[[^\]]*\]"/g, JSON.stringify(provider));
    const resources = resourcesInState(JSON.parse(text)) ?? [];
    const { found, workers } = only(resources);
    return verdictsOn(found, workers, resources)[0]?.refused;
  };
  const aws = 'provider["registry.terraform.io/hashicorp/aws"]';
  expect([
    under(`${aws}.eu`, 'registry'),
    under(aws, 'registry-later'),
    under('provider.aws', 'registry-later'),
  ]).toEqual([undefined, undefined, undefined]);
  for (const other of [`${aws}.eu`, `module.platform.${aws}`, 'provider.aws.eu']) {
    expect(under(other, 'registry-later')).toContain(`no stack has its provider ${other}`);
  }
});

test('of a state as terraform show prints it, whose provider it does not say, the text says what could fail', () => {
  const textOf = (flag: Partial<Resource>, state = 'registry-later') => {
    const resources = stateOf(state).map((one) => ({ ...one, ...flag }));
    return oldConfiguration(only(resources).found, 'moved', 'prod');
  };
  const said = 'has an alias, which terraform show -json does not say: then adopt what terraform state pull writes';
  expect(textOf({ isShown: true })).toContain(said);
  expect([textOf({}), textOf({ isShown: true }, 'registry')].join()).not.toContain(said);
});

test('generated/module takes the place of a module only where it has an input for everything', () => {
  const resources = stateOf('registry');
  const own = resources.map((one) =>
    one.type === 'aws_cloudwatch_log_group' ? { ...one, values: { ...one.values, kms_key_id: 'arn:aws:kms:a' } } : one,
  );
  const refusedOf = (all: readonly Resource[]) => {
    const { found, workers } = only(all);
    return adoptionOf(found, workers, { resources: all, isState: true }).ways.find(({ way }) => way === 'module')
      ?.refused;
  };
  expect([refusedOf(resources), refusedOf(own)]).toEqual([undefined, 'generated/module has no input for logs']);
});

test.each([
  ['the launch type EC2', { launch_type: 'EC2' }],
  ['the scheduling strategy DAEMON', { scheduling_strategy: 'DAEMON' }],
  ['the deployment controller CODE_DEPLOY', { deployment_controller: [{ type: 'CODE_DEPLOY' }] }],
])('no way is safe for a service with %s, which would be replaced', (what, values) => {
  const resources = changed('aws_ecs_service.worker', values);
  const { found, workers } = only(resources);
  const verdicts = verdictsOn(found, workers, resources);
  expect(verdicts.filter(({ refused }) => refused === undefined)).toEqual([]);
  expect(verdicts.find(({ way }) => way === 'import')?.refused).toContain(`with ${what}: it would be replaced`);
});

test('leaves the number of tasks to what scales them', () => {
  const target = resource('aws_appautoscaling_target.a', { resource_id: 'service/data/etl-worker' });
  expect(only([...OWN, target]).described.fields['service']).toEqual({ ignore: ['desired_count'] });
});

test('names version 6 of the provider where the state was written by it', () => {
  const { fields } = only(changed('aws_ecs_task_definition.worker', { region: 'eu-west-1' })).described;
  expect(fields['aws']).toEqual({ account_id: '111122223333', provider_version: 6 });
});

test('a service that runs something else is no worker', () => {
  const web = [{ ...CONTAINER, command: ['nginx'] }];
  expect(
    workersAmong(changed('aws_ecs_task_definition.worker', { container_definitions: JSON.stringify(web) })),
  ).toEqual([]);
});

const fieldsOf = (resources: readonly Resource[], lookedUp: readonly Resource[] = []) => {
  const [found] = workersAmong(resources);
  return describedAs(found as NonNullable<typeof found>, resources, lookedUp).fields;
};

test.each([
  ['an ARN of a parameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/key', { ssm_parameter: 'key' }],
  ['an ARN of a parameter in a path', 'arn:aws:ssm:eu-west-1:111122223333:parameter/a/b', { ssm_parameter: '/a/b' }],
  ['the name of a parameter', '/team/key', { ssm_parameter: '/team/key' }],
  ['a secret with a key', `${SECRET}:key::`, { secret_arn: SECRET, json_key: 'key' }],
])('takes the credential from %s', (_, valueFrom, expected) => {
  expect(fieldsOf(commandOf({ secrets: [{ name: 'PREFECT_API_KEY', valueFrom }] }))['api_key']).toEqual(expected);
});

test('takes the URL of the API from a secret', () => {
  const secrets = [...CONTAINER.secrets, { name: 'PREFECT_API_URL', valueFrom: '/team/url' }];
  const fields = fieldsOf(commandOf({ environment: [], secrets }));
  expect(fields['prefect']).toEqual({ api_url: { secret: { ssm_parameter: '/team/url' } }, auth: 'api_key' });
  expect(fields['worker']).toBeUndefined();
});

test('shortens a name that does not fit into the names of a stack, and keeps that of the service', () => {
  const name = 'PrefectStack-EcsWorkerFargateServiceD69D759B-v2ZwMUGEqVQm';
  const fields = fieldsOf(changed('aws_ecs_service.worker', { name }));
  expect(fields['names']).toMatchObject({ service: name });
  const { names } = fields;
  expect(environmentOf({ name: fields['name'], names }).inputs.name).toBe('PrefectStack-EcsWorkerFargateServi');
});

test('finds the VPC in what the configuration has looked up', () => {
  const withoutGroup = OWN.filter(({ type }) => type !== 'aws_security_group');
  const subnet = resource('aws_subnet.a', { id: 'subnet-1', vpc_id: 'vpc-2' });
  const subnets = resource('aws_subnets.all', {
    ids: ['subnet-1', 'subnet-2'],
    filter: [{ name: 'vpc-id', values: ['vpc-3'] }],
  });
  const others = resource('aws_subnets.others', { ids: ['subnet-9'], filter: [{ name: 'vpc-id', values: ['vpc-4'] }] });
  const vpcIn = (lookedUp: readonly Resource[]) => fieldsOf(withoutGroup, lookedUp)['vpc_id'];
  expect([vpcIn([subnet]), vpcIn([others, subnets]), vpcIn([others]), vpcIn([])]).toEqual([
    ...['vpc-2', 'vpc-3', undefined, undefined],
  ]);
});

test('takes sizes in vCPU and GB', () => {
  const sizes = (cpu: string, memory: string) => {
    const { worker_cpu, worker_memory } = fieldsOf(changed('aws_ecs_task_definition.worker', { cpu, memory }));
    return [worker_cpu, worker_memory];
  };
  expect([sizes('.5 vCPU', '3GB'), sizes('2 vcpu', '4 GB'), sizes('512', '1024')]).toEqual([
    [512, 3072],
    [2048, 4096],
    [512, 1024],
  ]);
});

test('a log group that the driver creates stays its own', () => {
  const options = { ...CONTAINER.logConfiguration.options, 'awslogs-create-group': 'true' };
  const all = commandOf({ logConfiguration: { logDriver: 'awslogs', options } });
  const withoutGroup = all.filter(({ type }) => type !== 'aws_cloudwatch_log_group');
  expect([fieldsOf(withoutGroup)['logs'], fieldsOf(all)['logs']]).toEqual([
    { group: 'by_driver', name: '/ecs/etl', stream_prefix: 'etl' },
    { stream_prefix: 'etl' },
  ]);
});

test('a cluster keeps the provider of the service, where nothing in the state lists those of the cluster', () => {
  const fields = fieldsOf(
    changed('aws_ecs_service.worker', {
      ...{ launch_type: '', capacity_provider_strategy: [{ capacity_provider: 'instances', base: 0, weight: 1 }] },
    }),
  );
  expect(fields).toMatchObject({
    cluster: { capacity_providers: ['instances'] },
    capacity: { type: 'provider', provider: 'instances' },
  });
  expect(() => environmentOf({ cluster: fields['cluster'], capacity: fields['capacity'] })).not.toThrow();
});

test('a service without a security group keeps the default one of the VPC', () => {
  const network_configuration = [{ subnets: ['subnet-1'], security_groups: [], assign_public_ip: true }];
  expect(fieldsOf(changed('aws_ecs_service.worker', { network_configuration }))['network']).toEqual({
    ...{ assign_public_ip: true, create_security_group: false, default_security_group: true },
  });
});

test('a rule of the newer resource is taken over, and the old configuration lets go of it', () => {
  const rule = resource('aws_vpc_security_group_egress_rule.all', {
    ...{ security_group_id: 'sg-1', ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0', from_port: null, to_port: null },
  });
  const { found } = only([...OWN, rule]);
  const to = 'aws_security_group_rule.network_outbound';
  expect(found.taken.find((one) => one.to === to)?.resource.address).toBe('aws_vpc_security_group_egress_rule.all');
  expect(imports(found)).toContainEqual(expect.objectContaining({ to, id: 'sg-1_egress_all_0_0_0.0.0.0/0' }));
  const narrow = resource('aws_vpc_security_group_egress_rule.db', {
    ...{ security_group_id: 'sg-1', ip_protocol: 'tcp', cidr_ipv4: '10.0.0.0/8', from_port: 5432, to_port: 5432 },
  });
  expect(only([...OWN, narrow]).found.taken.map((one) => one.to)).not.toContain(to);
});

test('blue/green deployments stay, and volumes that no stack has are named', () => {
  const deployment_configuration = [{ strategy: 'BLUE_GREEN', bake_time_in_minutes: '5' }];
  const rolling = [{ strategy: 'ROLLING', bake_time_in_minutes: '0' }];
  const overridesWith = (configuration: object[]) =>
    fieldsOf(changed('aws_ecs_service.worker', { deployment_configuration: configuration }))['overrides'];
  expect(overridesWith(deployment_configuration)).toMatchObject({
    'aws_ecs_service.prefect_worker_service': { deployment_configuration },
  });
  // Version 5 of the provider has none.
  const { fields } = only(changed('aws_ecs_service.worker', { deployment_configuration })).described;
  expect(fields['aws']).toMatchObject({ provider_version: 6 });
  expect(overridesWith(rolling)).not.toHaveProperty(['aws_ecs_service.prefect_worker_service']);
  const volume = [{ name: 'd', host_path: '', docker_volume_configuration: [{ scope: 'task' }] }];
  expect(only(changed('aws_ecs_task_definition.worker', { volume })).described.notTaken).toContain(
    'docker_volume_configuration of the volume d: the volume would be empty',
  );
});
