import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compare, type Staleness, write } from '../../src/output';
import { node } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');

const PATHS = ['manifest.json', 'stacks/dev/README.md', 'stacks/dev/cdk.tf.json'];
const FILES = new Map(PATHS.map((path) => [path, 'new']));
const UP_TO_DATE: Staleness = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [] };

/** src/output.ts and what it imports in one file, which a process loads in a tenth of the time. */
const output = join(scratchFolder(), 'output.js');

beforeAll(() =>
  build({ entryPoints: [join(ROOT, 'src', 'output.ts')], bundle: true, platform: 'node', outfile: output }),
);
afterEach(() => new Promise(setImmediate));

/** Writes in a process of its own, which gets the signal when it has first called this function of the file system. */
function interrupted(signal: NodeJS.Signals, call: 'writeFileSync' | 'renameSync') {
  const folder = folderOf({ 'manifest.json': 'old' });
  const script = `
    const fs = require('node:fs');
    const { ${call}: real } = fs;
    fs.${call} = (...args) => {
      fs.${call} = real;
      real(...args);
      process.kill(process.pid, '${signal}');
    };
    const { write } = require(${JSON.stringify(output)});
    write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...FILES])}));
  `;
  const { signal: endedBy } = spawnSync(process.execPath, ['-e', script]);
  return { folder, endedBy, stale: compare(folder, FILES), left: leftovers(folder) };
}

const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.staging-'));

test('a run that is interrupted before it moves anything has changed nothing, and the next one cleans up', () => {
  const { folder, endedBy, stale, left } = interrupted('SIGTERM', 'writeFileSync');
  expect(endedBy).toBe('SIGTERM');
  expect(stale).toEqual({ ...UP_TO_DATE, missing: PATHS.slice(1), changed: ['manifest.json'] });
  expect(left).toHaveLength(1);
  write(folder, FILES);
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a run that gets %s while it moves files moves them all, and then ends by the signal',
  (signal) => {
    const { endedBy, stale, left } = interrupted(signal, 'renameSync');
    expect({ endedBy, stale, left }).toEqual({ endedBy: signal, stale: UP_TO_DATE, left: [] });
  },
);

test('a run that gets SIGKILL, which nobody can put off, leaves whole files, and the next one does the rest', () => {
  const { folder, endedBy, stale } = interrupted('SIGKILL', 'renameSync');
  expect(endedBy).toBe('SIGKILL');
  expect(stale.missing.length + stale.changed.length).toBe(PATHS.length - 1);
  write(folder, FILES);
  expect([compare(folder, FILES), leftovers(folder)]).toEqual([UP_TO_DATE, []]);
});

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
