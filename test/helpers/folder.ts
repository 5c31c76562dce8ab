import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow } from '../../src/disk/files-below';

/** All files below a folder: path with forward slashes, and text. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(filesBelow(folder).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}
