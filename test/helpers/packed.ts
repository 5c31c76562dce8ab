import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { succeed } from './run';
import { scratchFolder } from './stack-files';

const ROOT = join(__dirname, '..', '..');

/** What npm says of a tarball that it made. */
export interface Packed {
  readonly tarball: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** The sources of the package in a folder of their own, with the dependencies of this checkout. */
export function copyPackage(): string {
  const copy = scratchFolder();
  for (const part of ['src', 'package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Packs the sources, as `npm pack` in a clone does. */
export async function pack(sources: string): Promise<Packed> {
  const { stdout } = await succeed('npm', ['pack', '--json', '--silent'], { cwd: sources, env: npmEnvironment() });
  const [packed] = JSON.parse(stdout);
  return { ...packed, tarball: join(sources, packed.filename) };
}

/** npm without the network, and with a cache of its own: what it runs is what was packed just now. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, npm_config_cache: cache, npm_config_offline: 'true', npm_config_yes: 'true' };
}

const cache = scratchFolder();
