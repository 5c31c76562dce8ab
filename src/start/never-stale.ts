import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourcesOf } from './built-from';

/** What the bundle was built from; only the bundle has it, and lies in dist/BUILT_FROM/. */
declare const BUILT_FROM: string | undefined;

/**
 * In a checkout the command builds itself anew when its sources have changed, and starts again: it never runs code
 * that is not what the sources say. Imported first, for its effect.
 */
const root = resolve(__dirname, '..', '..');
if (typeof BUILT_FROM === 'string' && existsSync(join(root, 'src')) && sourcesOf(root) !== BUILT_FROM) {
  const build = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src', 'build.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
  const again = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}
