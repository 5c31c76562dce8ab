import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const state = (name: string) => resolve('test', 'adopt', 'states', `${name}.json`);
const adopt = (folder: string, ...args: string[]) => command(['adopt', ...args, '--dir', folder]);
const stackFile = (folder: string, name: string) =>
  parse(readFileSync(join(folder, 'stacks', `${name}.yaml`), 'utf8')) as Record<string, unknown>;

test('adopt writes the stack file of the module in a state, which is valid, and what to do', () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = adopt(folder, state('registry'));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('* moved: the new stack uses the old state, with moved blocks\n      safe');
  expect(stdout).toContain('set backend of stacks/prod.yaml to the backend of the old configuration');
  expect(stackFile(folder, 'prod')).toMatchObject({
    preset: 'reference',
    region: 'us-east-1',
    worker_work_pool_name: 'ecs-pool',
    adopt: { module: 'module.prefect_ecs_worker', from: 'registry' },
  });
  expect(command(['validate', '--dir', folder])).toMatchObject({ status: 0 });
});

test('adopt takes the rule and the public address of the recipe, and the names and the queue of the later module', () => {
  const folder = scratchFolder();
  expect(adopt(folder, state('recipe')).status).toBe(0);
  expect(stackFile(folder, 'old')).toMatchObject({
    worker_image: 'prefecthq/prefect:2-python3.10',
    network: { egress: 'https_only', assign_public_ip: true },
    adopt: { from: 'recipe' },
  });
  expect(adopt(folder, state('registry-later'), 'other').status).toBe(0);
  expect(stackFile(folder, 'other')).toMatchObject({
    name: 'later',
    crash_detection: { enabled: true },
    names: {
      secret: expect.stringMatching(/^prefect-api-key-later-2/),
      security_group: expect.stringMatching(/^prefect-worker-sg-later-2/),
      event_queue: expect.stringMatching(/^prefect-worker-2/),
      event_rule: 'ecs-cluster-all-events',
    },
  });
});

test('of several workers adopt asks for one, and refuses to move it out of a state that holds others', () => {
  const folder = scratchFolder();
  expect(adopt(folder, state('two-and-a-bucket'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('contains 2 workers\n    → set --worker to one of: module.a, module.b'),
  });
  const moved = adopt(folder, state('two-and-a-bucket'), '--worker', 'module.a', '--way', 'moved');
  expect(moved).toMatchObject({ status: 1, stdout: '' });
  expect(moved.stderr).toContain('the state holds 2 workers, and the new stack would delete all but one');
  expect(moved.stderr).toContain('→ set --way to one of: import, state-mv, module');
  expect(filesIn(folder)).toEqual({});
});

test('adopt refuses to move a worker out of a state that holds a bucket', () => {
  const { resources, ...rest } = JSON.parse(readFileSync(state('two-and-a-bucket'), 'utf8'));
  const one = resources.filter(({ module }: { module?: string }) => module !== 'module.b');
  const folder = folderOf({ 'state.json': JSON.stringify({ ...rest, resources: one }) });
  const { status, stderr } = adopt(folder, join(folder, 'state.json'), '--way', 'moved');
  expect(status).toBe(1);
  expect(stderr).toContain('the state also holds, and the new stack would delete: aws_s3_bucket.results\n');
});

test('adopt --json has the ways, what is imported, and the patch of the old configuration', () => {
  const folder = scratchFolder();
  const { status, stdout } = adopt(folder, state('two-and-a-bucket'), '--worker', 'module.b', '--json');
  expect(status).toBe(0);
  const data = JSON.parse(stdout);
  expect(data).toMatchObject({ worker: 'module.b', created_by: 'registry', way: 'import', created: [], left: [] });
  expect(data.ways.map(({ way, safe }: { way: string; safe: boolean }) => [way, safe])).toEqual([
    ['moved', false],
    ['import', true],
    ['state-mv', true],
    ['module', true],
  ]);
  expect(data.taken).toHaveLength(15);
  expect(data.old_configuration).toContain(
    'removed {\n  from = module.b\n\n  lifecycle {\n    destroy = false\n  }\n}',
  );
  expect(stackFile(folder, 'b')['terraform']).toMatchObject({
    import: expect.arrayContaining([{ to: 'aws_ecs_cluster.prefect_worker_cluster', id: 'prefect-worker-b' }]),
  });
});

test('adopt writes no secret of the state anywhere', () => {
  const folder = scratchFolder();
  const { stdout } = adopt(folder, state('registry'));
  expect([stdout, JSON.stringify(filesIn(folder))].filter((text) => text.includes('not-a-key'))).toEqual([]);
});

test('adopt overwrites nothing, and fails on what is no state', () => {
  const files = { 'stacks/prod.yaml': 'mine', 'other.json': '{}', 'broken.json': '{' };
  const folder = folderOf(files);
  expect(adopt(folder, state('registry'))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('exists already'),
  });
  const refused = (file: string) => adopt(folder, join(folder, file));
  expect(refused('other.json')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not a Terraform state'),
  });
  expect(refused('broken.json').stderr).toContain('cannot be read (invalid JSON)');
  expect(refused('missing.json').stderr).toContain('cannot be read (ENOENT)');
  expect(filesIn(folder)).toEqual(files);
});

