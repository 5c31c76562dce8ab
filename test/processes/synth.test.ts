import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../src/environment/load';
import { generate, generateOnly } from '../../src/output/generate';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

describe('synth', () => {
  test('writes all of generated/, says so, and leaves nothing elsewhere', () => {
    const out = join(scratchFolder(), 'generated');
    const TMPDIR = scratchFolder();
    const all = generate(loadEnvironments(stacks));
    const ours = () => readdirSync(TMPDIR).filter((name) => name.startsWith('prefect-ecs-worker'));
    expect(command(['synth', '--stacks', stacks, '--out', out], { TMPDIR })).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out}: dev, prod – ${all.size} files written\n`,
    });
    expect(filesIn(out)).toEqual(Object.fromEntries([...all].sort()));
    expect(ours()).toEqual([]);
  });

  test('with a name writes the folder of this environment only', () => {
    const out = folderOf({ 'stacks/gone/cdk.tf.json': '' });
    const only = generateOnly(loadEnvironments(stacks, ['prod']));
    expect(command(['synth', 'prod', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out}: prod – ${only.size} files written\n`,
    });
    expect(filesIn(out)).toEqual({ ...Object.fromEntries(only), 'stacks/gone/cdk.tf.json': '' });
  });
});

describe('synth --shard', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const folder = folderOf(
    Object.fromEntries(names.map((name) => [`${name}.yaml`, { ...REQUIRED, worker_work_pool_name: name }])),
  );
  const shard = (out: string, part: string) => command(['synth', '--shard', part, '--stacks', folder, '--out', out]);

  test.each([3, 7])('all of %i parts together write the whole, in any order', (of) => {
    const out = folderOf({});
    const parts = Array.from({ length: of }, (_, index) => `${of - index}/${of}`);
    for (const part of parts) expect(shard(out, part)).toMatchObject({ status: 0 });
    expect(filesIn(out)).toEqual(Object.fromEntries([...generate(loadEnvironments(folder))].sort()));
  });

  test('a part writes only its environments, and the first one removes those without a stack file', () => {
    const gone = generateOnly(loadEnvironments(folderOf({ 'gone.yaml': REQUIRED })));
    const out = folderOf(Object.fromEntries(gone));
    const present = () => readdirSync(join(out, 'stacks'));
    const own = generateOnly(loadEnvironments(folder, ['b', 'd']));
    expect(shard(out, '2/2')).toMatchObject({ status: 0, stderr: `${out}: b, d – ${own.size} files written\n` });
    expect(present()).toEqual(['b', 'd', 'gone']);
    expect(shard(out, '1/2')).toMatchObject({ status: 0 });
    expect(present()).toEqual(names);
  });

  test.each(['0/2', '3/2', '2', '1/x', '-1/2'])('fails on the part %s', (part) => {
    expect(command(['synth', `--shard=${part}`])).toMatchObject({ status: 2, stdout: '' });
  });

  test('fails on a part of named environments', () => {
    expect(command(['synth', 'a', '--shard', '1/2']).stderr).toContain('--shard\n    applies only to all environments');
  });
});
