import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { adoptionOf } from '../../src/adopt/adoption';
import { workersAmong } from '../../src/adopt/found-worker';
import { imports, oldConfiguration } from '../../src/adopt/old-configuration';
import type { Resource } from '../../src/adopt/resource';
import { describedAs } from '../../src/adopt/stack-file-fields';
import { resourcesInState } from '../../src/adopt/terraform-state';
import { verdictsOn } from '../../src/adopt/ways';
import { CONTAINER, changed, commandOf, OWN, only, resource, SECRET, stateOf } from '../helpers/adopted-state';
import { environmentOf } from '../helpers/stack-files';

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
