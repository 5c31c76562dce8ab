import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The version of this package: the bundle lies as deep in it as this file, in dist/BUILT_FROM/. */
export function version(): string {
  const root = resolve(__dirname, '..', '..');
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
