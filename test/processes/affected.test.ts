import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command } from '../helpers/command';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;
describe('affected', () => {
  const project = folderOf({ 'stacks/dev.yaml': REQUIRED, 'stacks/old.yaml': { ...REQUIRED, name: 'old' } });
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  const affected = (...args: string[]) => command(['affected', '--dir', project, ...args]);

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'a change');
    writeFileSync(join(project, 'stacks', 'dev.yaml'), stringify({ ...REQUIRED, worker_desired_count: 2 }));
    rmSync(join(project, 'stacks', 'old.yaml'));
  });

  test('lists the environments, and says what they are compared with', () => {
    const { status, stdout, stderr } = affected('--base', 'main');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'changed  dev  (stack files; 1 updated in place)\nremoved  old  (stack files)\n',
    });
    expect(stderr).toMatch(/^2 environments affected since [0-9a-f]{12}, the merge base of HEAD and main\n$/);
  });

  test('with --matrix prints one line that GitHub Actions takes as a matrix', () => {
    const { stdout } = affected('--base', 'main', '--matrix', '--only', 'added', 'changed');
    const folder = `${project}/generated/stacks/dev`;
    expect(stdout).toBe(`{"include":[{"environment":"dev","state":"changed","folder":"${folder}"}]}\n`);
  });

  test('with --json prints the commit and what changes', () => {
    expect(JSON.parse(affected('--base', 'main', '--json').stdout)).toMatchObject({
      base: git('rev-parse', 'main').stdout.toString().trim(),
      environments: [
        { environment: 'dev', because: ['stack files'] },
        { environment: 'old', state: 'removed' },
      ],
    });
  });

  test('fails on a revision that is not there', () => {
    const { status, stdout, stderr } = affected('--base', 'mian');
    expect({ status, stdout, trace: TRACE.exec(stderr) }).toEqual({ status: 2, stdout: '', trace: null });
    expect(stderr).toContain('there is no git revision "mian"');
  });
});
