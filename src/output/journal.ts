import {
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isFile } from '../disk/is-file';
import { hashOf } from '../disk/record';
import { isTaken } from '../disk/write-files';
import { ConfigError } from '../problems/errors';
import { isJournal, type Journal, type Move } from './journal-format';

const JOURNAL = 'journal.json';
const STAGING = '.staging-run-';

/** Of this process alone: its number may have been that of one which was killed. */
const RUN = `${process.pid}-${Date.now().toString(36)}`;

/** Where a run of this process stages what it writes. */
export function stagingFolder(folder: string): string {
  return join(folder, `${STAGING}${RUN}`);
}

/** From here on the run will be finished, by itself or by the next one. */
export function writeJournal(staging: string, journal: Journal): void {
  const file = join(staging, JOURNAL);
  writeFileSync(`${file}.part`, JSON.stringify(journal));
  renameSync(`${file}.part`, file);
}

/**
 * Does what is left to do of a journal. Says which files it left, because somebody wrote them meanwhile, or put a link in
 * place of their folder.
 */
export function carryOut(folder: string, staging: string, { moves, removals, lastMoves }: Journal): string[] {
  const left: string[] = [];
  const folders = new Set<string>();
  const carry = ([staged, path, before]: Move) => {
    const source = join(staging, staged);
    // What is no longer staged was moved by the run that was killed.
    if (!isFile(source)) return;
    const place = join(folder, path);
    if (hashAt(folder, path, folders) !== before) {
      left.push(path);
      return;
    }
    if (!folders.has(dirname(path))) mkdirSync(dirname(place), { recursive: true });
    renameSync(source, place);
  };
  moves.forEach(carry);
  for (const [path, before] of removals) {
    if (hashAt(folder, path, folders) === before) rmSync(join(folder, path));
  }
  lastMoves.forEach(carry);
  return left;
}

/**
 * Of the text that is there; null: nothing is; false: it is no file, or behind a link.
 * @param folders paths that are folders; others are added.
 */
function hashAt(folder: string, path: string, folders: Set<string>): string | null | false {
  const parts = path.split('/');
  for (const index of parts.keys()) {
    const place = parts.slice(0, index + 1).join('/');
    if (folders.has(place)) continue;
    const entry = lstatSync(join(folder, place), { throwIfNoEntry: false });
    if (entry === undefined) return null;
    const isFolder = index < parts.length - 1;
    if (isFolder ? !entry.isDirectory() : !entry.isFile()) return false;
    if (isFolder) folders.add(place);
  }
  return hashOf(readFileSync(join(folder, path), 'utf8'));
}

/** Whether a run was killed that the next one will finish: what is in `folder` now is not what will be there. */
export function isUnfinished(folder: string): boolean {
  try {
    return readdirSync(folder, { withFileTypes: true }).some(
      (entry) => isOfKilledRun(entry) && isTaken(join(folder, entry.name, JOURNAL)),
    );
  } catch {
    // It cannot be read, or is none: whoever writes there says so.
    return false;
  }
}

/** The names that our staging folders have, and had before they were told apart by more than a number. */
const STAGED_RUN = /^\.staging-(run-\d+(-[0-9a-z]+)?|\d+)$/;

/** Whether an entry is the folder of a run that was killed; whatever else has such a name is somebody else's. */
export function isOfKilledRun(entry: Dirent): boolean {
  // A link may lead to what is somebody else's.
  return entry.isDirectory() && STAGED_RUN.test(entry.name);
}

/**
 * Finishes what runs that were killed had begun to move, and removes what they had only staged. Only for who has the
 * lock: no other run goes on.
 * @throws ConfigError for a journal that no run has written.
 */
export function finishKilledRuns(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!isOfKilledRun(entry)) continue;
    const staging = join(folder, entry.name);
    if (isTaken(join(staging, JOURNAL))) carryOut(folder, staging, journalIn(staging));
    rmSync(staging, { recursive: true, force: true });
  }
}

function journalIn(staging: string): Journal {
  const file = join(staging, JOURNAL);
  const journal = isFile(file) ? parsed(readFileSync(file, 'utf8')) : undefined;
  if (isJournal(journal)) return journal;
  const hint = `remove ${staging}, and run synth again: it writes again what the interrupted run had not finished`;
  throw new ConfigError([{ file, message: 'is damaged: no run has written it like this', hint }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
