import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { thisProcess } from '../../src/output/running';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { run } from '../helpers/run';
import { REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const CLI = join(__dirname, '..', '..', 'dist', 'cli.js');

// The bundle builds itself anew, if it has to.
beforeAll(() => expect(command(['--version']).status).toBe(0));

test.each([
  ['synth', []],
  ['synth dev', ['dev']],
  ['synth --shard 1/1', ['--shard', '1/1']],
])('%s waits for another run, and then writes what the stack files say by then', async (_, args) => {
  const folder = scratchFolder();
  const [out, stackFile] = [join(folder, 'generated'), join(folder, 'stacks', 'dev.yaml')];
  const lock = join(out, '.staging-lock');
  mkdirSync(join(folder, 'stacks'));
  writeFileSync(stackFile, stringify({ ...REQUIRED, worker_cpu: 512 }));
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'owner.json'), JSON.stringify(thisProcess()));
  const ended = run(process.execPath, [CLI, 'synth', '--dir', folder, ...args]);
  while (!readdirSync(out).some((entry) => /^\.staging-lock-\d+$/.test(entry))) await sleep(10);
  writeFileSync(stackFile, stringify({ ...REQUIRED, worker_cpu: 1024 }));
  rmSync(lock, { recursive: true });
  expect(await ended).toMatchObject({ status: 0 });
  const document = JSON.parse(readFileSync(join(out, 'stacks', 'dev', 'cdk.tf.json'), 'utf8'));
  expect(document.variable.worker_cpu.default).toBe(1024);
});

test('a run with a mistake leaves no folder behind that was not there', () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'stacks'));
  writeFileSync(join(folder, 'stacks', 'dev.yaml'), stringify({ ...REQUIRED, worker_cpu: 'much' }));
  const { status, stderr } = command(['synth', '--dir', folder, '--out', join(folder, 'a', 'b', 'c')]);
  expect([status, stderr]).toEqual([1, expect.stringContaining('Nothing was written.')]);
  expect(Object.keys(filesIn(folder))).toEqual(['stacks/dev.yaml']);
  expect(readdirSync(folder)).toEqual(['stacks']);
});
