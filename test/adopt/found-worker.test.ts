import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workersAmong } from '../../src/adopt/found-worker';
import { imports } from '../../src/adopt/old-configuration';
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
  command: ['prefect', 'worker', 'start', '--pool', 'etl'],
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

test('takes volumes, storage and secrets of the task, and names the containers beside it', () => {
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
      container_definitions: JSON.stringify([{ name: 'log', image: 'log:1' }, container]),
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

test.each([
  ['the launch type EC2', { launch_type: 'EC2' }],
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
