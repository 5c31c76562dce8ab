import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the bundle was built from; only the bundle has it, and lies in dist/BUILT_FROM/. */
declare const BUILT_FROM: string | undefined;

/** The version of this package. */
export function version(): string {
  const root = resolve(__dirname, typeof BUILT_FROM === 'string' ? '../..' : '..');
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
