import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** Lists what we wrote into an environment's folder. All that it does not list is somebody else's. */
export const RECORD = '.generated.sha256';

const HEADER = `# What was generated here. A file that is not listed is never changed or removed.
# sha256sum -c ${RECORD} tells which ones were edited.
`;

/** The hashes under which a file was written: several while a run is under way, or when a merge joined two records. */
export type Recorded = ReadonlyMap<string, ReadonlySet<string>>;

/** The files, and for each environment's folder the record of them. */
export function withRecords(files: ReadonlyMap<string, string>): Map<string, string> {
  const folders = new Map<string, [path: string, text: string][]>();
  for (const file of files) {
    const folder = environmentFolderOf(file[0]);
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return new Map([
    ...files,
    ...[...folders].map(([folder, ours]): [string, string] => {
      const lines = ours.map(([path, text]) => `${hashOf(text)}  ${path.slice(folder.length + 1)}\n`);
      return [
        `${folder}/${RECORD}`,
        HEADER + lines.sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1)).join(''),
      ];
    }),
  ]);
}

/** `stacks/NAME` of a path in an environment's folder. */
export function environmentFolderOf(path: string): string | undefined {
  return /^(stacks\/[^/]+)\//.exec(path)?.[1];
}

/** Lines that are no entry of a file in the same folder are passed over, such as the marks of a merge. */
export function readRecord(text: string): Recorded {
  const recorded = new Map<string, Set<string>>();
  for (const [, hash, name] of text.matchAll(/^([0-9a-f]{64}) {2}([^/\r\n]+)\r?$/gm)) {
    recorded.set(name as string, (recorded.get(name as string) ?? new Set()).add(hash as string));
  }
  return recorded;
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether `file` has a content with this hash. A pipe or a device has no end that a reader could wait for. */
export function isFileWith(hash: string, file: string): boolean {
  return statSync(file).isFile() && hashOf(readFileSync(file)) === hash;
}
