import { imports, oldConfiguration } from '../../src/adopt/old-configuration';
import { ARN, CONTAINER, changed, OWN, only, resource, SECRET } from '../helpers/adopted-state';
import { environmentOf } from '../helpers/stack-files';

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
