import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../src/environment/environment';
import { synthesize } from '../../src/stack/synthesize';

/** Writes what Terraform reads of an environment's stack into a folder; gives the folder. */
export function writeStack(folder: string, environment: Environment): string {
  mkdirSync(folder, { recursive: true });
  // As our writer does: what is no longer generated goes.
  rmSync(join(folder, 'moved.tf'), { force: true });
  const place = `stacks/${environment.name}/`;
  for (const [path, text] of synthesize([environment]).files) {
    if (path.startsWith(place)) writeFileSync(join(folder, path.slice(place.length)), text);
  }
  return folder;
}
