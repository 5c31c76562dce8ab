import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { findStackFiles } from './environment/find-stack-files';
import type { Problem } from './errors';
import type { Files } from './generate';
import { holds } from './output';
import { hashOf, isFileWith } from './record';

/** What the bundle was built from; only the bundle has it, and lies in dist/BUILT_FROM/. */
declare const BUILT_FROM: string | undefined;

/** What a run has read and written. While the hashes of both are the same, another run would come to the same. */
export interface Run {
  readonly node: string;
  /** The stack files and bases of the folder. */
  readonly found: readonly string[];
  /** These, and what they extend elsewhere, by path: hashes of what the run read. */
  readonly read: readonly (readonly [path: string, hash: string])[];
  /** All that is generated, by path below the output folder. */
  readonly written: readonly (readonly [path: string, hash: string])[];
  readonly warnings: readonly Problem[];
}

export interface RunFolders {
  readonly stacks: string;
  readonly out: string;
}

/** For a few projects on one machine. */
const MOST_REMEMBERED = 20;
const FILE = /^last-run-.*\.cache$/;

/**
 * The last run of this very build for these folders, if every file that it read, and every file that it left, is the
 * same as then. The folder of the build has it: without it, or where that may not be written, a run only takes longer.
 */
export function sameAsLastRun(folders: RunFolders): Run | undefined {
  const file = fileOf(folders);
  if (file === undefined) return undefined;
  try {
    const last = JSON.parse(readFileSync(file, 'utf8')) as Run;
    const isSame =
      last.node === process.version &&
      isDeepStrictEqual(findAll(folders.stacks), last.found) &&
      last.read.every(([path, hash]) => isFileWith(hash, path)) &&
      holds(folders.out, new Map(last.written));
    return isSame ? last : undefined;
  } catch {
    return undefined;
  }
}

/** `read`: hashes by path. */
export function rememberRun(
  folders: RunFolders,
  read: ReadonlyMap<string, string>,
  files: Files,
  warnings: Run['warnings'],
): void {
  const file = fileOf(folders);
  if (file === undefined) return;
  const unfinished = `${file}.${process.pid}`;
  try {
    const found = findAll(folders.stacks);
    const run: Run = {
      node: process.version,
      found,
      read: [...new Set([...found, ...read.keys()])].map((path) => [
        path,
        read.get(path) ?? hashOf(readFileSync(path)),
      ]),
      written: [...files].map(([path, text]) => [path, hashOf(text)]),
      warnings,
    };
    writeFileSync(unfinished, JSON.stringify(run));
    renameSync(unfinished, file);
    forgetOldest();
  } catch {}
}

function fileOf({ stacks, out }: RunFolders): string | undefined {
  if (typeof BUILT_FROM !== 'string') return undefined;
  // Warnings have the paths as they are given.
  const project = JSON.stringify([resolve(stacks), stacks, resolve(out), out]);
  return join(__dirname, `last-run-${createHash('sha256').update(project).digest('hex')}.cache`);
}

function findAll(stacks: string): string[] {
  const { environments, bases } = findStackFiles(stacks);
  return [...environments.values(), ...bases].map((file) => join(stacks, file));
}

function forgetOldest(): void {
  const runs = readdirSync(__dirname)
    .filter((name) => FILE.test(name))
    .map((name) => ({ name, changed: statSync(join(__dirname, name)).mtimeMs }))
    .sort((one, other) => other.changed - one.changed);
  for (const { name } of runs.slice(MOST_REMEMBERED)) rmSync(join(__dirname, name), { force: true });
}
