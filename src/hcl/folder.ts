import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskProblem } from '../disk/disk-problems';
import { readIfThere } from '../disk/read-if-there';
import { hashOf, readRecord } from '../disk/record';
import { ConfigError, type Problem } from '../problems/errors';

/** Lists what we wrote into a folder of HCL. All that it does not list is somebody else's. */
export const EJECTED = '.ejected.sha256';

/** Where texts lie until all are written; one run at a time has it. */
const STAGING = '.staging-ejected';
const BOTH_TIMES = `${EJECTED}.both`;

const HEADER = `# What prefect-ecs-worker eject wrote here. It overwrites a file only while nobody has edited it.
# sha256sum -c ${EJECTED} tells which ones were edited.
`;

export interface WrittenFolder {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes files into a folder, and removes those of an earlier time that are no longer among them.
 * @throws ConfigError where a file would be overwritten that is not ours, or was edited; nothing is changed then.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): WrittenFolder {
  try {
    const recorded = readRecord(readIfThere(join(folder, EJECTED)) ?? '');
    const isOurs = (name: string) => recorded.get(name)?.has(hashOf(readFileSync(join(folder, name)))) ?? false;
    const changed = [...files].filter(([name, text]) => !isFileWithText(join(folder, name), text));
    const problems = changed.flatMap(([name]) => inTheWay(join(folder, name), recorded.has(name), () => isOurs(name)));
    if (problems.length > 0) throw new ConfigError(problems);
    const removed = [...recorded.keys()].filter(
      (name) => !files.has(name) && kindOf(join(folder, name)) === 'file' && isOurs(name),
    );
    carryOut(folder, { recorded, files, changed, removed });
    return { written: changed.map(([name]) => name), removed };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ConfigError([diskProblem(folder, error as NodeJS.ErrnoException)]);
  }
}

interface Change {
  readonly recorded: ReturnType<typeof readRecord>;
  readonly files: ReadonlyMap<string, string>;
  readonly changed: readonly (readonly [name: string, text: string])[];
  readonly removed: readonly string[];
}

/** All texts are on the disk before one is seen: where it is full, nothing has changed. */
function carryOut(folder: string, { recorded, files, changed, removed }: Change): void {
  const staging = join(folder, STAGING);
  const lines = [...files].sort().map(([name, text]) => `${hashOf(text)}  ${name}\n`);
  // A run that is killed leaves files of both times: until the end both are ours.
  const before = [...recorded].flatMap(([name, hashes]) => [...hashes].map((hash) => `${hash}  ${name}\n`));
  const move = (name: string, to = name) => renameSync(join(staging, name), join(folder, to));
  try {
    // A killed run may have left one.
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(staging, { recursive: true });
    writeFileSync(join(staging, BOTH_TIMES), HEADER + [...before, ...lines].join(''));
    writeFileSync(join(staging, EJECTED), HEADER + lines.join(''));
    for (const [name, text] of changed) writeFileSync(join(staging, name), text);
    move(BOTH_TIMES, EJECTED);
    for (const [name] of changed) move(name);
    for (const name of removed) rmSync(join(folder, name));
    move(EJECTED);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

type Kind = 'file' | 'folder' | 'other' | 'nothing';

function kindOf(path: string): Kind {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 'nothing';
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

function isFileWithText(path: string, text: string): boolean {
  return kindOf(path) === 'file' && readFileSync(path, 'utf8') === text;
}

function inTheWay(file: string, isRecorded: boolean, isOurs: () => boolean): Problem[] {
  const kind = kindOf(file);
  const hint = 'move it away, or use another folder: --out DIR';
  if (kind === 'nothing') return [];
  if (kind !== 'file') return [{ file, message: `is ${kind === 'folder' ? 'a folder' : 'no regular file'}`, hint }];
  if (isOurs()) return [];
  const message = isRecorded
    ? 'was edited since eject wrote it, and would be overwritten'
    : 'was not written by eject, and would be overwritten';
  return [{ file, message, hint }];
}
