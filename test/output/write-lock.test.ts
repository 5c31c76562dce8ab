import { mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisProcess } from '../../src/output/running';
import { locked } from '../../src/output/write-lock';
import { filesIn } from '../helpers/folder';
import { folderOf } from '../helpers/stack-files';

const LOCK = '.staging-lock';

/** Waits no longer than for one look. */
const AT_ONCE = { silent: 1_000, whole: 1 };

const lockedBy = (owner: unknown) =>
  folderOf({ [`${LOCK}/owner.json`]: typeof owner === 'string' ? owner : JSON.stringify(owner) });

describe('fails on a lock that no run has made, and works no more without one:', () => {
  test('a file', () => {
    const folder = folderOf({ [LOCK]: 'mine' });
    expect(() => locked(folder, () => 'written')).toThrow(
      `${join(folder, LOCK)}\n    is no folder: a run that writes into its folder makes one of this name\n    → move it away`,
    );
    expect(filesIn(folder)).toEqual({ [LOCK]: 'mine' });
  });

  test.each([['nowhere'], ['..']])('a link to %s', (target) => {
    const folder = folderOf({ x: '' });
    symlinkSync(target, join(folder, LOCK));
    expect(() => locked(folder, () => 'written')).toThrow('is no folder');
    expect(readlinkSync(join(folder, LOCK))).toBe(target);
  });
});

describe('a lock whose owner cannot be known is waited for, and the message says how to get out:', () => {
  test.each<readonly [string, unknown, string]>([
    ['of another machine', { pid: 1, host: 'other' }, 'process 1 on other'],
    ['empty', '', 'another run'],
    ['that ends in the middle', '{"pid":1', 'another run'],
    ['of another form', { pid: 1, host: { name: 'other' } }, 'another run'],
    ['a text', '"x"', 'another run'],
  ])('%s', (_, owner, whose) => {
    const folder = lockedBy(owner);
    const before = filesIn(folder);
    expect(() => locked(folder, () => 'written', AT_ONCE)).toThrow(
      `${whose} writes into this folder\n    → wait until it has ended; if there is no such run, remove this folder`,
    );
    expect(filesIn(folder)).toEqual(before);
    rmSync(join(folder, LOCK), { recursive: true });
    expect(locked(folder, () => 'written', AT_ONCE)).toBe('written');
  });

  test('a folder instead of the owner', () => {
    const folder = folderOf({ [`${LOCK}/owner.json/x`]: '' });
    expect(() => locked(folder, () => 'written', AT_ONCE)).toThrow('another run writes into this folder');
  });
});

test('an empty lock, and that of a process that is no more, hold nobody up', () => {
  const empty = folderOf({ x: '' });
  mkdirSync(join(empty, LOCK));
  const dead = folderOf({ x: '' });
  mkdirSync(join(dead, LOCK));
  writeFileSync(join(dead, LOCK, 'owner.json'), JSON.stringify({ ...thisProcess(), pid: 4_194_305 }));
  for (const folder of [empty, dead]) {
    expect(locked(folder, (isAlone) => isAlone, AT_ONCE)).toBe(true);
    expect(filesIn(folder)).toEqual({ x: '' });
  }
});

describe('who waits for a lock', () => {
  const told = (owner: unknown) => {
    const folder = lockedBy(owner);
    const print = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(() => locked(folder, () => 'written', { silent: 60, whole: 200 })).toThrow('writes into this folder');
      return print.mock.calls.map(([text]) => String(text).replace(folder, 'FOLDER'));
    } finally {
      print.mockRestore();
    }
  };

  test.each<readonly [string, unknown, string]>([
    ['of another machine', { pid: 1, host: 'other' }, 'process 1 on other'],
    ['whose owner cannot be read', '{"pid":1', 'another run'],
  ])('%s is told once whose it is, and the way out', (_, owner, whose) => {
    expect(told(owner)).toEqual([
      `Waiting: FOLDER/${LOCK}\n    ${whose} writes into this folder\n    → wait until it has ended; if there is no such run, remove this folder\n`,
    ]);
  });

  test('of a run that goes on is told nothing: it will end', () => {
    expect(told(thisProcess())).toEqual([]);
  });
});
