import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from '../../src/disk/files-below';
import { folderOf } from '../helpers/stack-files';

test('lists the files of all folders below one, sorted, and follows no link', () => {
  const elsewhere = folderOf({ 'large.bin': '' });
  const folder = folderOf({ 'b.txt': '', 'a/z.txt': '', 'a/b/c.txt': '' });
  symlinkSync(elsewhere, join(folder, 'linked'));
  symlinkSync(join(elsewhere, 'large.bin'), join(folder, 'link.bin'));
  expect(filesBelow(folder).map((path) => relative(folder, path))).toEqual(['a/b/c.txt', 'a/z.txt', 'b.txt']);
});