test('adopt fails on a state without a worker: of data alone, of another module, without resources', () => {
  const data = { mode: 'data', type: 'aws_ecs_service', name: 'a', instances: [{ attributes: {} }] };
  const other = { mode: 'managed', type: 'aws_s3_bucket', name: 'a', instances: [{ attributes: {} }] };
  for (const resources of [[data], [other], []]) {
    const folder = folderOf({ 'state.json': JSON.stringify({ version: 4, resources }) });
    expect(adopt(folder, join(folder, 'state.json'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('contains no worker'),
    });
  }
});

describe('adopt of a template of CloudFormation', () => {
  const template = resolve('test', 'adopt', 'cloudformation', 'worker.yaml');
  const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/etl/0a1b2c3d-0000';
  const of = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) => ({
    ...{ StackId, LogicalResourceId, ResourceType, PhysicalResourceId },
  });
  const arn = (rest: string) => `arn:aws:ecs:us-east-1:111122223333:${rest}`;
  const StackResources = [
    of('Cluster', 'AWS::ECS::Cluster', 'etl-cluster'),
    of('Group', 'AWS::EC2::SecurityGroup', 'sg-0123456789abcdef0'),
    of('ExecutionRole', 'AWS::IAM::Role', 'etl-execution'),
    of('TaskRole', 'AWS::IAM::Role', 'etl-task'),
    of('Task', 'AWS::ECS::TaskDefinition', arn('task-definition/etl:4')),
    of('Service', 'AWS::ECS::Service', arn('service/etl-cluster/etl-worker')),
    of('Logs', 'AWS::Logs::LogGroup', '/ecs/etl'),
  ];
  const parameters = {
    Pool: 'etl',
    VpcId: 'vpc-0123456789abcdef0',
    SubnetIds: 'subnet-0123456789abcdef0',
    KeyArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123',
  };
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const files = {
    'resources.json': JSON.stringify({ StackResources }),
    'stack.json': JSON.stringify({ Stacks: [{ StackId, Parameters }] }),
  };

  test('writes a valid stack file, and how CloudFormation lets it go', () => {
    const folder = folderOf(files);
    const at = (file: string) => ['--stack', join(folder, file)];
    const { status, stdout, stderr } = adopt(folder, template, 'prod', ...at('resources.json'), ...at('stack.json'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Service, created by CloudFormation.');
    expect(stdout).toContain('aws cloudformation delete-stack --stack-name etl\n');
    expect(stackFile(folder, 'prod')).toMatchObject({ worker_work_pool_name: 'etl', name: 'etl-worker' });
  });

  test('asks for the descriptions of its stack', () => {
    const folder = folderOf(files);
    const refused = (...args: string[]) => {
      const { status, stderr } = adopt(folder, ...args);
      expect(status).toBe(2);
      return stderr;
    };
    const stack = (...names: string[]) => names.flatMap((name) => ['--stack', join(folder, name)]);
    expect(refused(template)).toContain('does not contain what its stack created\n    → add --stack FILE');
    expect(refused(template, ...stack('stack.json'))).toContain('describes no stack of CloudFormation');
    expect(refused(template, ...stack('resources.json'))).toContain(
      'has parameters without a default: Pool, VpcId, SubnetIds, KeyArn\n    → add --stack FILE, from aws cloudformation describe-stacks --stack-name etl',
    );
    expect(refused(join(folder, 'stack.json'))).toContain('does not list the resources of the stack');
    expect(filesIn(folder)).toEqual(files);
  });

  test.each([
    [
      'a network',
      '!Ref SubnetIds',
      '[!ImportValue subnet]',
      'Service.NetworkConfiguration.AwsvpcConfiguration.Subnets.0',
    ],
    ['an image', 'prefecthq/prefect:3-python3.11', '!ImportValue image', 'Task.ContainerDefinitions.0.Image'],
    [
      'a variable',
      'Value: DEBUG',
      'Value: "{{resolve:ssm:/level}}"',
      'Task.ContainerDefinitions.0.Environment.1.Value',
    ],
    ['a task', 'TaskDefinition: !Ref Task', 'TaskDefinition: !ImportValue task', 'Service.TaskDefinition'],
    ['a retention', 'RetentionInDays: 14', 'RetentionInDays: !ImportValue days', 'Logs.RetentionInDays'],
  ])('refuses %s that the template does not contain', (_, before, after, path) => {
    const text = readFileSync(template, 'utf8').replace(before, after);
    const folder = folderOf({ ...files, 'template.yaml': text });
    const stacks = ['resources.json', 'stack.json'].flatMap((name) => ['--stack', join(folder, name)]);
    const { status, stderr } = adopt(folder, join(folder, 'template.yaml'), ...stacks);
    expect(status).toBe(2);
    expect(stderr).toContain(`does not contain ${path}`);
    expect(stderr).toContain('let AWS tell it');
  });

  test('asks for the template that CloudFormation has expanded', () => {
    const folder = folderOf({ ...files, 'template.yaml': 'Resources: {"Fn::ForEach::A": [B, [c], {}]}' });
    expect(adopt(folder, join(folder, 'template.yaml')).stderr).toContain(
      'is a template with Fn::ForEach, which only CloudFormation carries out\n    → set what aws cloudformation get-template --template-stage Processed',
    );
  });

  test('names the stacks within a stack that has no service', () => {
    const nested = of(
      'Worker',
      'AWS::CloudFormation::Stack',
      'arn:aws:cloudformation:us-east-1:1:stack/etl-Worker-1/0a',
    );
    const folder = folderOf({ 'resources.json': JSON.stringify({ StackResources: [nested] }) });
    expect(adopt(folder, join(folder, 'resources.json')).stderr).toContain(
      'lists no ECS service of the stack etl\n    → set the description of the stack within it that creates the worker: etl-Worker-1',
    );
  });
});

test('adopt takes what a state does not contain, or should be different, from a file', () => {
  const { resources, ...rest } = JSON.parse(readFileSync(state('two-and-a-bucket'), 'utf8'));
  const withoutGroups = resources.filter(({ type }: { type: string }) => !type.startsWith('aws_security_group'));
  const folder = folderOf({
    'state.json': JSON.stringify({ ...rest, resources: withoutGroups }),
    'fields.yaml': 'vpc_id: vpc-0c7e31f5a9d24b860\nworker_desired_count: 2\n',
    'list.yaml': '- vpc_id\n',
    'broken.yaml': 'vpc_id: "hunter2\n',
  });
  const from = (...args: string[]) =>
    adopt(folder, join(folder, 'state.json'), 'new', '--worker', 'module.a', '--way', 'import', ...args);
  const missing = from();
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain('vpc_id\n    is required\n');
  expect(missing.stderr).toContain('write it into a file: --with FILE\n');
  for (const file of ['list.yaml', 'broken.yaml']) {
    const { status, stderr } = from('--with', join(folder, file));
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining(`${file}\n    is not a YAML mapping`),
    });
    expect(stderr).not.toContain('hunter2');
  }
  expect(from('--with', join(folder, 'fields.yaml'))).toMatchObject({ status: 0 });
  expect(stackFile(folder, 'new')).toMatchObject({ vpc_id: 'vpc-0c7e31f5a9d24b860', worker_desired_count: 2 });
});
