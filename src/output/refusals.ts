import { accessSync, constants, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskProblem } from '../disk/disk-problems';
import { nearestExisting } from '../disk/nearest-existing';
import { environmentFolderOf, RECORD } from '../disk/record';
import type { Problem } from '../problems/errors';
import { isKnownByRecord, isOurs } from './our-files';
import type { Staleness } from './staleness';
import { localStates } from './states';

/** What stands where we would write, and is not ours to overwrite or to write through. */
export function inTheWay(folder: string, { missing, changed }: Staleness): Problem[] {
  const problems = [...missing, ...changed].flatMap((path) => inTheWayOf(folder, path) ?? []);
  return [...new Map(problems.map((problem) => [problem.file, problem])).values()];
}

function inTheWayOf(folder: string, path: string): Problem | undefined {
  const parts = path.split('/');
  const above = parts.slice(1).map((_, index) => join(folder, ...parts.slice(0, index + 1)));
  const noFolder = above.map(whereAFolderIsRequired).find((problem) => problem !== undefined);
  return noFolder ?? whereAFileIsRequired(folder, path);
}

function whereAFolderIsRequired(place: string): Problem | undefined {
  const entry = lstatSync(place, { throwIfNoEntry: false });
  if (entry === undefined || entry.isDirectory()) return undefined;
  if (entry.isSymbolicLink()) return linkInTheWay(place);
  return { file: place, message: 'is a file, but a folder is required', hint: 'move it away' };
}

function whereAFileIsRequired(folder: string, path: string): Problem | undefined {
  const file = join(folder, path);
  const entry = lstatSync(file, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  if (entry.isSymbolicLink()) return linkInTheWay(file);
  if (entry.isDirectory()) return { file, message: 'is a folder, but a file is required', hint: 'move it away' };
  if (!entry.isFile()) {
    return { file, message: 'is no regular file', hint: 'move it away, or set another folder: --out DIR' };
  }
  if (isOurs(folder, path)) return undefined;
  const message = `was not generated, and would be overwritten: ${environmentFolderOf(path) ?? folder} now contains a generated file with this name`;
  const orRecord = isKnownByRecord(folder, path)
    ? `. If it was generated, ${RECORD} beside it is damaged: remove that instead, and run this again`
    : '';
  return { file, message, hint: `move it away, or rename it${orRecord}` };
}

function linkInTheWay(file: string): Problem {
  return {
    file,
    message: 'is a symbolic link: generated files are not written through links',
    hint: 'remove the link, or set another folder: --out DIR',
  };
}

/** The folders that must be writable, before anything is written in any. */
export function unwritable(folder: string, paths: readonly string[]): Problem[] {
  const places = new Set([folder, ...paths.map((path) => dirname(join(folder, path)))].map(nearestExisting));
  return [...places].flatMap((place): Problem[] => {
    try {
      accessSync(place, constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      return [diskProblem(place, error as NodeJS.ErrnoException)];
    }
  });
}

export function statesToLose(folder: string, abandoned: readonly string[]): Problem[] {
  return abandoned.flatMap((path) =>
    localStates(join(folder, path)).map((file) => ({
      file,
      message: `is the Terraform state of an environment without a stack file: without ${path} nothing could destroy what it still manages`,
      hint: `put the stack file back; to take the environment down, run terraform destroy in ${join(folder, path)} first, then remove the stack file. To keep the state elsewhere, move the file away`,
    })),
  );
}
