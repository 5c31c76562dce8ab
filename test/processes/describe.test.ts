import { parse } from 'yaml';
import { command } from '../helpers/command';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

describe('describe', () => {
  const folder = folderOf({
    '_base.yaml': { ...REQUIRED, worker: { environment: { DB_PASSWORD: 'hunter2' } } },
    'dev.yaml': 'extends: _base.yaml\nworker_cpu: 512\nworker_memory: 1024\n',
  });

  test('prints a stack file with the origin of each value, and no secret', () => {
    const { status, stdout } = command(['describe', 'dev', '--stacks', folder]);
    expect(status).toBe(0);
    expect(stdout).toContain(`\nregion: us-east-1 # ${folder}/_base.yaml:1\n`);
    expect(stdout).toContain(`\nworker_cpu: 512 # ${folder}/dev.yaml:2\n`);
    expect(stdout).toContain('\nworker_type: ecs # default\n');
    expect(stdout).toMatch(/\nworker_image: prefecthq\/\S+ # preset hardened\n/);
    expect(stdout).not.toContain('hunter2');
    expect(parse(stdout)).toMatchObject({ ...REQUIRED, worker_cpu: 512 });
  });

  test('shows what a terminal would obey or hide, as YAML that has the same values', () => {
    const environment = { TURNED: 'a\u202eb', JOINED: 'a\u200bb', LINES: 'a\nb\n' };
    const odd = folderOf({ 'odd.yaml': { ...REQUIRED, worker: { environment } } });
    const { status, stdout, stderr } = command(['describe', 'odd', '--stacks', odd]);
    expect(status).toBe(0);
    expect(`${stdout}${stderr}`).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(parse(stdout).worker.environment).toEqual(environment);
    const json = command(['describe', 'odd', '--json', '--stacks', odd]).stdout;
    expect(json).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(json).values).toContainEqual(
      expect.objectContaining({ path: 'worker.environment.TURNED', value: environment.TURNED }),
    );
  });

  test('with --json prints a path, a value and an origin each', () => {
    const { stdout } = command(['describe', 'dev', '--json', '--stacks', folder]);
    expect(stdout).not.toContain('hunter2');
    const { values } = JSON.parse(stdout);
    expect(values).toContainEqual({
      path: 'worker_cpu',
      value: 512,
      from: 'file',
      file: `${folder}/dev.yaml`,
      line: 2,
    });
    expect(values).toContainEqual({ path: 'worker_type', value: 'ecs', from: 'default' });
  });
});
