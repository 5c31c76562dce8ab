import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readIfThere } from '../disk/read-if-there';
import { hashOf } from '../disk/record';
import { isRunning } from './running';

/**
 * What a run does to `generated/` once all is staged, in this order. It is written down first, beside what is staged,
 * so that the next run can finish it when this one is killed.
 */
export interface Journal {
  /** From the staging folder to their place, both as paths below the two. */
  readonly moves: readonly (readonly [staged: string, path: string])[];
  /** Files that go, with the hash of what is to go. */
  readonly removals: readonly (readonly [path: string, hash: string])[];
  /** Moves after that. */
  readonly lastMoves: readonly (readonly [staged: string, path: string])[];
}

const JOURNAL = 'journal.json';

/** Where a run of this process stages what it writes. */
export function stagingFolder(folder: string): string {
  return join(folder, `.staging-${process.pid}`);
}

/** From here on the run will be finished, by itself or by the next one. */
export function writeJournal(staging: string, journal: Journal): void {
  const file = join(staging, JOURNAL);
  writeFileSync(`${file}.part`, JSON.stringify(journal));
  renameSync(`${file}.part`, file);
}

/** Does what is left to do of a journal. */
export function carryOut(folder: string, staging: string, { moves, removals, lastMoves }: Journal): void {
  for (const move of moves) carry(folder, staging, move);
  for (const [path, hash] of removals) {
    const file = join(folder, path);
    if (existsSync(file) && hashOf(readFileSync(file)) === hash) rmSync(file);
  }
  for (const move of lastMoves) carry(folder, staging, move);
}

function carry(folder: string, staging: string, [staged, path]: Journal['moves'][number]): void {
  const [source, place] = [join(staging, staged), join(folder, path)];
  if (isMoved(source, place)) return;
  // What is no longer staged was moved by the run that was killed.
  if (!existsSync(source)) return;
  mkdirSync(dirname(place), { recursive: true });
  renameSync(source, place);
}

function isMoved(source: string, place: string): boolean {
  try {
    renameSync(source, place);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return false;
  }
}

/** Finishes what runs that were killed had begun to move, and removes what they had only staged. */
export function finishKilledRuns(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    const pid = /^\.staging-(?:lock-)?(\d+)(?:-left)?$/.exec(entry)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const staging = join(folder, entry);
    const journal = readIfThere(join(staging, JOURNAL));
    if (journal !== undefined) carryOut(folder, staging, JSON.parse(journal));
    rmSync(staging, { recursive: true, force: true });
  }
}
