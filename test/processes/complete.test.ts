import { spawnSync } from 'node:child_process';
import { command } from '../helpers/command';

jest.setTimeout(120_000);

describe('complete', () => {
  /** What a shell is given to choose from, behind the words of a line. */
  const completed = (...words: string[]) =>
    command(['complete', '--', ...words])
      .stdout.split('\n')
      .flatMap((line) => (line.startsWith(':') || line === '' ? [] : line.split('\t')[0]));

  test('knows the commands, the options of one, and the environments of the project', () => {
    expect(completed('')).toEqual(
      expect.arrayContaining(['validate', 'synth', 'check', 'list', 'describe', 'explain']),
    );
    expect(completed('synth', '--st')).toEqual(['--stacks', '--strict']);
    expect(completed('describe', '')).toEqual(['dev', 'prod', 'staging']);
  });

  test('prints a script that bash can read', () => {
    const { status, stdout } = command(['complete', 'bash']);
    const read = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    expect({ status, read: read.status, error: read.stderr }).toEqual({ status: 0, read: 0, error: '' });
    expect(stdout).toContain('prefect-ecs-worker complete --');
  });
});
