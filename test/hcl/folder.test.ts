import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EJECTED, writeFolder } from '../../src/hcl/folder';
import { scratchFolder } from '../helpers/stack-files';

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = join(scratchFolder(), 'deep', 'hcl');
  writeFolder(folder, files({ 'a.tf': 'a', 'b.tf': 'b' }));
});

test('writes what changed, removes what is no longer there, and leaves what others put there', () => {
  writeFileSync(path('own.tf'), 'own');
  expect(writeFolder(folder, files({ 'a.tf': 'a', 'c.tf': 'c' }))).toEqual({ written: ['c.tf'], removed: ['b.tf'] });
  expect(readdirSync(folder).sort()).toEqual([EJECTED, 'a.tf', 'c.tf', 'own.tf']);
  expect(writeFolder(folder, files({ 'a.tf': 'a', 'c.tf': 'c' }))).toEqual({ written: [], removed: [] });
});

test('fails on what is not ours, all of it at once, and changes nothing', () => {
  writeFileSync(path('a.tf'), 'edited');
  writeFileSync(path('c.tf'), 'somebody else');
  mkdirSync(path('d.tf'));
  symlinkSync(path('c.tf'), path('e.tf'));
  const changed = files({ 'a.tf': 'A', 'b.tf': 'B', 'c.tf': 'C', 'd.tf': 'D', 'e.tf': 'E' });
  expect(() => writeFolder(folder, changed)).toThrow(
    [
      `${path('a.tf')}\n    was edited since eject wrote it, and would be overwritten\n    → move it away, or use another folder: --out DIR`,
      `${path('c.tf')}\n    was not written by eject, and would be overwritten\n    → move it away, or use another folder: --out DIR`,
      `${path('d.tf')}\n    is a folder\n    → move it away, or use another folder: --out DIR`,
      `${path('e.tf')}\n    is no regular file\n    → move it away, or use another folder: --out DIR`,
    ].join('\n'),
  );
  expect(readFileSync(path('b.tf'), 'utf8')).toBe('b');
});

test('what was edited and is no longer written stays', () => {
  writeFileSync(path('b.tf'), 'edited');
  expect(writeFolder(folder, files({ 'a.tf': 'a' })).removed).toEqual([]);
  expect(readFileSync(path('b.tf'), 'utf8')).toBe('edited');
});

test('a file that has the same text already is taken for ours', () => {
  rmSync(path(EJECTED));
  expect(writeFolder(folder, files({ 'a.tf': 'a', 'b.tf': 'b' })).written).toEqual([]);
});

test('fails on a folder that cannot be one', () => {
  expect(() => writeFolder(join(path('a.tf'), 'x'), files({ 'a.tf': 'a' }))).toThrow('(ENOTDIR)');
});
