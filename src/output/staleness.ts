import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere } from '../disk/read-if-there';
import { environmentFolderOf, isFileWith, RECORD } from '../disk/record';
import { DOCUMENT } from '../terraform/document-file';
import { type FileStream, MANIFEST } from './generate';
import { isOfKilledRun } from './journal';
import { withOwnErrors } from './on-disk';
import { ourFiles } from './our-files';
import { LOCK } from './write-lock';

/** How `generated/` differs from what the stack files say. Paths below it, sorted. */
export interface Staleness {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Files of environments that are no longer generated, and that are unchanged. */
  readonly obsolete: readonly string[];
  /** The same, but edited: they stay. */
  readonly edited: readonly string[];
  /** Folders of environments that have no stack file any more. */
  readonly abandoned: readonly string[];
}

const STACKS = 'stacks';

/** Where earlier versions had what the cdktf CLI reads. */
const FORMER_MANIFEST = 'manifest.json';

/** Whether `folder` holds files with these hashes, and nothing that a run would remove or finish. */
export function isUpToDate(folder: string, hashes: ReadonlyMap<string, string>): boolean {
  return (
    [...hashes].every(([path, hash]) => isFileWith(hash, join(folder, path))) &&
    !isFormerManifest(folder) &&
    abandonedFolders(folder, environmentFolders(hashes.keys())).length === 0 &&
    !readdirSync(folder, { withFileTypes: true }).some((entry) => isOfKilledRun(entry) || entry.name.startsWith(LOCK))
  );
}

/** `onDifferent`: with each file that is missing or changed. */
export function difference(
  folder: string,
  files: FileStream,
  kept?: readonly string[],
  onDifferent: (path: string, text: string, current?: string) => void = () => {},
): Staleness {
  const paths = new Set<string>();
  const missing: string[] = [];
  const changed: string[] = [];
  for (const [path, text] of withOwnErrors(files)) {
    paths.add(path);
    const current = readIfThere(join(folder, path));
    if (current === text) continue;
    (current === undefined ? missing : changed).push(path);
    onDifferent(path, text, current);
  }
  const environments = environmentFolders(paths);
  const unlisted = environments.flatMap((environment) =>
    ourFiles(folder, environment).filter(({ path }) => !paths.has(path)),
  );
  return {
    missing: missing.sort(),
    changed: changed.sort(),
    obsolete: [
      ...unlisted.filter(({ isEdited }) => !isEdited).map(({ path }) => path),
      ...(paths.has(MANIFEST) && isFormerManifest(folder) ? [FORMER_MANIFEST] : []),
    ],
    edited: unlisted.filter(({ isEdited }) => isEdited).map(({ path }) => path),
    abandoned: abandonedFolders(folder, kept ?? environments),
  };
}

function isFormerManifest(folder: string): boolean {
  return readIfThere(join(folder, FORMER_MANIFEST))?.includes('"synthesizedStackPath": "stacks/') === true;
}

function environmentFolders(paths: Iterable<string>): string[] {
  return [...new Set([...paths].flatMap((path) => environmentFolderOf(path) ?? []))];
}

/** Folders of environments that are no more; whatever else lies beside them is not ours to remove. */
function abandonedFolders(folder: string, kept: readonly string[]): string[] {
  const stacks = join(folder, STACKS);
  if (!existsSync(stacks)) return [];
  const isKept = new Set(kept);
  return readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${STACKS}/${entry.name}`)
    .filter((path) => !isKept.has(path))
    .filter((path) => [RECORD, DOCUMENT].some((name) => existsSync(join(folder, path, name))))
    .sort();
}
