import { loadEnvironments } from '../../src/environment/load';
import { folderOf, REQUIRED } from '../helpers/stack-files';
import { both, reportOn, taken } from '../helpers/two-environments';

const URL = 'https://state.example.com';

describe('two environments may not share a state', () => {
  test.each<[string, object, object, string]>([
    [
      'in one file, whatever leads to it',
      { backend: { local: { path: '../shared.tfstate' } } },
      { backend: { local: { path: '../b/../shared.tfstate' } } },
      'stacks/b.yaml backend.local.path: "../b/../shared.tfstate"',
    ],
    [
      'in S3',
      { backend: { s3: { bucket: 'a-bucket', key: 'one' } } },
      { backend: { s3: { bucket: 'a-bucket', key: 'one', region: 'eu-west-1' } } },
      'stacks/b.yaml backend.s3.key: "one"',
    ],
    [
      'in HCP Terraform, whether its host is said or not',
      { backend: { hcp: { organization: 'a', workspace: 'one' } } },
      { backend: { hcp: { organization: 'a', workspace: 'one', hostname: 'app.terraform.io' } } },
      'stacks/b.yaml backend.hcp.workspace: "one"',
    ],
    [
      'behind a REST API',
      { backend: { http: { address: `${URL}/one` } } },
      { backend: { http: { address: `${URL}/one`, lock_address: `${URL}/lock` } } },
      `stacks/b.yaml backend.http.address: "${URL}/one"`,
    ],
  ])('%s', (_, a, b, place) => {
    expect(reportOn(both(a, b))).toBe(
      `${place}\n    already used by environment "a": each apply would destroy what the other created\n    → remove it: each environment then gets a state of its own`,
    );
  });

  test('and the report on a third names the first', () => {
    const stack = { ...REQUIRED, backend: { http: { address: URL } } };
    const report = reportOn({ 'a.yaml': stack, 'b.yaml': stack, 'c.yaml': stack });
    expect(report.match(/^stacks\/.*|already used by environment "\w"/gm)).toEqual([
      `stacks/b.yaml backend.http.address: "${URL}"`,
      'already used by environment "a"',
      `stacks/c.yaml backend.http.address: "${URL}"`,
      'already used by environment "a"',
    ]);
  });
});

describe('two environments have states of their own', () => {
  test.each<[string, object, object?]>([
    ['beside their stacks by default', {}],
    ['in one bucket by default', { backend: { s3: { bucket: 'a-bucket' } } }],
    ['in one organization by default', { backend: { hcp: { organization: 'a' } } }],
    [
      'under one key in two buckets',
      { backend: { s3: { bucket: 'a-bucket', key: 'one' } } },
      { backend: { s3: { bucket: 'b-bucket', key: 'one' } } },
    ],
    [
      'in one workspace of two organizations',
      { backend: { hcp: { organization: 'a', workspace: 'one' } } },
      { backend: { hcp: { organization: 'b', workspace: 'one' } } },
    ],
    [
      'at two addresses',
      { backend: { http: { address: `${URL}/a` } } },
      { backend: { http: { address: `${URL}/b` } } },
    ],
    ['where only terraform init will know', { backend: { at_init: 's3' } }],
  ])('%s', (_, a, b = a) => {
    expect(taken(a, b)).toEqual(['a', 'b']);
  });
});

describe('a state that two environments share', () => {
  const local = (path: string) => ({ ...REQUIRED, backend: { local: { path } } });
  const http = (address: string) => ({ ...REQUIRED, backend: { http: { address } } });

  test.each([
    ['by a longer way', local('../shared.tfstate'), local('../../stacks/shared.tfstate')],
    ['by a dot', local('../a/./terraform.tfstate'), local('../a/terraform.tfstate')],
    ['by the case of the host', http('https://state.example.com/a'), http('https://State.Example.com/a')],
    ['by the port that https has anyway', http('https://state.example.com/a'), http('https://state.example.com:443/a')],
  ])('is the same when it is written otherwise: %s', (_, a, b) => {
    expect(reportOn({ 'a.yaml': a, 'b.yaml': { ...b, name: 'b' } })).toContain('already used by environment "a"');
  });

  test.each([
    ['of another folder', local('../shared.tfstate'), local('../../shared.tfstate')],
    ['of another path', http('https://state.example.com/a'), http('https://state.example.com/A')],
  ])('is not the one %s', (_, a, b) => {
    expect(loadEnvironments(folderOf({ 'a.yaml': a, 'b.yaml': { ...b, name: 'b' } }))).toHaveLength(2);
  });

  const shared = {
    'a.yaml': local('../shared.tfstate'),
    'b.yaml': { ...local('../shared.tfstate'), name: 'b' },
    'c.yaml': { ...REQUIRED, name: 'c' },
    'd.yaml': { ...REQUIRED, name: 'd', worker_cpu: 'broken' },
  };

  test.each(['a', 'b'])('is refused also where only %s is asked for', (name) => {
    expect(reportOn(shared, [name])).toContain('already used by environment "a"');
  });

  test.each<[string, object]>([
    ['a rule refuses', { worker_cpu: 256, worker_memory: 30_720 }],
    ['is of another type', { worker_cpu: 'broken' }],
    ['looks like a secret', { worker: { environment: { TOKEN: `pnu_${'a1B2c3D4e5F6'.repeat(3)}` } } }],
  ])('is refused also where a field of the other, which is not asked for, %s', (_, mistake) => {
    const files = { ...shared, 'b.yaml': { ...shared['b.yaml'], ...mistake } };
    const report = reportOn(files, ['a']);
    expect(report).toContain('already used by environment "a"');
    for (const field of Object.keys(mistake)) expect(report).not.toContain(field);
    // It is a mistake.
    expect(reportOn(files)).toContain(Object.keys(mistake)[0]);
  });

  test('is not refused where the other one has a mistake in the field that decides', () => {
    const named = { ...REQUIRED, name: 'same' };
    const broken = { ...named, region: 'us-eats-1' };
    expect(loadEnvironments(folderOf({ 'a.yaml': named, 'b.yaml': broken }), ['a'])).toHaveLength(1);
    const sound = { 'a.yaml': named, 'b.yaml': { ...named, worker_cpu: 'broken' } };
    expect(reportOn(sound, ['a'])).toContain('already used by environment "a"');
  });

  test('concerns nobody who is not one of the two, and no mistake of others is told', () => {
    expect(loadEnvironments(folderOf(shared), ['c'])).toHaveLength(1);
  });
});
