import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../catalogue/entry';
import { keep, keptData } from '../disk/build-cache';
import { hashOf, isFileWith } from '../disk/record';
import { findStackFiles } from '../environment/find-stack-files';
import type { Found } from '../environment/load';
import { isUpToDate } from '../output/staleness';
import type { Problem } from '../problems/errors';
import { MOST_BYTES } from '../stack-file/file-limits';

/**
 * What a run has read, found and written. What it found of an environment holds while the hashes of the files that it
 * was read from are the same; what it wrote needs no look while the hashes of that are the same too.
 */
export interface Run {
  readonly node: string;
  /** The stack files and bases of the folder. */
  readonly stackFiles: readonly string[];
  /** These, and what they extend elsewhere, by path. */
  readonly read: Hashes;
  readonly environments: readonly (readonly [name: string, Remembered])[];
  /** On no single environment. */
  readonly warnings: readonly Problem[];
  /** What all environments share, by path below the output folder; left out by a run that wrote nothing. */
  readonly shared?: Hashes;
}

export interface Remembered extends Found {
  /** Left out by a run that wrote nothing. */
  readonly output?: Output;
}

export interface Output {
  readonly entry: Entry;
  /** Of its drawing. */
  readonly drawing: string;
  readonly written: Hashes;
}

export type Hashes = readonly (readonly [path: string, hash: string])[];

export interface RunFolders {
  readonly stacks: string;
  readonly out: string;
}

/**
 * The last run of this very build for these folders. The folder of the build has it: without it, or where that may not
 * be written, a run only takes longer.
 */
export function lastRun(folders: RunFolders): Run | undefined {
  const run = keptData<Run>('last-run', keyOf(folders));
  return run?.node === process.version ? run : undefined;
}

/** Whether every file that a run read, and every file that it left, is the same as then. */
export function isSame(run: Run, { stacks, out }: RunFolders): boolean {
  const written = run.environments.map(([, { output }]) => output?.written);
  if (run.shared === undefined || !written.every((hashes) => hashes !== undefined)) return false;
  return (
    isDeepStrictEqual(stackFilesIn(stacks), run.stackFiles) &&
    run.read.every(isAt('')) &&
    isHeld(() => isUpToDate(out, new Map([...(run.shared ?? []), ...written.flat()])))
  );
}

/** All warnings of a run. */
export function warningsOf({ environments, warnings }: Run): Problem[] {
  return [...environments.flatMap(([, one]) => one.warnings), ...warnings];
}

/** The environments whose files are the same as then. */
export function stillFound({ environments, read }: Run, { stacks }: RunFolders): Map<string, Remembered> {
  const hashes = new Map(read);
  const isSameAt = isAt('');
  const unchanged = new Map<string, boolean>();
  const isUnchanged = (path: string) => {
    const known = unchanged.get(path) ?? isSameAt([path, hashes.get(path) ?? '']);
    unchanged.set(path, known);
    return known;
  };
  const files = findStackFiles(stacks).environments;
  return new Map(
    environments.filter(([name, found]) => {
      const file = files.get(name);
      return file !== undefined && found.files.at(-1) === join(stacks, file) && found.files.every(isUnchanged);
    }),
  );
}

/** The same, if what was written for them is the same as well. */
export function stillWritten(run: Run, folders: RunFolders): Map<string, Remembered & { readonly output: Output }> {
  return new Map(
    [...stillFound(run, folders)].flatMap(([name, { output, ...found }]) =>
      output?.written.every(isAt(folders.out)) ? [[name, { ...found, output }]] : [],
    ),
  );
}

export function rememberRun(folders: RunFolders, run: Omit<Run, 'node' | 'stackFiles'>): void {
  const read = new Map(run.read);
  try {
    const stackFiles = stackFilesIn(folders.stacks);
    // Bases that no stack file extends. What is no stack file by its kind or size is never read.
    const others = stackFiles.filter((path) => !read.has(path) && isReadable(path));
    const all = [...read, ...others.map((path) => [path, hashOf(readFileSync(path))] as const)];
    const whole: Run = { ...run, node: process.version, stackFiles, read: all };
    keep('last-run', keyOf(folders), JSON.stringify(whole));
  } catch {}
}

function isReadable(path: string): boolean {
  const entry = statSync(path);
  return entry.isFile() && entry.size <= MOST_BYTES;
}

/** Whether the file at a path has a content with this hash. */
function isAt(folder: string): (one: readonly [path: string, hash: string]) => boolean {
  return ([path, hash]) => isHeld(() => isFileWith(hash, join(folder, path)));
}

/** What cannot be read is not the same. */
function isHeld(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

/** Warnings have the path of the stack files as it is given. The cdktf CLI gives another path to the same output folder. */
function keyOf({ stacks, out }: RunFolders): string {
  return JSON.stringify([resolve(stacks), stacks, resolve(out)]);
}

function stackFilesIn(stacks: string): string[] {
  const { environments, bases } = findStackFiles(stacks);
  return [...environments.values(), ...bases].map((file) => join(stacks, file));
}
