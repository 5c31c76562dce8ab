import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ConfigError, type Problem } from './errors';
import { filesBelow } from './files-below';
import type { Files } from './generate';

/** How `generated/` differs from what the stack files say. Paths below it. */
export interface Staleness {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Folders of environments that have no stack file any more. */
  readonly abandoned: readonly string[];
}

const STACKS = 'stacks';

/** Compares `folder` with what it should hold. Files that Terraform or a person put beside ours are nobody's business. */
export function compare(folder: string, files: Files): Staleness {
  return onDisk(folder, () => difference(folder, files));
}

function difference(folder: string, files: Files): Staleness {
  const current = new Map([...files.keys()].map((path) => [path, readIfThere(join(folder, path))]));
  return {
    missing: [...files.keys()].filter((path) => current.get(path) === undefined),
    changed: [...files]
      .filter(([path, text]) => current.get(path) !== undefined && current.get(path) !== text)
      .map(([path]) => path),
    abandoned: abandonedFolders(folder, files),
  };
}

/**
 * Makes `folder` hold `files`, and no environment that is not among them.
 * Everything is written beside its place first and then moved there in one go that no signal interrupts.
 * @throws ConfigError when an environment to be removed still has a Terraform state; nothing is changed then.
 */
export function write(folder: string, files: Files): Staleness {
  return onDisk(folder, () => {
    const staleness = difference(folder, files);
    refuseToLoseState(folder, staleness.abandoned);
    replace(folder, files, staleness);
    return staleness;
  });
}

/** {@link write} for some environments: the others stay as they are. */
export function writeOnly(folder: string, files: Files): Staleness {
  return onDisk(folder, () => {
    const staleness = { ...difference(folder, files), abandoned: [] };
    replace(folder, files, staleness);
    return staleness;
  });
}

/** What the file system refuses is for the user to mend, and no bug. */
function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, syscall, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new ConfigError([
      { file: path, message: `cannot be used: ${code} (${syscall})`, hint: 'name another folder: --out DIR' },
    ]);
  }
}

function replace(folder: string, files: Files, { missing, changed, abandoned }: Staleness): void {
  const paths = [...missing, ...changed];
  if (paths.length + abandoned.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const staging = join(folder, `.staging-${process.pid}`);
  try {
    for (const path of paths) {
      const staged = join(staging, path);
      mkdirSync(dirname(staged), { recursive: true });
      writeFileSync(staged, files.get(path) as string);
    }
    uninterrupted(() => {
      for (const path of paths) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        renameSync(join(staging, path), join(folder, path));
      }
      for (const path of abandoned) rmSync(join(folder, path), { recursive: true });
    });
  } finally {
    removeStaging(folder, staging);
  }
}

/** A signal that comes during `work` takes effect after it: with a listener Node waits for its own turn. */
function uninterrupted(work: () => void): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const remember = (signal: NodeJS.Signals) => {
    for (const other of signals) process.removeListener(other, remember);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, remember);
  try {
    work();
  } finally {
    // Only after the event loop has looked for signals, so that one that came meanwhile is still heard and ends the
    // process as it should. Of two turns the loop looks between them, wherever in its own turn it is now.
    setImmediate(() =>
      setImmediate(() => {
        for (const signal of signals) process.removeListener(signal, remember);
      }),
    );
  }
}

/** Removes our staging folder, and those of runs that were killed. */
function removeStaging(folder: string, staging: string): void {
  rmSync(staging, { recursive: true, force: true });
  for (const entry of readdirSync(folder)) {
    const pid = /^\.staging-(\d+)$/.exec(entry)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Folders of environments that are no more; whatever else lies beside them is not ours to remove. */
function abandonedFolders(folder: string, files: Files): string[] {
  const stacks = join(folder, STACKS);
  if (!existsSync(stacks)) return [];
  const kept = new Set(
    [...files.keys()].filter((path) => path.startsWith(`${STACKS}/`)).map((path) => path.split('/')[1]),
  );
  return readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !kept.has(entry.name))
    .map((entry) => `${STACKS}/${entry.name}`)
    .filter((path) => existsSync(join(folder, path, 'cdk.tf.json')))
    .sort();
}

function refuseToLoseState(folder: string, abandoned: readonly string[]): void {
  const problems = abandoned.flatMap((path) => {
    const states = stateFiles(join(folder, path));
    return states.map(
      (state): Problem => ({
        file: state,
        message: `is the Terraform state of an environment without a stack file: removing ${path} would lose what it still manages`,
        hint: `put the stack file back; to take the environment down, run terraform destroy in ${join(folder, path)} first, then remove the stack file. To keep the state elsewhere, move the file away`,
      }),
    );
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

/** State files below a folder that still hold something, and those of which nobody can tell. */
function stateFiles(folder: string): string[] {
  return filesBelow(folder).filter(
    (file) => !relative(folder, file).startsWith('.terraform/') && isState(file) && !isEmptyState(file),
  );
}

/** By its name, or by what only a state has: `backend.local.path` may name it as it likes. */
function isState(file: string): boolean {
  return file.endsWith('.tfstate') || (!file.endsWith('.backup') && readFileSync(file).includes('"lineage":'));
}

function isEmptyState(file: string): boolean {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as { resources?: unknown[] };
    return Array.isArray(state.resources) && state.resources.length === 0;
  } catch {
    return false;
  }
}
