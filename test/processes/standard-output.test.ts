import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;
const BUNDLE = join(__dirname, '..', '..', 'dist', 'cli.js');
const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

const FULL = '/dev/full';
const onLinux = existsSync(FULL) ? test : test.skip;

onLinux.each([[], ['--json']])('fails where what it prints cannot be written %s', (...flags) => {
  const script = '"$0" "$@" > /dev/full';
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', script, process.execPath, BUNDLE, 'list', '--stacks', stacks, ...flags],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('standard output\n    cannot be written (ENOSPC)')]);
  expect(stderr).not.toMatch(TRACE);
});

test('ends well where only a part of what it prints is read', () => {
  const script = '{ "$0" "$@"; echo "exit $?" >&2; } | head -c 1';
  const args = ['-c', script, process.execPath, BUNDLE, 'describe', 'dev', '--json', '--stacks', stacks];
  const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['{', 'exit 0\n']);
});
