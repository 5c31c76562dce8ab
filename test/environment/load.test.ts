import { join } from 'node:path';
import { loadEnvironments } from '../../src/environment/load';
import { environmentOf, folderOf, REQUIRED, reportOn } from '../helpers/stack-files';

const names = (folder: string) => loadEnvironments(folder).map(({ name }) => name);

describe('a folder of stack files', () => {
  test('has one environment a file, in the order of their names, and none for a base or another file', () => {
    const folder = folderOf({
      'b.yaml': REQUIRED,
      'a.yaml': { ...REQUIRED, name: 'other' },
      '_base.yaml': {},
      'README.md': '',
    });
    expect(names(folder)).toEqual(['a', 'b']);
  });

  test('gives a file with only the required fields every default', () => {
    expect(environmentOf({}, 'dev')).toMatchObject({
      name: 'dev',
      preset: 'hardened',
      inputs: { name: 'dev', workerCpu: 1024, workerMemory: 2048, workerDesiredCount: 1, workerType: 'ecs' },
      backend: { type: 'local', path: 'terraform.tfstate' },
      apiKey: { from: 'input', version: 1 },
      tags: {},
    });
  });

  test('reads only the environments that are named, so that a mistake in another does not matter', () => {
    const folder = folderOf({ 'good.yaml': REQUIRED, 'bad.yaml': 'region: nowhere' });
    expect(loadEnvironments(folder, ['good']).map(({ name }) => name)).toEqual(['good']);
  });
});

describe('fails on', () => {
  test('a name that is no environment, with the nearest one', () => {
    expect(reportOn({ 'staging.yaml': REQUIRED }, ['stagign'])).toBe(
      'stacks\n    has no environment "stagign"\n    → did you mean staging?',
    );
  });

  test('a folder that is not there', () => {
    expect(() => loadEnvironments(join(folderOf({}), 'nowhere'))).toThrow(/is not a folder\n.*--stacks DIR/);
  });

  test('a folder without a stack file', () => {
    expect(reportOn({ '_base.yaml': REQUIRED })).toMatch(
      /^stacks\n {4}contains no stack file\n {4}→ create one: stacks\/dev.yaml/,
    );
  });

  test.each(['dev.yml', 'dev.YAML', 'dev.Yaml', 'dev.YML'])('%s, which would be passed over for its ending', (file) => {
    expect(reportOn({ [file]: REQUIRED, 'prod.yaml': REQUIRED })).toContain(
      `stacks/${file}\n    is ignored: the name of a stack file ends in .yaml\n    → rename it to dev.yaml`,
    );
  });

  test.each(['Dev', 'my env', '-dev', 'dév'])('a file whose name, %s, cannot be the name of an environment', (name) => {
    expect(reportOn({ [`${name}.yaml`]: REQUIRED })).toContain(
      'invalid name of an environment: it must be lower-case letters',
    );
  });

  test('an environment whose name is too long for the names that are built from it', () => {
    expect(reportOn({ [`${'x'.repeat(35)}.yaml`]: REQUIRED })).toContain(
      'must be at most 34 characters: prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64',
    );
  });

  test('all mistakes of all files at once', () => {
    const report = reportOn({
      'dev.yaml': { ...REQUIRED, worker_cpu: 300, worker_desired_count: -1 },
      'prod.yaml': 'region: [',
      'staging.yaml': {},
    });
    expect(report).toContain('stacks/dev.yaml:9 worker_cpu: 300');
    expect(report).toContain('stacks/dev.yaml:10 worker_desired_count: -1');
    expect(report).toContain('stacks/prod.yaml:1\n');
    for (const field of Object.keys(REQUIRED))
      expect(report).toContain(`stacks/staging.yaml ${field}\n    is required`);
  });
});

describe('two environments', () => {
  const s3 = (key: string, bucket = 'a-bucket') => ({ backend: { s3: { bucket, key } } });

  test('may not share a state in S3', () => {
    const report = reportOn({ 'a.yaml': { ...REQUIRED, ...s3('one') }, 'b.yaml': { ...REQUIRED, ...s3('one') } });
    expect(report).toContain(
      'backend.s3.key: "one"\n    already used by environment "a" (stacks/a.yaml:12): each apply',
    );
  });

  test('may not share a local state', () => {
    const shared = { ...REQUIRED, backend: { local: { path: '../shared.tfstate' } } };
    expect(reportOn({ 'a.yaml': shared, 'b.yaml': shared })).toContain(
      'already used by environment "a" (stacks/a.yaml:11): each apply',
    );
  });

  test('have a state of their own in one bucket by default', () => {
    const stack = { ...REQUIRED, backend: { s3: { bucket: 'a-bucket' } } };
    const states = loadEnvironments(folderOf({ 'a.yaml': stack, 'b.yaml': stack })).map(({ backend }) => backend);
    expect(states).toMatchObject([{ key: 'prefect-ecs-worker/a.tfstate' }, { key: 'prefect-ecs-worker/b.tfstate' }]);
  });

  test('may not have the same name in one account, and may in two', () => {
    const stack = { ...REQUIRED, name: 'same' };
    const account = (id: string) => ({ ...stack, aws: { account_id: id } });
    expect(reportOn({ 'a.yaml': stack, 'b.yaml': stack })).toContain(
      'already used by environment "a" (stacks/a.yaml:9): both would create',
    );
    expect(names(folderOf({ 'a.yaml': account('111122223333'), 'b.yaml': account('444455556666') }))).toEqual([
      'a',
      'b',
    ]);
  });
});
