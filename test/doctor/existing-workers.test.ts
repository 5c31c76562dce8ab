import { adoptionOf } from '../../src/adopt/adoption';
import { type FoundWorker, workersAmong } from '../../src/adopt/found-worker';
import { existingWorkers } from '../../src/doctor/existing-workers';
import { type Answers, recordedAws } from '../helpers/recorded-aws';

const IN = 'arn:aws:ecs:us-east-1:111122223333';
const GROUP = 'sg-0123456789abcdef0';

const service = (name: string, fields: object = {}) => ({
  ...{
    serviceName: name,
    serviceArn: `${IN}:service/main/${name}`,
    clusterArn: `${IN}:cluster/main`,
    status: 'ACTIVE',
  },
  ...{ taskDefinition: `${IN}:task-definition/${name}:1`, desiredCount: 2, launchType: 'FARGATE' },
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0123456789abcdef0'], securityGroups: [GROUP], assignPublicIp: 'DISABLED' },
  },
  ...fields,
});

const taskDefinition = ({ taskDefinition: arn }: { taskDefinition: string }, command: readonly string[]) => ({
  taskDefinition: {
    ...{ taskDefinitionArn: arn, family: arn.split(/[/:]/).at(-2), cpu: '512', memory: '1024', networkMode: 'awsvpc' },
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
    containerDefinitions: [
      {
        ...{ name: 'main', image: 'prefecthq/prefect:3-python3.11', command },
        environment: [{ name: 'PREFECT_API_URL', value: 'https://prefect.example.com/api' }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/etl' } },
      },
    ],
  },
  tags: [{ key: 'Team', value: 'data' }],
});

const WORKER = ['prefect', 'worker', 'start', '--pool', 'etl'];

/** A worker named etl, and what a test says. */
const ANSWERS: Answers = {
  ListServices: { serviceArns: [`${IN}:service/main/etl`] },
  DescribeServices: { services: [service('etl', { tags: [{ key: 'Team', value: 'data' }] })] },
  DescribeTaskDefinition: ({ taskDefinition: arn }) =>
    taskDefinition({ taskDefinition: arn }, arn.includes('/web:') ? ['nginx'] : WORKER),
  DescribeLogGroups: {
    logGroups: [
      {
        ...{ logGroupName: '/ecs/etl', logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/etl' },
        ...{ retentionInDays: 14, logGroupClass: 'INFREQUENT_ACCESS' },
      },
      { logGroupName: '/ecs/etl-other', logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/etl-other' },
    ],
  },
  ListTagsForResource: { tags: { Team: 'data' } },
  DescribeSecurityGroups: {
    SecurityGroups: [
      {
        ...{ GroupId: GROUP, GroupName: 'etl', Description: 'ours', VpcId: 'vpc-0123456789abcdef0' },
        IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
        Tags: [
          { Key: 'Team', Value: 'data' },
          { Key: 'Name', Value: 'etl' },
        ],
      },
    ],
  },
  DescribeScalableTargets: { ScalableTargets: [] },
};

async function read(answers: Answers, arn = `${IN}:service/main/etl`) {
  const resources = await existingWorkers(arn, recordedAws({ ...ANSWERS, ...answers }));
  return { resources, workers: workersAmong(resources) };
}

async function adopted(answers: Answers, arn?: string) {
  const { resources, workers } = await read(answers, arn);
  expect(workers).toHaveLength(1);
  return adoptionOf(workers[0] as FoundWorker, workers, { resources, isState: false });
}

test('a service has its log group, its security group and their tags', async () => {
  const { fields, worker } = await adopted({});
  expect(worker.taken.map(({ to }) => to)).toEqual([
    'aws_ecs_service.prefect_worker_service',
    'aws_ecs_task_definition.prefect_worker_task_definition',
    'aws_cloudwatch_log_group.prefect_worker_log_group',
    'aws_security_group.prefect_worker',
    'aws_security_group_rule.network_outbound',
  ]);
  expect(fields).toMatchObject({
    worker_log_retention_in_days: 14,
    logs: { class: 'INFREQUENT_ACCESS' },
    cluster: { existing: 'main' },
    tags: { Team: 'data' },
    overrides: { 'aws_security_group.prefect_worker': { tags: { Name: 'etl' } } },
  });
});

test('a cluster has many services, which AWS lists page by page', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
  const all = [...names, 'etl'];
  const { workers, resources } = await read(
    {
      ListServices: ({ nextToken }) => ({
        serviceArns: all.slice(...(nextToken ? [7] : [0, 7])).map((name) => `${IN}:service/main/${name}`),
        ...(!nextToken && { nextToken: 'next' }),
      }),
      DescribeServices: ({ services }) => {
        expect(services.length).toBeLessThanOrEqual(10);
        return {
          services: services.map((arn: string) => {
            const name = arn.split('/').at(-1) as string;
            return service(name, name === 'etl' ? {} : { taskDefinition: `${IN}:task-definition/web:1` });
          }),
        };
      },
    },
    `${IN}:cluster/main`,
  );
  expect(resources.filter(({ type }) => type === 'aws_ecs_service')).toHaveLength(13);
  expect(resources.filter(({ type }) => type === 'aws_security_group')).toHaveLength(1);
  expect(workers.map(({ address }) => address)).toEqual([`${IN}:service/main/etl`]);
  // The other services are in it, and write to the log group.
  expect(workers[0]?.taken.map(({ to }) => to)).toEqual([
    'aws_ecs_service.prefect_worker_service',
    'aws_ecs_task_definition.prefect_worker_task_definition',
  ]);
});

describe('beside a service that is asked for by itself', () => {
  const beside = (fields: object) => ({
    ListServices: { serviceArns: [`${IN}:service/main/web`, `${IN}:service/main/etl`] },
    DescribeServices: { services: [service('web', fields), service('etl')] },
  });
  const takenBeside = async (fields: object, answers: Answers = {}) =>
    (await adopted({ ...beside(fields), ...answers })).worker.taken.map(({ to }) => to);

  test('another one that shares its log group and its security group leaves both where they are', async () => {
    expect(await takenBeside({})).toEqual([
      'aws_ecs_service.prefect_worker_service',
      'aws_ecs_task_definition.prefect_worker_task_definition',
    ]);
  });

  test('another one that shares neither changes nothing', async () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } };
    const ofWeb = { DescribeTaskDefinition: ({ taskDefinition: arn }: { taskDefinition: string }) => tasksOf(arn) };
    expect(await takenBeside({ networkConfiguration }, ofWeb)).toContain(
      'aws_cloudwatch_log_group.prefect_worker_log_group',
    );
  });

  test('another one of the same revision of a task definition writes to its log group', async () => {
    const fields = { taskDefinition: `${IN}:task-definition/etl:1` };
    expect(await takenBeside(fields)).not.toContain('aws_cloudwatch_log_group.prefect_worker_log_group');
  });

  test('another worker is none that is asked for', async () => {
    const { workers } = await read(beside({ taskDefinition: `${IN}:task-definition/reports:1` }));
    expect(workers.map(({ address }) => address)).toEqual([`${IN}:service/main/etl`]);
  });

  test('others are not read where it does not exist', async () => {
    const { resources } = await read({ DescribeServices: { services: [service('web')] } });
    expect(resources).toEqual([]);
  });

  /** Of the service web, tasks with a log of their own. */
  function tasksOf(arn: string) {
    const text = JSON.stringify(taskDefinition({ taskDefinition: arn }, arn.includes('/web:') ? ['nginx'] : WORKER));
    return JSON.parse(arn.includes('/web:') ? text.replaceAll('/ecs/etl', '/ecs/web') : text);
  }
});

