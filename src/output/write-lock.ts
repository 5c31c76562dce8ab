import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readIfThere } from '../disk/read-if-there';
import { ConfigError, describe } from '../problems/errors';
import { withoutSecrets } from '../problems/secret-texts';
import { isRunning, type RunningProcess, thisProcess } from './running';

/** The name of a lock; one that a run is about to take has the number of its process behind it. */
export const LOCK = '.staging-lock';
const OWNER = 'owner.json';

/** Milliseconds. A run generates while it writes; a lock of another machine tells nothing of its process but its age. */
const PAUSE = 50;
const OLD = 600_000;

/** How long a run waits for another one, in milliseconds. */
interface Patience {
  /** Without a word: two runs at once are done by then. */
  readonly silent: number;
  readonly whole: number;
}

const PATIENCE: Patience = { silent: 1_000, whole: 300_000 };

/** The folders that this run has to itself. */
const held = new Set<string>();

/**
 * Does `work` while no other run writes into `folder`: waits for one that does. `isAlone`: false where nothing can be
 * written there, so that no lock can be either: `work` says so, if it has to write. Folders that are there only for the
 * lock are removed.
 * @throws ConfigError when the other one still writes after five minutes.
 */
export function locked<Result>(folder: string, work: (isAlone: boolean) => Result, patience = PATIENCE): Result {
  if (held.has(folder)) return work(true);
  const missing = missingFolders(folder);
  try {
    return lockedThere(folder, work, patience);
  } catch (error) {
    // Nothing was written: the lock was all that was there.
    removeEmpty(missing);
    throw error;
  }
}

/** The folder and those around it that are not there, the innermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [folder, ...missingFolders(dirname(folder))];
}

function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function lockedThere<Result>(folder: string, work: (isAlone: boolean) => Result, patience: Patience): Result {
  const lock = join(folder, LOCK);
  if (!acquired(lock, patience)) return work(false);
  held.add(folder);
  try {
    removeLeftBeside(folder);
    return work(true);
  } finally {
    held.delete(folder);
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Whether the lock is ours now. */
function acquired(lock: string, patience: Patience): boolean {
  const own = `${lock}-${process.pid}`;
  let since: number | undefined;
  let isTold = false;
  try {
    for (;;) {
      // Each time anew: its age is the time that the file system has now, whatever this machine's clock says.
      sign(own);
      if (isMoved(own, lock)) return true;
      // The date may be set back meanwhile. Node loads this clock when it is first asked for the time.
      since ??= performance.now();
      const left = ownerIfLeft(lock, timeOf(own));
      if (left !== undefined) remove(lock, left);
      else if (performance.now() - since > patience.whole) throw new ConfigError([problem(lock)]);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      if (!isTold && performance.now() - since > patience.silent) {
        isTold = true;
        tellIfUnknown(lock);
      }
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    return false;
  } finally {
    removeIfThere(own);
  }
}

/** Where its folder is none, it is not there: `work` says what is wrong with that. */
function removeIfThere(own: string): void {
  try {
    rmSync(own, { recursive: true, force: true });
  } catch {}
}

/** A lock has its owner from the beginning: it is made elsewhere, and renamed. */
function sign(own: string): void {
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, OWNER), JSON.stringify(thisProcess()));
}

/** A folder with a file in it is never renamed over. */
function isMoved(own: string, lock: string): boolean {
  try {
    renameSync(own, lock);
    return true;
  } catch (error) {
    // Somebody removed the whole folder, and with it what was signed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    const entry = lstatSync(lock, { throwIfNoEntry: false });
    if (entry === undefined) throw error;
    if (!entry.isDirectory()) throw new ConfigError([noLock(lock)]);
    return false;
  }
}

/** The owner of a lock whose run was killed, as text; undefined while it may go on. */
function ownerIfLeft(lock: string, now: number): string | undefined {
  // Before its age: that of a lock which another run takes meanwhile is another owner's.
  const text = readOwner(lock);
  if (now - timeOf(lock) > OLD) return text;
  const owner = parsed(text);
  return owner !== undefined && isRunning(owner) === false ? text : undefined;
}

function timeOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

/** Of two runs that find it left one renames it; the other may get the lock of the first, and gives it back. */
function remove(lock: string, owner: string): void {
  const aside = `${lock}-${process.pid}-left`;
  try {
    renameSync(lock, aside);
    if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, lock);
  } catch (error) {
    // It is gone, or a third run has taken the lock.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Locks that killed runs had signed and not yet taken, or taken away and not yet removed. */
function removeLeftBeside(folder: string): void {
  const now = timeOf(join(folder, LOCK));
  for (const entry of readdirSync(folder)) {
    if (!/^\.staging-lock-\d+(-left)?$/.test(entry)) continue;
    const beside = join(folder, entry);
    if (ownerIfLeft(beside, now) !== undefined) rmSync(beside, { recursive: true, force: true });
  }
}

/** Empty where there is none: not written yet, or gone meanwhile. */
function readOwner(lock: string): string {
  try {
    return readIfThere(join(lock, OWNER)) ?? '';
  } catch {
    return '';
  }
}

function parsed(owner: string): RunningProcess | undefined {
  try {
    const process = JSON.parse(owner);
    return typeof process?.pid === 'number' && typeof process.host === 'string' ? process : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody can see whether the run of such a lock goes on, and waiting for one that was killed takes minutes. */
function tellIfUnknown(lock: string): void {
  const owner = parsed(readOwner(lock));
  if (!existsSync(lock) || (owner !== undefined && isRunning(owner) !== undefined)) return;
  process.stderr.write(withoutSecrets(`Waiting: ${describe([problem(lock)])}\n`));
}

function problem(lock: string) {
  const owner = parsed(readOwner(lock));
  const whose = owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
  return {
    file: lock,
    message: `${whose} writes into this folder`,
    hint: 'wait until it has ended; if there is no such run, remove this folder',
  };
}

function noLock(file: string) {
  return {
    file,
    message: 'is no folder: a run that writes into its folder makes one of this name',
    hint: 'move it away',
  };
}
