import { readFileSync, statSync } from 'node:fs';
import { ConfigError, type ExitCode } from '../problems/errors';

/** Our own limit: a state of some thousand resources has a tenth of it. */
const MOST_BYTES = 67_108_864;

/** The text of a file that an argument names. @throws ConfigError where it cannot be read to an end. */
export function textOfNamed(file: string, hint: string, exitCode: ExitCode): string {
  const refuse = (message: string) => new ConfigError([{ file, message, hint }], exitCode);
  try {
    const entry = statSync(file);
    if (entry.isDirectory()) throw refuse('is a folder');
    // A pipe or a device has no end that a reader could wait for.
    if (!entry.isFile()) throw refuse('is no regular file');
    if (entry.size > MOST_BYTES) throw refuse(`has ${entry.size} bytes: at most ${MOST_BYTES} are read`);
    return textIn(readFileSync(file));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw refuse(`cannot be read (${code})`);
  }
}

/** PowerShell writes UTF-16 with > FILE, and UTF-8 with a mark. */
function textIn(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}
