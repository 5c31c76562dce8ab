import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A project with one environment, as committed; the first commit is its base. */
function project(fields: object) {
  const folder = folderOf({ 'stacks/prod.yaml': { ...REQUIRED, ...fields } });
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder });
  const run = (...args: string[]) => command([...args, '--dir', folder]);
  expect(run('synth').status).toBe(0);
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  const change = (other: object) =>
    writeFileSync(join(folder, 'stacks', 'prod.yaml'), stringify({ ...REQUIRED, ...other }));
  const names = () => Object.keys(filesIn(join(folder, 'generated', 'stacks', 'prod')));
  return { folder, run, change, names };
}

test('an environment in HCL is checked, compared and found to be affected by its resources', () => {
  const { folder, run, change } = project({ format: 'hcl' });
  expect(run('check')).toMatchObject({ status: 0 });
  change({ format: 'hcl', worker_log_retention_in_days: 90, worker_cpu: 2048, worker_memory: 4096 });
  expect(run('check')).toMatchObject({ status: 1 });
  const [environment] = JSON.parse(run('diff', '--json').stdout).environments;
  expect(environment).toMatchObject({ environment: 'prod', state: 'changed', files: ['README.md'] });
  const { environments } = JSON.parse(run('affected', '--base', 'HEAD', '--json').stdout);
  expect(environments).toMatchObject([{ environment: 'prod' }]);
  expect(run('synth').status).toBe(0);
  expect(run('check').status).toBe(0);
  expect(existsSync(join(folder, 'generated', 'stacks', 'prod', 'cdk.tf.json'))).toBe(false);
});

test('from one form to the other, the files of the former are removed', () => {
  const { run, change, names } = project({});
  const inJson = names();
  change({ format: 'hcl' });
  expect(run('synth').status).toBe(0);
  expect(names()).not.toContain('cdk.tf.json');
  expect(names()).toContain('ecs.tf');
  change({});
  expect(run('synth').status).toBe(0);
  expect(names()).toEqual(inJson);
});

test('files of others with the names of ours are not overwritten', () => {
  const { folder, run, change } = project({});
  writeFileSync(join(folder, 'generated', 'stacks', 'prod', 'outputs.tf'), 'output "a" { value = 1 }\n');
  change({ format: 'hcl' });
  const { status, stderr } = run('synth');
  expect(status).toBe(1);
  expect(stderr).toContain('outputs.tf\n    was not generated, and would be overwritten');
});
