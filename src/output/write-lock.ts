import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../problems/errors';
import { isRunning } from './running';

const LOCK = '.staging-lock';
const OWNER = 'owner.json';

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/** Milliseconds. A run generates while it writes; a lock of another machine tells nothing of its process but its age. */
const PAUSE = 50;
const PATIENCE = 300_000;
const OLD = 600_000;

/**
 * Does `work` while no other run writes into `folder`: waits for one that does.
 * @throws ConfigError when it still writes after five minutes.
 */
export function locked<Result>(folder: string, work: () => Result, patience = PATIENCE): Result {
  const lock = join(folder, LOCK);
  if (!takeIn(lock, patience)) return work();
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Whether the lock is ours now. A folder that cannot be written needs none: `work` says so, if it has to write. */
function takeIn(lock: string, patience: number): boolean {
  const own = `${lock}-${process.pid}`;
  const end = Date.now() + patience;
  try {
    sign(own);
    for (;;) {
      if (isMoved(own, lock)) return true;
      if (isLeft(lock)) remove(lock);
      else if (Date.now() > end) throw new ConfigError([problem(lock)]);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    return false;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** A lock has its owner from the beginning: it is made elsewhere, and renamed. */
function sign(own: string): void {
  const owner: Owner = { pid: process.pid, host: hostname() };
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, OWNER), JSON.stringify(owner));
}

/** A folder with a file in it is never renamed over. */
function isMoved(own: string, lock: string): boolean {
  try {
    renameSync(own, lock);
    return true;
  } catch (error) {
    if (!isHeld(lock)) throw error;
    return false;
  }
}

function isHeld(lock: string): boolean {
  return statSync(lock, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether the run that made the lock was killed. */
function isLeft(lock: string): boolean {
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const owner = ownerOf(lock);
  return age > OLD || (owner?.host === hostname() && !isRunning(owner.pid));
}

/** Of two runs that find it left, one renames it, and the other tries again. */
function remove(lock: string): void {
  const aside = `${lock}-${process.pid}-left`;
  try {
    renameSync(lock, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function ownerOf(lock: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(lock, OWNER), 'utf8'));
  } catch {
    // Not written yet, or gone meanwhile.
    return undefined;
  }
}

function problem(lock: string) {
  const owner = ownerOf(lock);
  const whose = owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
  return {
    file: lock,
    message: `${whose} writes into this folder`,
    hint: 'wait until it has ended; if there is no such run, remove this folder',
  };
}
