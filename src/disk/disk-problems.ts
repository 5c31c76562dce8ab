import { resolve } from 'node:path';
import { ConfigError, type Problem } from '../problems/errors';

/** What the file system answered, in words. `elsewhere`: how to have it written there. */
export function diskProblem(
  file: string,
  { code = '', syscall }: NodeJS.ErrnoException,
  elsewhere = 'use another folder: --out DIR',
): Problem {
  const [message, hint] = DISK_PROBLEMS[code] ?? [`cannot be used (${syscall})`, (way: string) => way];
  return { file: recognizable(file), message: `${message} (${code})`, hint: hint(elsewhere) };
}

/** The folder that a command was started in has no name of its own. */
function recognizable(place: string): string {
  return /^[./\\]*$/.test(place) ? resolve(place) : place;
}

/** Answers that depend on the machine alone, whatever a program asks for. */
const OF_MACHINE = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EMFILE',
  'ENFILE',
  'ELOOP',
  'ENAMETOOLONG',
];

/** @throws ConfigError for a refusal of the file system that no other check expects; any other error as it is. */
export function refuseDiskProblem(error: unknown): never {
  const { code = '', syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined || path === undefined || !OF_MACHINE.includes(code)) throw error;
  throw new ConfigError([diskProblem(path, error as NodeJS.ErrnoException, 'use another folder')]);
}

type DiskProblem = readonly [message: string, hint: (elsewhere: string) => string];

const NO_PERMISSION: DiskProblem = ['you have no permission for it', (way) => `run this as its owner, or ${way}`];
const NO_SPACE: DiskProblem = ['the disk is full', () => 'free some space, and run this again'];
const TOO_MANY_OPEN: DiskProblem = [
  'too many files are open',
  () => 'end other programs, or raise the limit (ulimit -n), and run this again',
];
const NO_FOLDER: DiskProblem = ['a file stands where a folder is needed', (way) => `move it away, or ${way}`];

const DISK_PROBLEMS: Readonly<Record<string, DiskProblem>> = {
  EROFS: ['the file system is read-only', (way) => way],
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EFBIG: ['would be larger than a file may be here', () => 'raise the limit (ulimit -f), and run this again'],
  EMFILE: TOO_MANY_OPEN,
  ENFILE: TOO_MANY_OPEN,
  ELOOP: ['leads through links that lead to each other', (way) => `remove one of the links, or ${way}`],
  ENAMETOOLONG: ['the name is longer than the file system takes', (way) => `use a shorter name, or ${way}`],
  ENOENT: ['its folder is a link to nothing, or was removed meanwhile', (way) => `remove the link, or ${way}`],
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
};
