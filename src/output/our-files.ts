import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../disk/is-file';
import { readIfThere } from '../disk/read-if-there';
import { environmentFolderOf, hashOf, RECORD, type Recorded, readRecord } from '../disk/record';
import { DOCUMENT, DOCUMENTS } from '../terraform/document-file';
import { CATALOGUE } from './generate';

interface OurFile {
  readonly path: string;
  readonly isEdited: boolean;
}

/** The files that the record of an environment's folder lists, as far as they are there. */
export function ourFiles(folder: string, environment: string): OurFile[] {
  return [...(recordIn(folder, environment) ?? [])].flatMap(([name, hashes]) => {
    const path = `${environment}/${name}`;
    const file = join(folder, path);
    const entry = lstatSync(file, { throwIfNoEntry: false });
    if (entry === undefined) return [];
    return [{ path, isEdited: !entry.isFile() || !hashes.has(hashOf(readFileSync(file))) }];
  });
}

function recordIn(folder: string, environment: string): Recorded | undefined {
  const text = readIfThere(join(folder, environment, RECORD));
  return text === undefined ? undefined : readRecord(text);
}

/** Files without a first line that says so. */
const UNMARKED = [...DOCUMENTS, 'my_flow.py'];

const MARK = 'Generated from stacks/';

/** Whether a file is known as ours by the record alone: a damaged one hides that. */
export function isKnownByRecord(folder: string, path: string): boolean {
  const environment = environmentFolderOf(path) ?? '';
  return UNMARKED.includes(path.slice(environment.length + 1)) && isFile(join(folder, environment, RECORD));
}

/** Outside of environments' folders every file that we write is ours, but those whose names people use as well. */
export function isOurs(folder: string, path: string): boolean {
  const environment = environmentFolderOf(path);
  if (environment === undefined) {
    return !CATALOGUE.some((name) => name === path) || readFileSync(join(folder, path), 'utf8').includes(MARK);
  }
  const name = path.slice(environment.length + 1);
  const recorded = recordIn(folder, environment);
  if (name === RECORD || recorded?.has(name)) return true;
  // A merge may have taken the record of one side.
  if (readFileSync(join(folder, path), 'utf8').includes(MARK)) return true;
  // Earlier versions kept no record.
  return recorded === undefined && UNMARKED.includes(name) && existsSync(join(folder, environment, DOCUMENT));
}

/** Removes what we wrote into an environment's folder, and the folder when nothing else is in it. */
export function removeOurs(folder: string, environment: string): string {
  const place = join(folder, environment);
  if (!isFile(join(place, RECORD))) {
    return `left ${place}: it has no stack file, but no ${RECORD} tells what was generated in it. Remove it by hand`;
  }
  for (const { path, isEdited } of ourFiles(folder, environment)) if (!isEdited) rmSync(join(folder, path));
  rmSync(join(place, RECORD));
  const left = readdirSync(place).sort();
  if (left.length > 0) {
    return `removed what was generated in ${place}: it has no stack file. What others put there is left: ${left.join(', ')}`;
  }
  rmdirSync(place);
  return `removed ${place}: it has no stack file`;
}
