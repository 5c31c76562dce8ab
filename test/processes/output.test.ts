import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { hashOf, RECORD } from '../../src/disk/record';
import { compare, write, writeOnly } from '../../src/output/output';
import { thisProcess } from '../../src/output/running';
import type { Staleness } from '../../src/output/staleness';
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

type Call = 'writeFileSync' | 'renameSync' | 'mkdirSync' | 'rmSync';
type Files = ReadonlyMap<string, string>;

/** Writes in a process of its own, which gets the signal when it has called this function of the file system so often. */
function killedAt(signal: NodeJS.Signals, call: Call, nth: number, folder: string, files: Files) {
  return interruptedBy(`process.kill(process.pid, '${signal}')`, call, nth, folder, files);
}

/** The same, but a program runs then. Prints what the run noted. */
function interruptedBy(program: string, call: Call, nth: number, folder: string, files: Files) {
  const script = `
    const fs = require('node:fs');
    const { ${call}: real } = fs;
    let calls = 0;
    fs.${call} = (...args) => {
      const result = real(...args);
      calls += 1;
      if (calls === ${nth}) ${program};
      return result;
    };
    const { write } = require(${JSON.stringify(output)});
    const { notes } = write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...files])}));
    for (const note of notes) console.log(note);
  `;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
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

test('it is finished as well where its number is that of a process which goes on', () => {
  const { folder, left } = interrupted('SIGKILL', 'renameSync', 4);
  const staging = left.find((name) => name.startsWith('.staging-run-')) as string;
  renameSync(join(folder, staging), join(folder, `.staging-run-${process.pid}-other`));
  writeOnly(folder, new Map());
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
});

test('what somebody wrote since a run was killed stays when the next one finishes it', () => {
  const { folder } = interrupted('SIGKILL', 'renameSync', 4);
  const [unfinished] = compare(folder, FILES).missing as [string];
  writeFileSync(join(folder, unfinished), 'of somebody');
  writeOnly(folder, new Map());
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([{ ...UP_TO_DATE, changed: [unfinished] }, []]);
});

describe('what somebody does while a run moves files', () => {
  const [, readme, document] = PATHS as [string, string, string];

  test.each<[what: string, does: (folder: string, elsewhere: string) => string, left: string[]]>([
    [
      'a new file',
      (folder) =>
        `fs.mkdirSync('${folder}/stacks/dev', { recursive: true }); fs.writeFileSync('${folder}/${document}', 'x')`,
      [document],
    ],
    [
      'a link in place of a folder',
      (folder, elsewhere) => `fs.symlinkSync('${elsewhere}', '${folder}/stacks')`,
      [readme, document],
    ],
  ])('%s is left, nothing is written through it, and the run says so', (_, does, left) => {
    const folder = folderOf({ 'manifest.json': 'old' });
    const elsewhere = scratchFolder();
    const { stdout } = interruptedBy(`{ ${does(folder, elsewhere)} }`, 'renameSync', 3, folder, FILES);
    const notes = left.map((path) => `left ${join(folder, path)}: it was changed while this run wrote. Run it again\n`);
    expect([stdout, filesIn(elsewhere), leftovers(folder)]).toEqual([notes.join(''), {}, []]);
  });
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
  const alone = (folder: string) => locked(folder, (isAlone) => isAlone, { silent: 1_000, whole: 0 });
  const elsewhere = { pid: 1, host: 'elsewhere' };

  /** So that the folder is as old as that, for the clock of the file system. */
  function age(folder: string, seconds: number): void {
    const then = Date.now() / 1_000 - seconds;
    utimesSync(folder, then, then);
  }

  test('the lock of a run that was killed holds nobody up', () => {
    const folder = lock({ ...thisProcess(), pid: dead() });
    write(folder, FILES);
    expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
  });

  // Only Linux tells when a process began, and which container numbered it.
  const onLinux = process.platform === 'linux' ? test : test.skip;

  onLinux('nor does that of a killed run whose number another process has now', () => {
    expect(alone(lock({ ...thisProcess(), started: '1' }))).toBe(true);
  });

  onLinux('a container with the name of this machine numbers its processes for itself: it is waited for', () => {
    expect(() => alone(lock({ ...thisProcess(), pid: dead(), namespace: 'pid:[1]' }))).toThrow(
      'writes into this folder',
    );
  });

  test.each([
    ['of this machine', { ...thisProcess(), pid: process.ppid, started: undefined }],
    ['of another machine', elsewhere],
  ])('a run %s that does not end is named, and nothing is written', (_, owner) => {
    const folder = lock(owner);
    expect(() => locked(folder, () => write(folder, FILES), { silent: 1_000, whole: 0 })).toThrow(
      `process ${owner.pid} on ${owner.host} writes into this folder`,
    );
    expect(Object.keys(filesIn(folder))).toEqual(['.staging-lock/owner.json']);
  });

  test('a clock that is set back makes nobody wait for longer', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
    try {
      expect(() => locked(lock(elsewhere), () => 'done', { silent: 1_000, whole: 100 })).toThrow(
        'writes into this folder',
      );
    } finally {
      clock.mockRestore();
    }
  });

  test.each([
    ['of another machine', elsewhere],
    ['of nobody who is known', {}],
    ['that is no owner', null],
  ])('the lock %s is left when it is ten minutes old', (_, owner) => {
    const folder = lock(owner as object);
    age(join(folder, '.staging-lock'), 601);
    expect(alone(folder)).toBe(true);
  });

  test('who waits keeps what it signed, and a killed one does not', () => {
    const folder = folderOf({
      '.staging-lock-1/owner.json': JSON.stringify(elsewhere),
      '.staging-lock-2/owner.json': JSON.stringify({ ...thisProcess(), pid: dead() }),
      '.staging-lock-3/owner.json': JSON.stringify(elsewhere),
    });
    age(join(folder, '.staging-lock-3'), 601);
    expect(alone(folder)).toBe(true);
    expect(leftovers(folder)).toEqual(['.staging-lock-1']);
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

  test.each([
    ['ENOSPC', 'the disk is full (ENOSPC)\n    → free some space, and run this again'],
    [
      'EMFILE',
      'too many files are open (EMFILE)\n    → end other programs, or raise the limit (ulimit -n), and run this again',
    ],
  ])('%s: the file is named as the user knows it', (code, problem) => {
    const folder = folderOf({ 'manifest.json': 'old' });
    chmodSync(folder, 0o777);
    const full = `require('node:fs').writeFileSync = (path) => {
      throw Object.assign(new Error(), { code: '${code}', syscall: 'write', path });
    };`;
    expect(writtenElsewhere(folder, files, full)).toBe(`generated/stacks/dev/cdk.tf.json\n    ${problem}`);
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
