import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from '../disk/files-below';

/** Identifies the sources that a build is made from: a change of one byte of them changes it. */
export function sourcesOf(root: string): string {
  const hash = createHash('sha1');
  for (const file of filesOf(root)) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * What the file system says of each source and of the folders around them: whatever is written, added or removed
 * changes a time of it. Compared in a fifth of the time in which the sources are read.
 */
export type Stamps = readonly (readonly [path: string, stamp: string])[];

export function stampsOf(root: string): Stamps {
  const files = filesOf(root);
  return [...files, ...new Set(files.map(dirname))].map((path) => [path, stampOf(path)]);
}

export function areSame(stamps: Stamps): boolean {
  return stamps.every(([path, stamp]) => stampOf(path) === stamp);
}

/** File systems note the time of a change in steps of up to two seconds: one more within these would not be seen. */
const A_STEP = 2_000;

/** Whether nothing changed shortly before this time. */
export function areSettled(stamps: Stamps, now: number): boolean {
  return stamps.every(([, stamp]) => stamp.split(' ').every((time) => now - Number(time) > A_STEP));
}

function stampOf(path: string): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry === undefined ? '' : `${entry.mtimeMs} ${entry.ctimeMs}`;
}

function filesOf(root: string): string[] {
  return [join(root, 'package-lock.json'), ...filesBelow(join(root, 'src'))];
}
