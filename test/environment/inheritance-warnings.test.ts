import { stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { describe as inWords } from '../../src/problems/errors';
import { folderOf, REQUIRED } from '../helpers/stack-files';

/** The warnings on these stack files, with `stacks` for their folder. */
function warningsOn(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): string {
  const folder = folderOf(files);
  return inWords(loadEnvironments(folder, only).flatMap(({ warnings }) => warnings)).replaceAll(folder, 'stacks');
}

const BASE = { ...REQUIRED, tags: { Team: 'data', Cost: '1' } };

describe('a value that a file inherits anyway is a warning:', () => {
  const onDev = (fields: object) =>
    warningsOn({ '_base.yaml': BASE, 'dev.yaml': { extends: '_base.yaml', ...fields } });

  test.each<[string, object, string]>([
    ['a single value', { region: BASE.region }, 'stacks/dev.yaml:2 region: "us-east-1"'],
    ['a list', { worker_subnets: BASE.worker_subnets }, 'stacks/dev.yaml:2 worker_subnets'],
    ['a part of a mapping', { tags: { Team: 'data', Cost: '2' } }, 'stacks/dev.yaml:3 tags.Team'],
  ])('%s', (_, fields, place) => {
    const report = onDev(fields);
    expect(report).toContain(place);
    expect(report).toContain('    warning repeated-value: repeats the value that this file inherits\n    → remove it');
    expect(report.match(/repeated-value/g)).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['another value', { region: 'us-east-2' }],
    ['another list', { worker_subnets: BASE.worker_subnets.slice(1) }],
    ['a value of its own', { worker_cpu: 512, worker_memory: 1024 }],
    ['a default that no base sets', { worker_cpu: 1024 }],
    ['null, which removes', { tags: { Team: null } }],
  ])('%s is none', (_, fields) => {
    expect(onDev(fields)).toBe('');
  });

  test('in a base of a base once, wherever it is extended, and not where a later file sets another value', () => {
    const files = {
      '_all.yaml': BASE,
      '_eu.yaml': { extends: '_all.yaml', region: BASE.region },
      'a.yaml': { extends: '_eu.yaml', name: 'a', worker_work_pool_name: 'a' },
      'b.yaml': { extends: '_eu.yaml', region: 'eu-west-1' },
    };
    expect(warningsOn(files)).toBe(
      'stacks/_eu.yaml:2 region: "us-east-1"\n    warning repeated-value: repeats the value that this file inherits\n    → remove it',
    );
  });

  test('unless the file acknowledges it', () => {
    expect(onDev({ region: BASE.region, acknowledge: { 'repeated-value': 'the region must not move' } })).toBe('');
  });

  test('without the value where that may be a secret', () => {
    const secret = { worker: { environment: { DB_PASSWORD: 'hunter2' } } };
    const report = warningsOn({
      '_base.yaml': { ...BASE, ...secret },
      'dev.yaml': { extends: '_base.yaml', ...secret },
    });
    expect(report).toContain('worker.environment.DB_PASSWORD\n    warning repeated-value');
    expect(report).not.toContain('hunter2');
  });
});

describe('a base that no stack file extends is a warning:', () => {
  const files = {
    '_base.yaml': REQUIRED,
    'eu/_eu.yaml': 'extends: _all.yaml\n',
    'eu/_all.yaml': 'region: eu-west-1\n',
    'dev.yaml': 'extends: _base.yaml\n',
  };

  test('with all bases that it alone extends', () => {
    const said =
      'warning unused-base: no stack file extends this base\n    → remove it, or add it to extends of a stack file';
    expect(warningsOn(files)).toBe(`stacks/eu/_all.yaml\n    ${said}\nstacks/eu/_eu.yaml\n    ${said}`);
  });

  test('none where one environment is asked for', () => {
    expect(warningsOn(files, ['dev'])).toBe('');
  });

  test('unless the base acknowledges it', () => {
    const meant = stringify({ acknowledge: { 'unused-base': 'for the next region' } });
    expect(warningsOn({ '_base.yaml': meant, 'dev.yaml': REQUIRED })).toBe('');
  });
});

describe('a secret in plain text in a base', () => {
  const report = [
    'stacks/_base.yaml worker.environment.DB_PASSWORD',
    '    warning plain-secret: looks like a secret in plain text: it is visible in this file, though a later one replaces it',
    '    → store the value in Secrets Manager or Parameter Store, and set worker.secrets instead',
  ].join('\n');
  const base = { ...REQUIRED, worker: { environment: { DB_PASSWORD: 'hunter2' } } };

  test.each<[what: string, fields: object]>([
    ['removes', { worker: { environment: { DB_PASSWORD: null }, secrets: { DB_PASSWORD: { secret_name: 'db' } } } }],
    ['replaces', { worker: { environment: { DB_PASSWORD: { ssm_parameter: '/team/a' } } } }],
    ['replaces with a group of another kind', { worker: { environment: null } }],
  ])('stays there where a later file %s it', (_, fields) => {
    const files = { '_base.yaml': base, 'dev.yaml': { extends: '_base.yaml', ...fields } };
    expect(warningsOn(files).replace(/:\d+/, '')).toBe(report);
  });

  test('is reported once where the environment has it, or acknowledges it', () => {
    const has = { '_base.yaml': base, 'dev.yaml': { extends: '_base.yaml' } };
    expect(warningsOn(has).match(/plain-secret/g)).toHaveLength(1);
    const acknowledge = { 'plain-secret': 'a password of tests' };
    const dev = { extends: '_base.yaml', worker: { environment: { DB_PASSWORD: null } }, acknowledge };
    expect(warningsOn({ '_base.yaml': base, 'dev.yaml': dev })).toBe('');
  });
});
