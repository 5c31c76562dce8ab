import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../helpers/command';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;
const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

describe('a mistake is shown without a trace, and nothing is written:', () => {
  function refused(args: readonly string[], exitCode = 1, out = join(scratchFolder(), 'generated')): string {
    const { status, stdout, stderr } = command([...args, '--out', out]);
    expect({ status, stdout, trace: TRACE.exec(stderr), isWritten: existsSync(out) }).toEqual({
      status: exitCode,
      stdout: '',
      trace: null,
      isWritten: false,
    });
    return stderr;
  }

  test('mistakes in several files, all of them', () => {
    const folder = folderOf({ 'a.yaml': { ...REQUIRED, worker_cpu: 300 }, 'b.yaml': 'region: [', 'c.yaml': REQUIRED });
    const report = refused(['synth', '--stacks', folder]);
    expect(report).toContain(`${folder}/a.yaml:9 worker_cpu: 300`);
    expect(report).toContain(`${folder}/b.yaml:1\n`);
    expect(report).toMatch(/\n2 problems in 2 files\. Nothing was written\.\n$/);
  });

  test('an environment that is not there', () => {
    expect(refused(['synth', 'prdo', '--stacks', stacks], 2)).toContain(
      'has no environment "prdo"\n    → did you mean prod?',
    );
  });

  test('with --json as data too', () => {
    const folder = folderOf({ 'a.yaml': { ...REQUIRED, worker_cpu: 300 } });
    const { status, stdout, stderr } = command(['synth', '--json', '--stacks', folder, '--out', scratchFolder()]);
    expect({ status, isShown: stderr.includes('worker_cpu: 300') }).toEqual({ status: 1, isShown: true });
    expect(JSON.parse(stdout).problems).toEqual([
      expect.objectContaining({ file: `${folder}/a.yaml`, line: 9, path: 'worker_cpu', value: 300 }),
    ]);
  });

  test('an output folder that cannot be one, because a file is in its way', () => {
    const file = join(folderOf({ 'a-file': '' }), 'a-file');
    expect(refused(['synth', '--stacks', stacks], 1, join(file, 'generated'))).toContain(file);
  });
});

describe('wrong use exits with 2, and writes nothing:', () => {
  test.each<[string, readonly string[], string]>([
    ['an option that is not there', ['synth', '--strcit'], '(Did you mean --strict?)'],
    ['a command that is not there', ['sinth'], '(Did you mean synth?)'],
    ['a field without a name', ['explain', '..'], 'has no field ".."'],
    ['a folder that is not there', ['check', '--stacks', '/nowhere'], '/nowhere\n    is not a folder'],
  ])('%s', (_, args, said) => {
    const { status, stdout, stderr } = command(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
    // Who mistypes reads the reason: it is not followed by a page of help.
    expect(stderr.trimEnd().split('\n').length).toBeLessThan(6);
  });

  test.each<[string, string, string]>([
    ['a key that was meant for somewhere else', `pnu_${'aB3dE6gH9j'.repeat(4)}`, '(hidden: looks like a secret)'],
    ['a character that a terminal obeys', 'a\u001b[31m', 'a\\u001b[31m'],
    ['a command that is a key', '', '(hidden: looks like a secret)'],
  ])('%s is not repeated', (_, value, shown) => {
    const key = `pnu_${'aB3dE6gH9j'.repeat(4)}`;
    const { status, stderr } = command(value === '' ? [key] : ['init', '--auth', value]);
    expect(status).toBe(2);
    expect(stderr).toContain(`'${shown}'`);
    expect(stderr).not.toContain(value === '' ? key : value);
  });

  test('asking for help is no wrong use, and names the exit codes', () => {
    const { status, stdout } = command(['check', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('2  wrong use');
  });
});

describe('a warning', () => {
  const doubtful = { ...REQUIRED, worker: { environment: { DB_PASSWORD: 'hunter2' } } };
  const folder = folderOf({
    '_base.yaml': doubtful,
    'dev.yaml': 'extends: _base.yaml',
    'prod.yaml': 'extends: _base.yaml\nworker_work_pool_name: prod',
  });
  const run = (args: readonly string[], variables = {}) => {
    const out = join(scratchFolder(), 'generated');
    return { ...command([...args, '--stacks', folder, '--out', out], variables), isWritten: existsSync(out) };
  };
  const words = `${folder}/_base.yaml:11 worker.environment.DB_PASSWORD\n    warning plain-secret: looks like a secret`;

  test('is printed once, on stderr, and what was asked for is done', () => {
    const { status, stdout, stderr, isWritten } = run(['synth']);
    expect({ status, stdout, isWritten }).toEqual({ status: 0, stdout: '', isWritten: true });
    expect(stderr).toContain(words);
    expect(stderr.match(/DB_PASSWORD/g)).toHaveLength(1);
    expect(stderr).toContain('\n1 warning.\n');
    expect(stderr).not.toContain('hunter2');
  });

  test.each<[string, readonly string[], object]>([
    ['with --strict', ['synth', '--strict'], {}],
    ['with --strict, for one environment', ['synth', 'dev', '--strict'], {}],
    ['for check with --strict', ['check', '--strict'], {}],
    ['with the environment variable', ['synth'], { PREFECT_ECS_WORKER_STRICT: '1' }],
  ])('is a mistake %s', (_, args, variables) => {
    const { status, stderr, isWritten } = run(args, variables);
    expect({ status, isWritten }).toEqual({ status: 1, isWritten: false });
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/\n1 warning, which is a mistake here\.( Nothing was written\.)?\n$/);
  });

  test('is printed beside the mistakes, and counted apart', () => {
    const both = folderOf({ 'dev.yaml': { ...doubtful, worker_cpu: 300, worker_desired_count: -1 } });
    const { status, stderr } = command(['check', '--stacks', both]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\n2 mistakes and 1 warning\.\n$/);
  });
});

test('a bug keeps its trace', () => {
  const bug = join(
    folderOf({ 'bug.cjs': "require('node:fs').readdirSync = () => { throw new Error('a bug'); };" }),
    'bug.cjs',
  );
  const { status, stderr } = command(['synth', '--stacks', stacks, '--out', scratchFolder()], {
    NODE_OPTIONS: `--require ${bug}`,
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('Error: a bug');
  expect(stderr).toMatch(TRACE);
});
