import type { Problem } from '../problems/errors';

/** What the file system answered, in words. */
export function diskProblem(file: string, { code = '', syscall }: NodeJS.ErrnoException): Problem {
  const [message, hint] = DISK_PROBLEMS[code] ?? [`cannot be used (${syscall})`, 'use another folder: --out DIR'];
  return { file, message: `${message} (${code})`, hint };
}

const NO_PERMISSION = [
  'you have no permission for it',
  'run this as its owner, or use another folder: --out DIR',
] as const;
const NO_SPACE = ['the disk is full', 'free some space, and run this again'] as const;
const NO_FOLDER = ['a file stands where a folder is needed', 'move it away, or use another folder: --out DIR'] as const;

const DISK_PROBLEMS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  EROFS: ['the file system is read-only', 'use another folder: --out DIR'],
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
};
