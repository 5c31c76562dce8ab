import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The paths of all files below a folder, sorted; links are not followed. Node 20.9 does not tell the folder of an entry. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