test('two workers of a cluster are told apart by their services', async () => {
  const { workers } = await read(
    {
      ListServices: { serviceArns: ['a', 'b'] },
      DescribeServices: { services: [service('etl'), service('reports')] },
    },
    `${IN}:cluster/main`,
  );
  expect(workers.map(({ address }) => address)).toEqual([`${IN}:service/main/etl`, `${IN}:service/main/reports`]);
});

test('a service is scaled by policies and by the clock', async () => {
  const of = {
    ...{ ServiceNamespace: 'ecs', ResourceId: 'service/main/etl', ScalableDimension: 'ecs:service:DesiredCount' },
    CreationTime: 1_764_000_000,
  };
  const { fields, worker } = await adopted({
    DescribeScalableTargets: {
      ScalableTargets: [{ ...of, MinCapacity: 1, MaxCapacity: 4, RoleARN: 'arn:aws:iam::111122223333:role/scaling' }],
    },
    DescribeScalingPolicies: {
      ScalingPolicies: [
        {
          ...{ ...of, PolicyARN: 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1', PolicyName: 'cpu' },
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            ...{ TargetValue: 60, ScaleInCooldown: 300 },
            PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
          },
        },
        {
          ...{ ...of, PolicyARN: 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:2', PolicyName: 'steps' },
          PolicyType: 'StepScaling',
        },
      ],
    },
    DescribeScheduledActions: {
      ScheduledActions: [
        {
          ...{ ...of, ScheduledActionARN: 'arn:aws:autoscaling:us-east-1:111122223333:scheduledAction:1' },
          ...{ ScheduledActionName: 'night', Schedule: 'cron(0 20 * * ? *)', Timezone: 'Europe/Zurich' },
          ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 },
        },
      ],
    },
  });
  expect(fields['service']).toEqual({
    autoscaling: { min: 1, max: 4, cpu: 60, scale_in_cooldown: 300 },
    schedule: { night: { schedule: 'cron(0 20 * * ? *)', timezone: 'Europe/Zurich', min: 0, max: 0 } },
  });
  expect(worker.left.map(({ resource, because }) => [resource.values['name'], because])).toContainEqual([
    'steps',
    'no stack has such a scaling policy: it stays as it is',
  ]);
});

