import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Staleness, write } from '../../src/output';
import { folderOf } from '../helpers/stack-files';

const PATHS = ['manifest.json', 'stacks/dev/README.md', 'stacks/dev/cdk.tf.json'];
const FILES = new Map(PATHS.map((path) => [path, 'new']));
const UP_TO_DATE: Staleness = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [] };

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
    const { write } = require(${JSON.stringify(join(__dirname, '..', '..', 'src', 'output.ts'))});
    write(${JSON.stringify(folder)}, new Map(${JSON.stringify([...FILES])}));
  `;
  const { signal: endedBy } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script]);
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
