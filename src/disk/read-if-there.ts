import { existsSync, readFileSync, statSync } from 'node:fs';

/** The text of a regular file; nothing where there is none. */
export function readIfThere(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
}
