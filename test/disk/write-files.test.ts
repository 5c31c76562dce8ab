import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles, replaceFiles } from '../../src/disk/write-files';
import { filesIn } from '../helpers/folder';
import { folderOf, scratchFolder } from '../helpers/stack-files';

test('creates files, and the folders that they are in', () => {
  const folder = scratchFolder();
  createFiles([
    [join(folder, 'a', 'b'), 'b'],
    [join(folder, 'c'), 'c'],
  ]);
  expect(filesIn(folder)).toEqual({ 'a/b': 'b', c: 'c' });
});

test.each<[string, (path: string) => void]>([
  ['a file', (path) => writeFileSync(path, 'mine')],
  ['a folder', (path) => mkdirSync(path)],
  ['a link to nothing', (path) => symlinkSync('nothing', path)],
  ['a link to itself', (path) => symlinkSync('taken', path)],
])('creates none of several where the name of one is taken by %s', (_, take) => {
  const folder = scratchFolder();
  take(join(folder, 'taken'));
  const files = ['first', 'taken', 'last'].map((name) => [join(folder, name), 'new'] as const);
  expect(() => createFiles(files)).toThrow(`${join(folder, 'taken')}\n    exists already`);
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('fails on a folder that cannot be one', () => {
  const folder = folderOf({ file: 'mine' });
  expect(() => createFiles([[join(folder, 'file', 'new'), 'new']])).toThrow('a file stands where a folder is needed');
  expect(filesIn(folder)).toEqual({ file: 'mine' });
});

test('replaces what a link leads to, and keeps the link and the mode', () => {
  const folder = folderOf({ 'real/a.yaml': 'old' });
  writeFileSync(join(folder, 'b.yaml'), 'old', { mode: 0o640 });
  symlinkSync('real/a.yaml', join(folder, 'a.yaml'));
  replaceFiles(['a.yaml', 'b.yaml'].map((name) => [join(folder, name), 'new']));
  expect(lstatSync(join(folder, 'a.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real/a.yaml'), 'utf8')).toBe('new');
  expect(statSync(join(folder, 'b.yaml')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'b.yaml', 'real']);
});

test('replaces none of several where one is gone', () => {
  const folder = folderOf({ a: 'old' });
  const files = ['a', 'gone'].map((name) => [join(folder, name), 'new'] as const);
  expect(() => replaceFiles(files)).toThrow(
    `${join(folder, 'gone')}\n    its folder is a link to nothing, or was removed meanwhile`,
  );
  expect(filesIn(folder)).toEqual({ a: 'old' });
});
