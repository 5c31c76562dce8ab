import { stringify } from 'yaml';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments } from '../../src/environment/load';
import { mergedValues } from '../../src/environment/merged-values';
import { pathInWords } from '../../src/stack-file/path';
import { EXAMPLES } from '../helpers/examples';
import { environmentOf, folderOf, REQUIRED } from '../helpers/stack-files';
import { EVERY_VARIANT } from '../helpers/variants';

/** A stack file with all of these values, and nothing else. */
function written(values: ReturnType<typeof mergedValues>): object {
  const file = {};
  for (const { path, value } of values) {
    let place = file as Record<string | number, unknown>;
    path.slice(0, -1).forEach((part, index) => {
      place[part] ??= typeof path[index + 1] === 'number' ? [] : {};
      place = place[part] as Record<string | number, unknown>;
    });
    place[path.at(-1) as string] = value;
  }
  return file;
}

/** The rules refuse a default beside some of these; beside others, it has an effect. */
const BESIDE_OTHERS: Readonly<Record<string, object>> = {
  'an existing repository': { image: { repository: { existing: 'flows' } } },
  'rules of its own for images': { image: { repository: { lifecycle: [{ tag_status: 'any', keep_days: 90 }] } } },
  'an existing bucket': { bucket: { existing: 'a-bucket' }, flow_runs: { task_role: {} } },
  'a namespace for others': { service_discovery: { create: 'prefect.local' } },
  'a command of its own': {
    worker: { command: ['prefect', 'worker', 'start', '--pool', 'my-ecs-pool', '--with-healthcheck'] },
  },
  'a task definition of its own': {
    flow_runs: {
      task_definition_arn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/flows:3',
      execution_role: { existing: 'arn:aws:iam::111122223333:role/flows' },
    },
  },
};

test.each<[string, Environment]>([
  ...loadEnvironments(EXAMPLES).map((environment): [string, Environment] => [environment.name, environment]),
  ...EVERY_VARIANT.map(([name, fields]): [string, Environment] => [`"${name}"`, environmentOf(fields)]),
  ...Object.entries(BESIDE_OTHERS).map(([name, fields]): [string, Environment] => [name, environmentOf(fields)]),
])('a stack file that says all that is described of %s describes the same environment', (_, environment) => {
  const { name } = environment;
  const folder = folderOf({ [`${name}.yaml`]: stringify(written(mergedValues(environment))) });
  const [again] = loadEnvironments(folder);
  const { fileValue: _fileValue, isInFile: _isInFile, origin: _origin, warnings: _warnings, ...values } = environment;
  expect(again).toMatchObject(values);
});

/** Where the value at a path comes from. */
function originOf(path: string, fields: object = {}): string | undefined {
  const found = mergedValues(environmentOf(fields)).find((one) => pathInWords(one.path) === path);
  return found && `${JSON.stringify(found.value)} ${found.origin.from} ${found.origin.line ?? ''}`.trimEnd();
}

test.each<[string, string, object, string]>([
  ['a value in the file', 'region', {}, '"us-east-1" file 1'],
  [
    'an entry of a list',
    'network.egress[0].port',
    { network: { egress: [{ port: 443, cidr_blocks: ['10.0.0.0/8'] }] } },
    '443 file 11',
  ],
  ['a default', 'worker_memory', {}, '2048 default'],
  ['a default in a group that is not in the file', 'names.random_suffix', {}, 'false default'],
  [
    'a default in a group of which the file has another field',
    'logs.group',
    { logs: { name: '/a' } },
    '"created" default 9',
  ],
  ['what the preset decides', 'network.egress', {}, '"https_only" preset'],
  ['what another preset decides', 'network.egress', { preset: 'reference' }, '"all" preset'],
  ['what a preset decides, set by the file', 'network.egress', { network: { egress: 'all' } }, '"all" file 10'],
  ['a default that follows from the name of the file', 'name', {}, '"test" default'],
])('describes %s', (_, path, fields, said) => {
  expect(originOf(path, fields)).toBe(said);
});

test.each<[string, string, object, object]>([
  ['an existing cluster', 'cluster.container_insights', {}, { cluster: { existing: 'a' } }],
  [
    'no security group of the stack',
    'network.egress',
    {},
    { network: { create_security_group: false, security_groups: ['sg-12ab34cd'] } },
  ],
  ['no service', 'service.deployment_circuit_breaker', {}, { service: { create: false } }],
  [
    'an existing bucket',
    'bucket.versioning',
    { bucket: { name: 'a-bucket' }, flow_runs: { task_role: {} } },
    { bucket: { existing: 'a-bucket' }, flow_runs: { task_role: {} } },
  ],
])('leaves out a default that the rules refuse with %s', (_, path, without, fields) => {
  expect(originOf(path, without)).toBeDefined();
  expect(originOf(path, fields)).toBeUndefined();
});

test.each(['alarms.service_events', 'backend.s3.bucket', 'workers'])(
  'says nothing of %s, which is in no file and not in use',
  (path) => {
    expect(originOf(path)).toBeUndefined();
  },
);

test('a value of a base leads to its line there', () => {
  const folder = folderOf({
    '_base.yaml': { region: 'us-east-1' },
    'a.yaml': { ...REQUIRED, region: undefined, extends: '_base.yaml' },
  });
  const [environment] = loadEnvironments(folder);
  const region = environment && mergedValues(environment).find(({ path }) => path[0] === 'region');
  expect(region?.origin).toEqual({ from: 'file', file: `${folder}/_base.yaml`, line: 1 });
});