test.each([['CODE_DEPLOY'], ['EXTERNAL']])('task sets of %s have the task, and no way is safe', async (type) => {
  const { taskDefinition: task, networkConfiguration, launchType, ...rest } = service('etl');
  const taskSet = { status: 'PRIMARY', taskDefinition: task, networkConfiguration, launchType };
  const { ways } = await adopted({
    DescribeServices: { services: [{ ...rest, deploymentController: { type }, taskSets: [taskSet] }] },
  });
  expect(ways.filter(({ refused }) => refused === undefined)).toEqual([]);
  expect(ways.find(({ way }) => way === 'import')?.refused).toContain(`the deployment controller ${type}`);
});

test('a service without a task is none of a worker', async () => {
  const { taskDefinition: _, ...rest } = service('etl');
  expect((await read({ DescribeServices: { services: [rest] } })).workers).toEqual([]);
});

test('tasks without a network interface of their own are not taken over', async () => {
  const { networkConfiguration: _, launchType: __, ...rest } = service('etl');
  const capacityProviderStrategy = [{ capacityProvider: 'instances', weight: 1, base: 0 }];
  const { ways } = await adopted({ DescribeServices: { services: [{ ...rest, capacityProviderStrategy }] } });
  expect(ways.find(({ way }) => way === 'import')?.refused).toContain('have no network interface of their own');
});

test('load balancers, registries, Service Connect and settings of a deployment stay', async () => {
  const { fields } = await adopted({
    DescribeServices: {
      services: [
        service('etl', {
          ...{ platformVersion: 'LATEST', schedulingStrategy: 'REPLICA', availabilityZoneRebalancing: 'ENABLED' },
          ...{ enableExecuteCommand: true, propagateTags: 'SERVICE', healthCheckGracePeriodSeconds: 60 },
          deploymentConfiguration: {
            ...{ maximumPercent: 100, minimumHealthyPercent: 0 },
            deploymentCircuitBreaker: { enable: true, rollback: true },
          },
          loadBalancers: [{ targetGroupArn: 'arn:a', containerName: 'main', containerPort: 8080 }],
          serviceRegistries: [{ registryArn: 'arn:b' }],
          deployments: [{ status: 'PRIMARY', serviceConnectConfiguration: { enabled: true, namespace: 'internal' } }],
        }),
      ],
    },
  });
  expect(fields['service']).toEqual({
    enable_execute_command: true,
    deployment_circuit_breaker: { enable: true, rollback: true },
    deployment_minimum_healthy_percent: 0,
    deployment_maximum_percent: 100,
    availability_zone_rebalancing: 'ENABLED',
    health_check_grace_period_seconds: 60,
    propagate_tags: 'SERVICE',
    service_connect: { namespace: 'internal' },
  });
  expect(fields['overrides']).toMatchObject({
    'aws_ecs_service.prefect_worker_service': {
      load_balancer: [{ target_group_arn: 'arn:a', container_name: 'main', container_port: 8080 }],
      service_registries: [{ registry_arn: 'arn:b' }],
    },
  });
});

test('an inactive service is none', async () => {
  expect((await read({ DescribeServices: { services: [service('etl', { status: 'INACTIVE' })] } })).resources).toEqual(
    [],
  );
});

test('blue/green deployments, the log of Service Connect and settings of the task are seen in the account too', async () => {
  const log = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/proxy' } };
  const deployment = {
    ...{ id: 'ecs-svc/1', status: 'PRIMARY' },
    serviceConnectConfiguration: { enabled: true, namespace: 'internal', logConfiguration: log },
  };
  const { fields, notTaken } = await adopted({
    DescribeServices: {
      services: [
        service('etl', {
          deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
          deployments: [deployment],
        }),
      ],
    },
    DescribeTaskDefinition: ({ taskDefinition: arn }) => {
      const described = taskDefinition({ taskDefinition: arn }, WORKER);
      const proxyConfiguration = { type: 'APPMESH', containerName: 'envoy' };
      return { ...described, taskDefinition: { ...described.taskDefinition, proxyConfiguration } };
    },
  });
  expect(fields).toMatchObject({
    aws: { provider_version: 6 },
    overrides: {
      'aws_ecs_service.prefect_worker_service': {
        deployment_configuration: { strategy: 'BLUE_GREEN', bake_time_in_minutes: 5 },
        service_connect_configuration: {
          ...{ enabled: true, namespace: 'internal' },
          log_configuration: { log_driver: 'awslogs', options: { 'awslogs-group': '/ecs/proxy' } },
        },
      },
    },
  });
  expect(notTaken).toContain('proxy_configuration of the task definition: use overrides');
});
