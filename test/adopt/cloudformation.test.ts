import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { adoptionOf } from '../../src/adopt/adoption';
import { resourcesOfStack } from '../../src/adopt/cloudformation-resources';
import { lettingGo } from '../../src/adopt/cloudformation-retain';
import { type DescribedStack, describedStack } from '../../src/adopt/cloudformation-stack';
import { documentIn, expandedIn, type Template, templateIn } from '../../src/adopt/cloudformation-template';
import { TemplateValues, unknownIn } from '../../src/adopt/cloudformation-values';
import { type FoundWorker, workersAmong } from '../../src/adopt/found-worker';

const TEXT = readFileSync(resolve('test', 'adopt', 'cloudformation', 'worker.yaml'), 'utf8');
const TEMPLATE = templateIn(documentIn(TEXT)) as Template;
const IN = 'arn:aws:ecs:eu-west-1:111122223333';

const CREATED: Readonly<Record<string, string>> = {
  Cluster: 'etl-cluster',
  Logs: '/ecs/etl',
  Group: 'sg-1',
  ExecutionRole: 'etl-execution',
  TaskRole: 'etl-task',
  Task: `${IN}:task-definition/etl:4`,
  Service: `${IN}:service/etl-cluster/etl-worker`,
  Target: 'service/etl-cluster/etl-worker|ecs:service:DesiredCount|ecs',
  ByCpu: 'arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1',
};

const STACK: DescribedStack = {
  tags: {},
  id: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/worker/0a1b2c3d-0000',
  parameters: {
    Pool: 'etl',
    VpcId: 'vpc-1',
    SubnetIds: 'subnet-2,subnet-1',
    KeyArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prefect-AbC123',
    Queue: 'fast',
  },
  resources: Object.entries(CREATED).map(([logicalId, physicalId]) => ({
    logicalId,
    physicalId,
    type: String(TEMPLATE.Resources[logicalId]?.Type),
  })),
};

function adopted(template: Template = TEMPLATE) {
  const resources = resourcesOfStack(template, STACK);
  const workers = workersAmong(resources);
  expect(workers).toHaveLength(1);
  return adoptionOf(workers[0] as FoundWorker, workers, { resources, isState: false, stack: STACK });
}

function changed(logicalId: string, properties: object): Template {
  const before = TEMPLATE.Resources[logicalId];
  const resource = { ...before, Type: String(before?.Type), Properties: { ...before?.Properties, ...properties } };
  return { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, [logicalId]: resource } };
}

test('a template in YAML gives the stack file of its worker', () => {
  const { fields, way, notTaken } = adopted();
  expect({ way, notTaken }).toEqual({ way: 'import', notTaken: [expect.stringContaining('the type of the worker')] });
  expect(fields).toMatchObject({
    region: 'eu-west-1',
    worker_work_pool_name: 'etl',
    vpc_id: 'vpc-1',
    worker_subnets: ['subnet-1', 'subnet-2'],
    worker_cpu: 512,
    worker_log_retention_in_days: 14,
    worker_task_role_arn: 'arn:aws:iam::111122223333:role/etl-task',
    api_key: { secret_arn: STACK.parameters['KeyArn'] },
    roles: { execution: { existing: 'arn:aws:iam::111122223333:role/workers/etl-execution' } },
    network: { assign_public_ip: true },
    worker: { environment: { PREFECT_LOGGING_LEVEL: 'DEBUG' } },
    prefect: { api_url: 'https://prefect.example.com/api', auth: 'api_key', work_queues: ['fast'] },
    service: { autoscaling: { min: 1, max: 3, cpu: 70, scale_out_cooldown: 120 } },
    names: { cluster: 'etl-cluster', service: 'etl-worker', security_group: 'etl-worker' },
    overrides: {
      'aws_security_group.prefect_worker': { description: 'Prefect worker' },
      'aws_appautoscaling_policy.prefect_worker_cpu': { name: 'by-cpu' },
    },
  });
  expect(fields['terraform']).toEqual({
    import: [
      { to: 'aws_ecs_service.prefect_worker_service', id: 'etl-cluster/etl-worker' },
      { to: 'aws_ecs_task_definition.prefect_worker_task_definition', id: CREATED['Task'] },
      { to: 'aws_ecs_cluster.prefect_worker_cluster', id: 'etl-cluster' },
      { to: 'aws_cloudwatch_log_group.prefect_worker_log_group', id: '/ecs/etl' },
      { to: 'aws_security_group.prefect_worker', id: 'sg-1' },
      { to: 'aws_security_group_rule.network_outbound', id: 'sg-1_egress_all_0_0_0.0.0.0/0' },
      {
        to: 'aws_appautoscaling_target.prefect_worker',
        id: 'ecs/service/etl-cluster/etl-worker/ecs:service:DesiredCount',
      },
      {
        to: 'aws_appautoscaling_policy.prefect_worker_cpu',
        id: 'ecs/service/etl-cluster/etl-worker/ecs:service:DesiredCount/by-cpu',
      },
    ],
  });
});

