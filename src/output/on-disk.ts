import { diskProblem } from '../disk/disk-problems';
import { nearestExisting } from '../disk/nearest-existing';
import { ConfigError } from '../problems/errors';
import type { FileStream } from './generate';
import { stagingFolder } from './journal';

/** An error of what is read and generated, which is none of the folder that is written. */
class OwnError extends Error {
  constructor(override readonly cause: unknown) {
    super('a file could not be read or generated');
  }
}

export function* withOwnErrors(files: FileStream): FileStream {
  try {
    yield* files;
  } catch (error) {
    throw new OwnError(error);
  }
}

/** {@link onDisk} takes no error of `work` for one of the folder. */
export function notOnDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new OwnError(error);
  }
}

/** What the file system refuses is for the user to mend, and no bug. */
export function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof OwnError) throw error.cause;
    const { code, syscall, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    // A file stands above what is not there.
    const there = code === 'ENOTDIR' ? nearestExisting(path) : path;
    const place = there.startsWith(stagingFolder(folder)) ? folder : there;
    throw new ConfigError([diskProblem(place, error as NodeJS.ErrnoException)]);
  }
}
