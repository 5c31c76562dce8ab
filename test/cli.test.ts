import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../src/config/load';
import { generate, generateOnly } from '../src/generate';
import { command } from './helpers/command';
import { filesIn } from './helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from './helpers/stack-files';

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;

const stacks = folderOf({ 'dev.yaml': REQUIRED, 'prod.yaml': { ...REQUIRED, preset: 'reference' } });

describe('synth', () => {
  test('writes all of generated/, says so, and leaves nothing elsewhere', () => {
    const out = join(scratchFolder(), 'generated');
    const TMPDIR = scratchFolder();
    const ours = () => readdirSync(TMPDIR).filter((name) => name.startsWith('prefect-ecs-worker'));
    expect(command(['synth', '--stacks', stacks, '--out', out], { TMPDIR })).toEqual({
      status: 0,
      stdout: `${out}: dev, prod – 12 files written\n`,
      stderr: '',
    });
    expect(filesIn(out)).toEqual(Object.fromEntries([...generate(loadEnvironments(stacks))].sort()));
    expect(ours()).toEqual([]);
  });

  test('with a name writes the folder of this environment only', () => {
    const out = folderOf({ 'stacks/gone/cdk.tf.json': '' });
    expect(command(['synth', 'prod', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: `${out}: prod – 2 files written\n`,
      stderr: '',
    });
    const only = generateOnly(loadEnvironments(stacks, ['prod']));
    expect(filesIn(out)).toEqual({ ...Object.fromEntries(only), 'stacks/gone/cdk.tf.json': '' });
  });
});

describe('check', () => {
  const files = generate(loadEnvironments(stacks));

  test('has nothing to say when everything is as the stack files say', () => {
    const out = folderOf(Object.fromEntries(files));
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: `${out} is up to date\n`,
      stderr: '',
    });
  });

  test('lists what is missing, different or abandoned, exits 1, and writes nothing', () => {
    const { 'manifest.json': _, ...others } = Object.fromEntries(files);
    const stale = { ...others, 'module/main.tf.json': '{}', 'stacks/old/cdk.tf.json': '' };
    const out = folderOf(stale);
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 1,
      stdout: [
        `missing  ${out}/manifest.json`,
        `changed  ${out}/module/main.tf.json`,
        `abandoned  ${out}/stacks/old`,
        'Run: npx prefect-ecs-worker synth',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(filesIn(out)).toEqual(
      Object.fromEntries(Object.entries(stale).sort(([one], [other]) => (one < other ? -1 : 1))),
    );
  });
});

describe('a mistake is shown without a trace, with exit 1, and nothing is written:', () => {
  function refused(args: readonly string[], out = join(scratchFolder(), 'generated')): string {
    const { status, stdout, stderr } = command([...args, '--out', out]);
    expect({ status, stdout, trace: TRACE.exec(stderr), isWritten: existsSync(out) }).toEqual({
      status: 1,
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
  });

  test('an environment that is not there', () => {
    expect(refused(['synth', 'prdo', '--stacks', stacks])).toContain(
      'has no environment "prdo"\n    → did you mean prod?',
    );
  });

  test('an output folder that cannot be one, because a file is in its way', () => {
    const file = join(folderOf({ 'a-file': '' }), 'a-file');
    expect(refused(['synth', '--stacks', stacks], join(file, 'generated'))).toContain(file);
  });
});

test('a bug keeps its trace', () => {
  const bug = join(
    folderOf({ 'bug.cjs': "require('node:fs').mkdtempSync = () => { throw new Error('a bug'); };" }),
    'bug.cjs',
  );
  const { status, stderr } = command(['synth', '--stacks', stacks, '--out', scratchFolder()], {
    NODE_OPTIONS: `--require ${bug}`,
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('Error: a bug');
  expect(stderr).toMatch(/^ +at synthesize \(.*:\d+:\d+\)$/m);
});
