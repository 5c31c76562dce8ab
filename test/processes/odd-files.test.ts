import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { stringify } from 'yaml';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'dist', 'cli.js');
const scripts = scratchFolder();

/** Each in one file, which a process loads in no time. */
beforeAll(() => {
  buildSync({
    entryPoints: { files: join(ROOT, 'src', 'disk', 'write-files.ts'), eject: join(ROOT, 'src', 'hcl', 'folder.ts') },
    bundle: true,
    platform: 'node',
    outdir: scripts,
  });
});

/** Runs `code` in a process that is killed after the n-th call that changes something on the disk; whether it was. */
function isKilledAt(nth: number, module: 'files' | 'eject', code: string): boolean {
  const script = `
    const fs = require('node:fs');
    let calls = 0;
    for (const call of ['writeFileSync', 'renameSync', 'linkSync', 'rmSync', 'mkdirSync']) {
      const real = fs[call];
      fs[call] = (...args) => {
        // Half of a text is on the disk when a process is killed that writes it.
        if (call === 'writeFileSync' && calls + 1 === ${nth}) args[1] = args[1].slice(0, args[1].length / 2);
        const result = real(...args);
        calls += 1;
        if (calls === ${nth}) process.kill(process.pid, 'SIGKILL');
        return result;
      };
    }
    const { createFiles, replaceFiles, writeFolder } = require(${JSON.stringify(join(scripts, module))});
    ${code}
  `;
  const { signal, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return signal === 'SIGKILL';
}

/** What is there, but for hidden files, which nobody reads. */
function visible(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(filesIn(folder)).filter(([name]) => !name.startsWith('.')));
}

function killsUntilDone(attempt: (nth: number) => boolean): number {
  let kills = 0;
  while (attempt(kills + 1)) kills += 1;
  return kills;
}

test('a file that a killed run created is whole or not there', () => {
  const kills = killsUntilDone((nth) => {
    const folder = scratchFolder();
    const killed = isKilledAt(nth, 'files', `createFiles([[${JSON.stringify(join(folder, 'a'))}, 'text']])`);
    expect(['text', undefined]).toContain(visible(folder)['a']);
    return killed;
  });
  expect(kills).toBeGreaterThan(2);
});

test('a file of somebody else that a killed run replaced has one text or the other', () => {
  const kills = killsUntilDone((nth) => {
    const folder = folderOf({ a: 'old', b: 'old' });
    const files = ['a', 'b'].map((name) => [join(folder, name), 'new text']);
    const killed = isKilledAt(nth, 'files', `replaceFiles(${JSON.stringify(files)})`);
    for (const text of Object.values(visible(folder))) expect(['old', 'new text']).toContain(text);
    expect(Object.keys(visible(folder))).toEqual(['a', 'b']);
    return killed;
  });
  expect(kills).toBeGreaterThan(4);
});

test('after an eject that was killed, another one with other texts takes its files for its own', () => {
  const written = (folder: string, text: string) =>
    `writeFolder(${JSON.stringify(folder)}, new Map(['a.tf', 'b.tf'].map((name) => [name, ${JSON.stringify(text)}])));`;
  const kills = killsUntilDone((nth) => {
    const folder = scratchFolder();
    isKilledAt(0, 'eject', written(folder, 'first'));
    const killed = isKilledAt(nth, 'eject', written(folder, 'second'));
    isKilledAt(0, 'eject', written(folder, 'third'));
    expect(visible(folder)).toMatchObject({ 'a.tf': 'third', 'b.tf': 'third' });
    return killed;
  });
  expect(kills).toBeGreaterThan(6);
});

test('an eject onto a full disk says so, and changes nothing', () => {
  const folder = folderOf({ 'stacks/dev.yaml': stringify(REQUIRED) });
  const out = join(folder, 'hcl');
  const eject = ['eject', 'dev', '--dir', folder, '--out', out];
  const refused = /would be larger than a file may be here \(EFBIG\)\n.*\n1 problem\. Nothing was written\.\n$/;
  expect(command(eject)).toMatchObject({ status: 0 });
  const first = filesIn(out);
  writeFileSync(join(folder, 'stacks', 'dev.yaml'), stringify({ ...REQUIRED, tags: { Team: 'data' } }));
  expect(limited(8, ...eject).stderr).toMatch(refused);
  expect(filesIn(out)).toEqual(first);

  rmSync(out, { recursive: true });
  expect(limited(8, ...eject).stderr).toMatch(refused);
  expect(existsSync(out)).toBe(false);
});

/** The command, where no file may be longer than some blocks of 512 bytes, as on a disk that is full. */
function limited(blocks: number, ...args: string[]) {
  const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
  return spawnSync('sh', ['-c', script, 'sh', process.execPath, CLI, ...args], { encoding: 'utf8' });
}

