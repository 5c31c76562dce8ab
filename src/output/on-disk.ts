import { diskProblem } from '../disk/disk-problems';
import { ConfigError } from '../problems/errors';
import type { FileStream } from './generate';
import { stagingFolder } from './journal';

/** An error of what generates the files, which is none of the disk's. */
class GeneratorError extends Error {
  constructor(override readonly cause: unknown) {
    super('a file could not be generated');
  }
}

export function* withOwnErrors(files: FileStream): FileStream {
  try {
    yield* files;
  } catch (error) {
    throw new GeneratorError(error);
  }
}

/** What the file system refuses is for the user to mend, and no bug. */
export function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof GeneratorError) throw error.cause;
    const { code, syscall, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const place = path.startsWith(stagingFolder(folder)) ? folder : path;
    throw new ConfigError([diskProblem(place, error as NodeJS.ErrnoException)]);
  }
}