test('a group without a name of its own stays where it is: its name is AWS’s', () => {
  const { fields, worker } = adopted(changed('Group', { GroupName: undefined }));
  expect(fields['network']).toMatchObject({ create_security_group: false, security_groups: ['sg-1'] });
  expect(worker.left.map(({ resource }) => resource.address)).toContain('Group');
});

test('a service without a launch type and a strategy is one of EC2, which no stack has', () => {
  const { ways } = adopted(changed('Service', { LaunchType: undefined }));
  expect(ways.find(({ way }) => way === 'import')?.refused).toContain('the launch type EC2');
});

test('a policy for another metric is left, and so is the number of tasks', () => {
  const metric = { PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' } };
  const { fields, worker } = adopted(changed('ByCpu', { TargetTrackingScalingPolicyConfiguration: metric }));
  expect(fields['service']).toMatchObject({ ignore: ['desired_count'] });
  expect(worker.left.map(({ resource }) => resource.address)).toContain('ByCpu');
  expect(worker.taken.map(({ to }) => to)).not.toContain('aws_appautoscaling_target.prefect_worker');
});

describe('values of a template', () => {
  const values = new TemplateValues(TEMPLATE, STACK);
  const of = (yaml: string) => values.of(documentIn(yaml));

  test.each([
    ['!Ref Pool', 'etl'],
    ['!Ref SubnetIds', ['subnet-2', 'subnet-1']],
    ['!Ref AWS::AccountId', '111122223333'],
    ['!Ref AWS::StackName', 'worker'],
    ['!GetAtt Cluster.Arn', `${IN}:cluster/etl-cluster`],
    ['!GetAtt [TaskRole, Arn]', 'arn:aws:iam::111122223333:role/etl-task'],
    ['!GetAtt Service.Name', 'etl-worker'],
    ['!Sub "${Pool}/${!Pool}/${Logs}"', 'etl/${Pool}//ecs/etl'],
    ['!Sub ["${A}-${Pool}", {A: !Ref Stage}]', 'prod-etl'],
    ['!Select [1, !Split ["/", "a/b"]]', 'b'],
    ['!FindInMap [Sizes, prod, Cpu]', 512],
    ['[!If [IsSpare, a, !Ref AWS::NoValue], b]', ['b']],
    ['{a: !If [HasQueue, 1, 2], constructor: 3}', { a: 1, constructor: 3 }],
    ['!Join ["-", [a, !If [IsSpare, b, !Ref AWS::NoValue], !Ref Pool]]', 'a-etl'],
    ['!If [IsSpare, a, !If [HasQueue, !Sub "${Pool}-q", !Ref AWS::NoValue]]', 'etl-q'],
    ['{Secrets: !If [IsSpare, a, !If [IsSpare, b, !Ref AWS::NoValue]]}', {}],
    ['!FindInMap [Sizes, test, Cpu, {DefaultValue: 256}]', 256],
    ['!Select [0, !Ref SubnetIds]', 'subnet-2'],
    ['!Sub ["${A}", {A: !Select [1, !Split [":", !Ref AWS::StackId]]}]', 'aws'],
    ['!Base64 a', 'YQ=='],
    ['Fn::Base64: !Sub "${Pool}"', 'ZXRs'],
    ['Fn::Length: !Ref SubnetIds', 2],
    ['Fn::ToJsonString: {a: !Ref Pool}', '{"a":"etl"}'],
  ])('%s is known', (yaml, value) => {
    expect(of(yaml)).toEqual(value);
  });

  test.each([
    ...['!ImportValue network', '!Sub "${Nothing}"', '!Ref Spare', '!GetAtt Nothing.Arn', '!GetAZs ""'],
    ...['!Select [0, !GetAZs {Ref: AWS::Region}]', '!Cidr [10.0.0.0/16, 2, 8]', '!FindInMap [Sizes, test, Cpu]'],
    ...['"{{resolve:ssm:/image}}"', '!Join ["/", [a, !ImportValue b]]', 'Fn::ToJsonString: {a: !ImportValue b}'],
    ...['!Base64 {"Fn::ImportValue": a}', '{"Fn::Transform": {Name: Own}}'],
  ])('%s is not known', (yaml) => {
    expect(of(yaml)).toBeUndefined();
  });

  test('where something is not known is said by its path', () => {
    const value = of('{A: [{B: !ImportValue c}, !Ref AWS::NoValue, d], E: !Ref Spare, F: "", G: null}');
    expect(unknownIn(value)).toEqual(['A.0.B', 'E']);
    expect(unknownIn(of('!Ref Spare'))).toEqual(['']);
  });

  test('what AWS masks is not known', () => {
    const masked = new TemplateValues(TEMPLATE, { ...STACK, parameters: { Pool: '****' } });
    expect(masked.of({ Ref: 'Pool' })).toBeUndefined();
  });
});

test('a template may be in what get-template prints, as text or as an object', () => {
  expect(templateIn({ TemplateBody: TEXT })).toEqual(TEMPLATE);
  expect(templateIn({ TemplateBody: TEMPLATE })).toEqual(TEMPLATE);
  expect(templateIn({ Resources: { a: { Type: 'aws_ecs_service' } } })).toBeUndefined();
});

test.each([
  ['Resources: {"Fn::ForEach::Loop": [Name, [a], {"${Name}": {Type: AWS::ECS::Service}}]}', ['Fn::ForEach']],
  ['Resources: {a: {Type: AWS::ECS::Service, Properties: {"Fn::Transform": {Name: AWS::Include}}}}', ['Fn::Transform']],
  ['Resources: {a: {Type: AWS::ECS::Service, Properties: {b: !Transform {Name: Own}}}}', ['Fn::Transform']],
  ['Transform: AWS::LanguageExtensions\nResources: {a: {Type: AWS::ECS::Service}}', []],
  ['{"version": 4}', []],
])('in %s only CloudFormation carries out %j', (text, expected) => {
  expect(expandedIn(documentIn(text))).toEqual(expected);
});

test('an alias has the value of the last anchor of its name before it, also of one at a key', () => {
  const text = 'a: &one [&one 1, *one]\nb: *one\n&two c: &three {d: !Ref e}\nf: [*two, *three, *three, *four]';
  const three = { d: { Ref: 'e' } };
  expect(documentIn(text)).toEqual({ a: [1, 1], b: 1, c: three, f: ['c', three, three, undefined] });
});

test('tags of the stack and of a resource stay, as do load balancers and percentages of a service', () => {
  const tagged = changed('Service', {
    Tags: [{ Key: 'Tier', Value: 1 }],
    DeploymentConfiguration: { MaximumPercent: '100', MinimumHealthyPercent: 0 },
    LoadBalancers: [{ TargetGroupArn: 'arn:a', ContainerName: 'worker', ContainerPort: '8080' }],
    ServiceConnectConfiguration: { Enabled: true, Namespace: 'internal' },
  });
  const stack = { ...STACK, tags: { Team: 'data' } };
  const resources = resourcesOfStack(tagged, stack);
  const workers = workersAmong(resources);
  const { fields } = adoptionOf(workers[0] as FoundWorker, workers, { resources, isState: false, stack });
  expect(fields['tags']).toEqual({ Team: 'data' });
  expect(fields['service']).toMatchObject({
    deployment_minimum_healthy_percent: 0,
    deployment_maximum_percent: 100,
    service_connect: { namespace: 'internal' },
  });
  expect(fields['overrides']).toMatchObject({
    'aws_ecs_service.prefect_worker_service': {
      load_balancer: [{ target_group_arn: 'arn:a', container_name: 'worker', container_port: 8080 }],
      tags: { Tier: '1' },
    },
  });
});

test('actions at fixed times are a part of what they scale', () => {
  const night = {
    ...{ ScheduledActionName: 'night', Schedule: 'cron(0 20 * * ? *)', Timezone: 'Europe/Zurich' },
    ScalableTargetAction: { MinCapacity: 0, MaxCapacity: '0' },
  };
  expect(adopted(changed('Target', { ScheduledActions: [night] })).fields['service']).toMatchObject({
    schedule: { night: { schedule: 'cron(0 20 * * ? *)', timezone: 'Europe/Zurich', min: 0, max: 0 } },
  });
});

test('a description may come page by page, and what was deleted is not there', () => {
  const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/a/b';
  const of = (LogicalResourceId: string, ResourceStatus = 'CREATE_COMPLETE') => ({
    ...{ LogicalResourceId, PhysicalResourceId: LogicalResourceId, ResourceType: 'AWS::SQS::Queue', ResourceStatus },
  });
  const stack = describedStack([
    { Stacks: [{ StackId, Tags: [{ Key: 'Team', Value: 'data' }] }] },
    { StackResourceSummaries: [of('A'), of('B', 'DELETE_COMPLETE')] },
    { StackResourceSummaries: [of('C')] },
  ]);
  expect(stack?.resources.map(({ logicalId }) => logicalId)).toEqual(['A', 'C']);
  expect(stack?.tags).toEqual({ Team: 'data' });
});

test('descriptions of two stacks are none of one', () => {
  const of = (StackId: string) => ({ StackResources: [{ StackId }] });
  expect(describedStack([of('a'), of('a')])).toMatchObject({ id: 'a' });
  expect(describedStack([of('a'), of('b')])).toBeUndefined();
  expect(describedStack([of('a'), {}])).toBeUndefined();
});

test('CloudFormation lets go of every resource before its stack is deleted', () => {
  const commands = lettingGo(STACK).split('\n');
  const at = (part: string) => commands.findIndex((line) => line.includes(part));
  expect(commands.at(-1)).toBe('aws cloudformation delete-stack --stack-name worker');
  expect(at('.DeletionPolicy = "Retain"')).toBeGreaterThan(at('get-template'));
  expect(at('stack-update-complete')).toBeGreaterThan(at('update-stack --stack-name worker'));
});

test('the capacity providers of a cluster, and its default strategy, stay', () => {
  const providers = {
    CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: '2' }],
  };
  const { fields } = adopted(changed('Cluster', providers));
  expect(fields['cluster']).toEqual({
    capacity_providers: ['FARGATE_SPOT'],
    default_strategy: [{ capacity_provider: 'FARGATE_SPOT', weight: 2 }],
  });
});
