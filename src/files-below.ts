import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The paths of all files below a folder, without links, sorted. Node 20.9 does not tell the folder of an entry. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile())
    .sort();
}
