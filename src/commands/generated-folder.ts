import { readdirSync, statSync } from 'node:fs';
import { textOfNamed } from '../disk/named-file';
import { ConfigError } from '../problems/errors';
import type { TerraformDocument } from '../runbook/terraform-document';

const CHECK = 'check the path, and that you may read it';

/** The names in a folder; none where there is no folder. @throws ConfigError where it cannot be read. */
export function namesIn(folder: string): string[] {
  return reading(folder, () => (isThere(folder, 'isDirectory') ? readdirSync(folder) : []));
}

/** The text of a file; undefined where there is no such file. @throws ConfigError where it cannot be read. */
export function textOf(file: string): string | undefined {
  if (!reading(file, () => isThere(file, 'isFile'))) return undefined;
  return textOfNamed(file, CHECK, 1);
}

/** @throws ConfigError where somebody has edited a document so that it cannot be used. */
export function documentOf(text: string, file: string): TerraformDocument {
  const document = parsed(text);
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
  const message = document === undefined ? 'is not valid JSON' : 'is not a JSON object';
  throw new ConfigError([{ file, message, hint: 'write it again: npx prefect-ecs-worker synth' }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isThere(path: string, kind: 'isFile' | 'isDirectory'): boolean {
  try {
    return statSync(path)[kind]();
  } catch (error) {
    // Below a file there is nothing either.
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return false;
    throw error;
  }
}

/** What the file system refuses is for the user to mend; everything else is a bug. */
function reading<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new ConfigError([{ file, message: `cannot be read (${code})`, hint: CHECK }]);
  }
}
