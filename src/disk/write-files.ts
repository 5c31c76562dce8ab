import {
  accessSync,
  chownSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../problems/errors';
import { diskProblem } from './disk-problems';

type Files = readonly (readonly [file: string, text: string])[];

/** Whether something has this name, if only a link to nothing. */
export function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // Below a file there is nothing.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

/**
 * New files, each seen whole or not at all, and all of them or none.
 * @throws ConfigError where something has the name already, and where the disk refuses.
 */
export function createFiles(files: Files): void {
  const created: string[] = [];
  try {
    for (const [file, text] of files) {
      withDiskProblems(file, () => mkdirSync(dirname(file), { recursive: true }));
      const unfinished = withDiskProblems(file, () => unfinishedBeside(file, text));
      try {
        withDiskProblems(file, () => nameNew(unfinished, file));
      } finally {
        rmSync(unfinished);
      }
      created.push(file);
    }
  } catch (error) {
    for (const file of created) rmSync(file);
    throw error;
  }
}

/**
 * Other texts for files that somebody else owns: for what a link leads to, and with the mode and owner that it has. None
 * is touched before the texts of all are on the disk.
 * @throws ConfigError where the disk refuses.
 */
export function replaceFiles(files: Files): void {
  const ready: (readonly [unfinished: string, place: string])[] = [];
  try {
    for (const [file, text] of files) {
      withDiskProblems(file, () => {
        const place = realpathSync(file);
        accessSync(place, constants.W_OK);
        const { mode, uid, gid } = statSync(place);
        const unfinished = unfinishedBeside(place, text, mode);
        ready.push([unfinished, place]);
        // What root writes would be root's.
        if (process.getuid?.() === 0) chownSync(unfinished, uid, gid);
      });
    }
    for (const [unfinished, place] of ready) withDiskProblems(place, () => renameSync(unfinished, place));
  } finally {
    for (const [unfinished] of ready) rmSync(unfinished, { force: true });
  }
}

/** A killed run may leave one: it is hidden, and never read. */
function unfinishedBeside(file: string, text: string, mode?: number): string {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    writeFileSync(unfinished, text, mode === undefined ? {} : { mode });
    return unfinished;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** A name for it that nothing else has; not every file system has a second name for a file. */
function nameNew(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error;
    copyFileSync(unfinished, file, constants.COPYFILE_EXCL);
  }
}

/** What the file system refuses is for the user to mend, and no bug. */
export function withDiskProblems<Result>(
  file: string,
  work: () => Result,
  elsewhere = 'use another folder: --dir DIR',
): Result {
  try {
    return work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    if (code === 'EEXIST' && syscall !== 'mkdir') {
      throw new ConfigError([{ file, message: 'exists already', hint: 'move it away, or set another name' }]);
    }
    throw new ConfigError([diskProblem(file, error as NodeJS.ErrnoException, elsewhere)]);
  }
}
