import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { hasStackFile } from '../environment/find-stack-files';
import { MANIFEST } from '../output/generate';
import { ConfigError } from '../problems/errors';

/** Options of a command that name folders. */
export interface GivenFolders {
  readonly dir?: string;
  readonly stacks?: string;
  readonly out?: string;
}

/** The folders that a command reads and writes, as a path from the working folder, so that a person can open them. */
export interface Folders {
  readonly stacks: string;
  readonly out: string;
}

export const STACKS = 'stacks';
export const OUT = 'generated';

/** As given; what is left out belongs to the project that the working folder is in. */
export function foldersOf({ dir, stacks, out = outputFolderOfCdktf() }: GivenFolders): Folders {
  const named = (path: string) => (isAbsolute(path) ? path : join(dir ?? '.', path));
  const project = dir ?? (stacks === undefined ? nearestProject() : '.');
  return {
    stacks: stacks === undefined ? join(project, STACKS) : named(stacks),
    out: out === undefined ? join(project, OUT) : named(out),
  };
}

/**
 * The cdktf CLI says where it looks for its manifest, and `generated/` is around that.
 * @throws ConfigError where it would remove what people put there.
 */
function outputFolderOfCdktf(): string | undefined {
  const manifests = process.env['CDKTF_OUTDIR'];
  if (manifests === undefined) return undefined;
  if (basename(manifests) !== dirname(MANIFEST)) {
    throw new ConfigError([
      {
        file: manifests,
        message: 'cannot be the output folder of cdktf: it removes folders there, with what people have put into them',
        hint: `use a folder of the name ${dirname(MANIFEST)}, as in cdktf.json: ${OUT}/${dirname(MANIFEST)}`,
      },
    ]);
  }
  return dirname(manifests);
}

/** The working folder, or the nearest above it in the same repository that has stack files. */
function nearestProject(): string {
  for (let folder = resolve('.'); ; folder = dirname(folder)) {
    if (hasStackFile(join(folder, STACKS))) return relative('.', folder) || '.';
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return '.';
  }
}
