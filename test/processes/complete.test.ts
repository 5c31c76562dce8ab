import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, node } from '../helpers/command';
import { folderOf, REQUIRED } from '../helpers/stack-files';

const COMMAND = join(__dirname, '..', '..', 'dist', 'cli.js');

jest.setTimeout(120_000);

describe('complete', () => {
  /** What a shell is given to choose from, behind the words of a line. */
  const completedIn = (cwd: string | undefined, ...words: string[]) =>
    node([COMMAND, 'complete', '--', ...words], { cwd })
      .stdout.split('\n')
      .flatMap((line) => (line.startsWith(':') || line === '' ? [] : line.split('\t')[0]));

  const completed = (...words: string[]) => completedIn(undefined, ...words);

  test('knows the commands, the options of one, and the environments of the project', () => {
    expect(completed('')).toEqual(
      expect.arrayContaining(['validate', 'synth', 'check', 'list', 'describe', 'explain']),
    );
    expect(completed('synth', '--st')).toEqual(['--stacks', '--strict']);
    const project = folderOf({ 'stacks/blue.yaml': REQUIRED, 'stacks/green.yaml': REQUIRED });
    expect(completedIn(project, 'describe', '')).toEqual(['blue', 'green']);
  });

  test('prints a script that bash can read', () => {
    const { status, stdout } = command(['complete', 'bash']);
    const read = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    expect({ status, read: read.status, error: read.stderr }).toEqual({ status: 0, read: 0, error: '' });
    expect(stdout).toContain('prefect-ecs-worker complete --');
  });
});
