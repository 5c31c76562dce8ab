import { tmpdir } from 'node:os';
import { loadEnvironments } from '../../src/environment/load';
import { synthesizeModule } from '../../src/stack/by-cdktf';
import { synthesize } from '../../src/stack/synthesize';
import { environmentOf, folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

const HOSTILE = 'a ${file("x")} %{ if true } "b" \\ \n {{ c }}';

/** Environments of every kind, with texts that try to be more. */
function environments() {
  return loadEnvironments(
    folderOf({
      'a.yaml': { ...REQUIRED, tags: { z: '1', ä: '2', Y: '3', a1: '4', a10: '5', a2: '6' } },
      'b.yaml': { ...REQUIRED, preset: 'reference', aws: { profile: HOSTILE } },
      'c.yaml': { ...REQUIRED, name: 'of-c', worker_type: 'process', worker_work_pool_name: 'my "pool"' },
    }),
  );
}

test('writes a stack for each environment, its base job template where flow runs have one, and the manifest that the cdktf CLI reads', () => {
  const { files } = synthesize(environments());
  expect([...files.keys()].sort()).toEqual([
    'manifest.json',
    'stacks/a/base-job-template.json.tftpl',
    'stacks/a/cdk.tf.json',
    'stacks/a/versions.tf',
    'stacks/b/cdk.tf.json',
    'stacks/b/versions.tf',
    'stacks/c/cdk.tf.json',
    'stacks/c/versions.tf',
  ]);
  expect(Object.keys(JSON.parse(files.get('manifest.json') as string).stacks)).toEqual(['a', 'b', 'c']);
});

test('writes the same bytes each time, whatever was synthesized before', () => {
  const first = synthesize(environments());
  synthesizeModule();
  synthesize([environmentOf()]);
  expect(synthesize(environments())).toEqual(first);
});

test('writes the same stack, alone or among others', () => {
  const { files: all } = synthesize(environments());
  for (const environment of environments()) {
    const path = `stacks/${environment.name}/cdk.tf.json`;
    expect(synthesize([environment]).files.get(path)).toBe(all.get(path));
  }
});

test('asks nobody how to sort: the order of keys is by code unit, in every locale', () => {
  const [tags] = JSON.parse(synthesize(environments()).files.get('stacks/a/cdk.tf.json') as string).provider.aws[0]
    .default_tags;
  const keys = Object.keys(tags.tags);
  expect(keys).toEqual([...keys].sort());
});

test('writes no path of this machine and no reference that CDKTF left unresolved', () => {
  for (const text of [...synthesize(environments()).files.values(), synthesizeModule()]) {
    expect(text).not.toContain('TfToken[');
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain(`${tmpdir()}/prefect-ecs-worker`);
  }
});

test('fails on a text that CDKTF would resolve, and leaves JavaScript as it was', () => {
  const { captureStackTrace } = Error;
  const environment = { ...environmentOf(), aws: { providerVersion: 5 as const, profile: '${TfToken[TOKEN.0]}' } };
  expect(() => synthesize([environment])).toThrow('CDKTF would resolve the token');
  expect(Error.captureStackTrace).toBe(captureStackTrace);
});

test('runs no other program: Terraform need not be installed', () => {
  const { PATH } = process.env;
  process.env['PATH'] = scratchFolder();
  try {
    const { files } = synthesize([
      environmentOf({ network: { egress: [{ port: 443, cidr_blocks: ['0.0.0.0/0'] }] } }, 'moved'),
      environmentOf({ backend: { hcp: { organization: 'example' } } }, 'cloud'),
    ]);
    expect(files.get('stacks/moved/moved.tf')).toContain('moved {');
    expect(files.get('stacks/cloud/cdk.tf.json')).toContain('"cloud": {');
  } finally {
    process.env['PATH'] = PATH;
  }
});
