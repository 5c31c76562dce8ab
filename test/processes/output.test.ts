import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { hashOf, RECORD } from '../../src/disk/record';
import { compare, type Staleness, write, writeOnly } from '../../src/output/output';
import { locked } from '../../src/output/write-lock';
import { node } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');

const PATHS = ['manifest.json', 'stacks/dev/README.md', 'stacks/dev/cdk.tf.json'];
const FILES = new Map(PATHS.map((path) => [path, 'new']));
const UP_TO_DATE: Staleness = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [] };

/** src/output/output.ts and what it imports in one file, which a process loads in a tenth of the time. */
const output = join(scratchFolder(), 'output.js');

beforeAll(() =>
  build({
    entryPoints: [join(ROOT, 'src', 'output', 'output.ts')],
    bundle: true,
    platform: 'node',
    outfile: output,
    // Only a build of the command has them.
    external: ['./compiled-templates'],
  }),
);
afterEach(() => new Promise(setImmediate));

/** Writes in a process of its own, which gets the signal when it has called this function of the file system so often. */
function killedAt(
  signal: NodeJS.Signals,
  call: 'writeFileSync' | 'renameSync' | 'mkdirSync' | 'rmSync',
  nth: number,
  folder: string,
  files: ReadonlyMap<string, string>,
) {
  const script = `
    const fs = require('node:fs');
    const { ${call}: real } = fs;
    let calls = 0;
    fs.${call} = (...args) => {
      const result = real(...args);
      calls += 1;
      if (calls === ${nth}) process.kill(process.pid, '${signal}');
      return result;
    };
    const { write } = require(${JSON.stringify(output)});
    write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...files])}));
  `;
  return spawnSync(process.execPath, ['-e', script]);
}

function interrupted(signal: NodeJS.Signals, call: 'writeFileSync' | 'renameSync', nth: number) {
  const folder = folderOf({ 'manifest.json': 'old' });
  const { signal: endedBy } = killedAt(signal, call, nth, folder, FILES);
  return { folder, endedBy, stale: compare(folder, FILES), left: leftovers(folder) };
}

const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.staging-'));

