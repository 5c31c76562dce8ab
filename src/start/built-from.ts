import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../disk/files-below';

/** Identifies the sources that a build is made from: a change of one byte of them changes it. */
export function sourcesOf(root: string): string {
  const hash = createHash('sha1');
  for (const file of [join(root, 'package-lock.json'), ...filesBelow(join(root, 'src'))]) {
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
