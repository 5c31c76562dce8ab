import { defineEnvironment } from '../../src/environment/define-environment';
import type { Environment } from '../../src/environment/environment';
import { ConfigError } from '../../src/problems/errors';
import { environmentOf, REQUIRED, reportOnFields } from '../helpers/stack-files';

const define = (fields: object) => defineEnvironment('test', { ...REQUIRED, ...fields });

function reportOnDefined(fields: object): string {
  try {
    define(fields);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('these fields were taken');
}

test.each([
  { worker_cpu: 512, worker: { environment: { A: '1' } } },
  { flow_runs: { environment: { A: null } }, service: { schedule: {} } },
  { api_key: { secret_name: 'a' }, logs: { group: 'none' } },
])('fields %j of a program lead to what a stack file leads to', (fields) => {
  const asData = ({ stackFile: _, ...environment }: Environment) => JSON.parse(JSON.stringify(environment));
  expect(asData(define(fields))).toEqual(asData(environmentOf(fields)));
});

test.each([
  { worker_cpu: 300, vpc_id: 'v' },
  { worker: { enviroment: {} }, worker_memory: 'much' },
  { worker_cpu: 256, worker_memory: 4096 },
  { worker: { secrets: { A: { secret_name: 'a', secret_arn: 'b' } } } },
  { worker: { environment: { KEY: 'pnu_abcdefgh12345678' } } },
  { region: 'a TfToken[' },
])('mistakes in %j are reported as in a stack file, with the name for the file', (fields) => {
  const inFile = reportOnFields(JSON.parse(JSON.stringify(fields)));
  const sorted = (report: string) => report.split(/\n(?=\S)/).sort();
  expect(sorted(reportOnDefined(fields))).toEqual(sorted(inFile.replaceAll(/stacks\/test\.yaml(:\d+)?/g, 'test')));
});

test('a reference of the app is refused where its value must be known', () => {
  expect(reportOnDefined({ region: '${TfToken[TOKEN.0]}' })).toBe(
    'test region\n    must be known when the app is synthesized, and is a reference\n    → set the value itself',
  );
});

test('members that are undefined are left out, and null removes nothing', () => {
  const { inputs } = define({ worker_cpu: undefined, worker_memory: undefined, worker_type: null });
  expect(inputs).toMatchObject({ workerCpu: 1024, workerType: 'ecs' });
});

const circular: Record<string, unknown> = {};
circular['a'] = circular;

test.each([
  ['a function', { worker: { environment: { A: () => 'a' } } }, 'worker.environment.A', 'must be plain data'],
  ['a date', { tags: { At: new Date(0) } }, 'tags.At', 'must be plain data'],
  ['a map', { tags: new Map() }, 'tags', 'must be plain data'],
  ['no number', { worker_cpu: Number.NaN }, 'worker_cpu', 'must be plain data'],
  ['a symbol in a list', { worker_subnets: [Symbol.iterator] }, 'worker_subnets[0]', 'must be plain data'],
  ['what contains itself', { worker: { environment: circular } }, 'worker.environment.a', 'contains itself'],
])('fails on %s, which no stack file could hold', (_, fields, path, message) => {
  expect(reportOnDefined(fields)).toMatch(`test ${path}\n    ${message}`);
});

test('the same mapping in two places is taken', () => {
  const environment = { A: '1' };
  expect(define({ worker: { environment }, flow_runs: { environment } }).worker.environment).toEqual({ A: '1' });
});

test.each([[undefined], [null], ['region: us-east-1'], [['a']], [new Map()]])(
  'fails on %j instead of fields',
  (fields) => {
    expect(() => defineEnvironment('test', fields as unknown as object)).toThrow(
      /^test\n {4}must be a mapping of fields/,
    );
  },
);

test.each(['a b', '', undefined])('the name %j is refused before all fields', (name) => {
  expect(() => defineEnvironment(name as string, {})).toThrow(
    /^defineEnvironment name.*\n {4}invalid name of an environment: .*\n {4}→ set it as in defineEnvironment\('prod', \{…\}\)$/,
  );
});