test.each([
  ['upgrade', (folder: string) => ['upgrade', '--dir', folder]],
  [
    'init',
    (folder: string) => [
      ...['init', 'prod', '--dir', folder, '--region', 'us-east-1', '--pool', 'pool', '--vpc', 'new'],
      ...['--account', REQUIRED.prefect_account_id, '--workspace', REQUIRED.prefect_workspace_id],
    ],
  ],
])('%s on a full disk says so, and changes nothing', (_, args) => {
  const stackFile = `worker: {init_process: true}\n${Object.entries(REQUIRED)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('')}# ${'long '.repeat(2000)}\n`;
  const folder = folderOf({ 'stacks/dev.yaml': stackFile });
  // Loads, and builds the command where it is not built.
  expect(command(['validate', '--dir', folder])).toMatchObject({ status: 1 });
  const { status, stderr } = limited(1, ...args(folder));
  expect(stderr).toMatch(/\(EFBIG\)\n.*\n1 problem\. Nothing was written\.\n$/);
  expect(status).toBe(1);
  expect(filesIn(folder)).toEqual({ 'stacks/dev.yaml': stackFile });
});

test.each(['init', 'adopt'])('%s reads no pipe, which might have no end', (name) => {
  const folder = scratchFolder();
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  const args = name === 'init' ? ['init', 'dev', '--from', join(folder, 'pipe')] : ['adopt', join(folder, 'pipe')];
  expect(command([...args, '--dir', folder]).stderr).toContain('pipe\n    is no regular file');
});

test.each(['../../outside', 'a/b', '', '.', '_base', 'x'.repeat(300)])(
  'init writes no stack file of the name %j',
  (name) => {
    const folder = folderOf({ 'inner/deeper/keep': '' });
    const dir = join(folder, 'inner', 'deeper');
    const answers = ['--region', 'us-east-1', '--pool', 'pool', '--vpc', 'new'];
    const ids = ['--account', REQUIRED.prefect_account_id, '--workspace', REQUIRED.prefect_workspace_id];
    const { status, stderr } = command(['init', '--dir', dir, ...answers, ...ids, '--', name]);
    expect(stderr).toContain('invalid name of an environment: it must be lower-case letters');
    expect(status).toBe(1);
    expect(filesIn(folder)).toEqual({ 'inner/deeper/keep': '' });
  },
);

test.each(['{}', '{"provider":{"aws":null}}', '{"provider":{"aws":[{"region":5}]}}'])(
  'doctor looks at no document without a region: %s',
  (document) => {
    const folder = folderOf({ 'cdk.tf.json': document });
    const { status, stderr } = command(['doctor', '--folder', folder]);
    expect(stderr).toContain('cdk.tf.json\n    sets no region: it is no document of an environment');
    expect(status).toBe(1);
  },
);

test.each([
  ['list'],
  ['validate'],
  ['synth'],
  ['check'],
  ['upgrade'],
  ['diff'],
  ['eject', 'dev', '--out', 'x'],
  [
    'init',
    'dev',
    '--region',
    'us-east-1',
    '--pool',
    'pool',
    '--vpc',
    'new',
    '--account',
    REQUIRED.prefect_account_id,
    '--workspace',
    REQUIRED.prefect_workspace_id,
  ],
])('%s names a link that leads to itself, without a trace', (...args) => {
  const folder = scratchFolder();
  symlinkSync('stacks', join(folder, 'stacks'));
  const { status, stderr } = command([...args, '--dir', folder]);
  expect(stderr).toMatch(
    /\/stacks(\/dev\.yaml)?\n {4}leads through links that lead to each other \(ELOOP\)\n {4}→ remove one of the links/,
  );
  expect(stderr).toMatch(/\n1 problem\.( Nothing was written\.)?\n$/);
  expect(status).toBe(1);
});

test('synth and check look into no pipe and no large file among the stack files', () => {
  const stackFile = Object.entries(REQUIRED).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  const folder = folderOf({ 'stacks/dev.yaml': stackFile.join(''), 'stacks/_large.yaml': '' });
  spawnSync('mkfifo', [join(folder, 'stacks', '_pipe.yaml')]);
  truncateSync(join(folder, 'stacks', '_large.yaml'), 3_000_000_000);
  expect(command(['synth', '--dir', folder])).toMatchObject({ status: 0 });
  expect(command(['check', '--dir', folder])).toMatchObject({ status: 0 });
  rmSync(join(folder, 'stacks', '_large.yaml'));
});

test.each([
  'index.html',
  'README.md',
  'environment.schema.json',
  'stacks/dev/README.md',
  'stacks/dev/.generated.sha256',
])('synth overwrites no pipe at %s, and does not read it', (path) => {
  const stackFile = Object.entries(REQUIRED).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  const folder = folderOf({ 'stacks/dev.yaml': stackFile.join('') });
  expect(command(['synth', '--dir', folder])).toMatchObject({ status: 0 });
  const pipe = join(folder, 'generated', path);
  rmSync(pipe);
  spawnSync('mkfifo', [pipe]);
  const { status, stderr } = command(['synth', '--dir', folder]);
  expect(stderr).toContain(`${pipe}\n    is no regular file\n`);
  expect(status).toBe(1);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(command(['check', '--dir', folder])).toMatchObject({ status: 1 });
});