test('a run that is interrupted before it moves anything has changed nothing, and the next one cleans up', () => {
  const { folder, endedBy, stale, left } = interrupted('SIGTERM', 'writeFileSync', 2);
  expect(endedBy).toBe('SIGTERM');
  expect(stale).toEqual({ ...UP_TO_DATE, missing: PATHS.slice(1), changed: ['manifest.json'] });
  expect(left).toHaveLength(2);
  write(folder, FILES);
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a run that gets %s while it moves files moves them all, and then ends by the signal',
  (signal) => {
    const { endedBy, stale, left } = interrupted(signal, 'renameSync', 3);
    expect({ endedBy, stale, left }).toEqual({ endedBy: signal, stale: UP_TO_DATE, left: [] });
  },
);

test('a run that gets SIGKILL while it moves files is finished by the next one, whatever that one writes', () => {
  const { folder, endedBy, stale } = interrupted('SIGKILL', 'renameSync', 4);
  expect(endedBy).toBe('SIGKILL');
  expect(stale.missing.length + stale.changed.length).toBe(1);
  writeOnly(folder, new Map());
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
});

test('a run that is killed at any call of the file system is seen whole or not at all once the next has run', () => {
  const old = filesOfRun('old', ['a', 'b', 'obsolete']);
  const next = filesOfRun('next', ['a', 'b', 'added']);
  const before = scratchFolder();
  write(before, old);
  const seen = new Set<string>();
  for (const call of ['writeFileSync', 'mkdirSync', 'renameSync', 'rmSync'] as const) {
    for (let nth = 1; nth < 100; nth += 1) {
      const folder = folderOf(filesIn(before));
      const { signal } = killedAt('SIGKILL', call, nth, folder, next);
      if (signal === null) break;
      writeOnly(folder, new Map());
      const files = filesIn(folder);
      const isWhole = [old, next].map((all) => isDeepStrictEqual(files, Object.fromEntries(all)));
      expect({ call, nth, isWhole: isWhole.filter(Boolean).length }).toEqual({ call, nth, isWhole: 1 });
      seen.add(isWhole[0] ? 'old' : 'next');
    }
  }
  expect([...seen].sort()).toEqual(['next', 'old']);
});

describe('two runs at once', () => {
  test('write one after the other, and the last one counts', async () => {
    const folder = scratchFolder();
    const all = ['one', 'two', 'three', 'four'].map((text) => filesOfRun(text, ['a', 'b', text]));
    const ended = await Promise.all(all.map((files) => writtenBy(folder, files)));
    expect(ended).toEqual([0, 0, 0, 0]);
    const files = filesIn(folder);
    expect(all.filter((one) => isDeepStrictEqual(files, Object.fromEntries(one)))).toHaveLength(1);
  });

  const lock = (owner: object) => folderOf({ '.staging-lock/owner.json': JSON.stringify(owner) });
  const dead = () => spawnSync(process.execPath, ['-e', '']).pid;

  test('the lock of a run that was killed holds nobody up', () => {
    const folder = lock({ pid: dead(), host: hostname() });
    write(folder, FILES);
    expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
  });

  test.each([
    ['of this machine', { pid: process.ppid, host: hostname() }],
    ['of another machine', { pid: 1, host: 'elsewhere' }],
  ])('a run %s that does not end is named, and nothing is written', (_, owner) => {
    const folder = lock(owner);
    expect(() => locked(folder, () => write(folder, FILES), 0)).toThrow(
      `process ${owner.pid} on ${owner.host} writes into this folder`,
    );
    expect(Object.keys(filesIn(folder))).toEqual(['.staging-lock/owner.json']);
  });

  test('the lock of another machine is left when it is ten minutes old', () => {
    const folder = lock({ pid: 1, host: 'elsewhere' });
    const then = Date.now() / 1_000 - 601;
    utimesSync(join(folder, '.staging-lock'), then, then);
    expect(locked(folder, () => 'done', 0)).toBe('done');
  });
});

/** What a run writes for an environment, its record included. */
function filesOfRun(text: string, names: readonly string[]): Map<string, string> {
  const files = new Map(names.map((name) => [`stacks/dev/${name}`, `${text} ${name}`]));
  const record = names.map((name) => `${hashOf(`${text} ${name}`)}  ${name}`).join('\n');
  return new Map([...files, [`stacks/dev/${RECORD}`, `${record}\n`], ['manifest.json', text]]);
}

function writtenBy(folder: string, files: ReadonlyMap<string, string>): Promise<number | null> {
  const script = `require(${JSON.stringify(output)}).write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...files])}))`;
  return new Promise((resolve) => spawn(process.execPath, ['-e', script]).on('exit', resolve));
}

describe('what the disk refuses', () => {
  const files = new Map([
    ['stacks/dev/cdk.tf.json', 'dev'],
    ['stacks/prod/cdk.tf.json', 'prod'],
    ['manifest.json', 'all'],
  ]);

  test('one folder without permission: named, and no other is written', () => {
    const folder = folderOf({ 'stacks/prod/cdk.tf.json': 'old', 'stacks/dev/cdk.tf.json': 'old' });
    chmodSync(join(folder, 'stacks/prod'), 0o555);
    for (const place of [folder, join(folder, 'stacks'), join(folder, 'stacks/dev')]) chmodSync(place, 0o777);
    expect(writtenElsewhere(folder, files, '')).toBe(
      'generated/stacks/prod\n    you have no permission for it (EACCES)\n    → run this as its owner, or use another folder: --out DIR',
    );
    expect(filesIn(folder)).toEqual({ 'stacks/dev/cdk.tf.json': 'old', 'stacks/prod/cdk.tf.json': 'old' });
  });

  test('a full disk: the file is named as the user knows it', () => {
    const folder = folderOf({ 'manifest.json': 'old' });
    chmodSync(folder, 0o777);
    const full = `require('node:fs').writeFileSync = (path) => {
      throw Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write', path });
    };`;
    expect(writtenElsewhere(folder, files, full)).toBe(
      'generated/stacks/dev/cdk.tf.json\n    the disk is full (ENOSPC)\n    → free some space, and run this again',
    );
    expect(filesIn(folder)).toEqual({ 'manifest.json': 'old' });
  });
});

/** What is refused to a process of its own, which is nobody's: root may write everywhere. */
function writtenElsewhere(folder: string, files: ReadonlyMap<string, string>, first: string): string {
  const script = `
    process.setuid?.(process.getuid() === 0 ? 65534 : process.getuid());
    try {
      write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...files])}));
    } catch ({ name, message }) {
      console.log(name === 'ConfigError' ? message : name);
    }
  `;
  const { stdout, stderr } = node(['-e', `const { write } = require(${JSON.stringify(output)});\n${first}${script}`]);
  expect(stderr).toBe('');
  return stdout.trimEnd().replaceAll(folder, 'generated');
}
