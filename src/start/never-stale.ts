import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keep, keptData } from '../disk/build-cache';
import { areSame, areSettled, type Stamps, sourcesOf, stampsOf } from './built-from';

/** What the bundle was built from; only the bundle has it, and lies in dist/BUILT_FROM/. */
declare const BUILT_FROM: string | undefined;

/**
 * In a checkout the command builds itself anew when its sources have changed, and starts again: it never runs code
 * that is not what the sources say. Imported first, for its effect.
 */
const root = resolve(__dirname, '..', '..');
if (typeof BUILT_FROM === 'string' && existsSync(join(root, 'src')) && !isBuiltFrom(BUILT_FROM)) {
  const build = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src', 'build.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
  const again = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}

function isBuiltFrom(sources: string): boolean {
  const known = keptData<Stamps>('sources', root);
  if (known !== undefined && areSame(known)) return true;
  const now = Date.now();
  const stamps = stampsOf(root);
  if (sourcesOf(root) !== sources) return false;
  if (areSettled(stamps, now)) keep('sources', root, JSON.stringify(stamps));
  return true;
}
