import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { areSame, areSettled, type Stamps, sourcesOf, stampsOf } from '../../src/start/built-from';
import { scratchFolder } from '../helpers/stack-files';

const YESTERDAY = new Date(Date.now() - 86_400_000);

function checkout(): string {
  const root = scratchFolder();
  write(root, 'package-lock.json', '{}');
  write(root, 'src/cli.ts', 'one');
  write(root, 'src/features/logs/schema.ts', 'two');
  return root;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const CHANGES: Readonly<Record<string, (root: string) => void>> = {
  'an edited file': (root) => write(root, 'src/features/logs/schema.ts', 'other'),
  'a file of the same size and with its old time': (root) => {
    write(root, 'src/cli.ts', 'own');
    utimesSync(join(root, 'src', 'cli.ts'), YESTERDAY, YESTERDAY);
  },
  'a new file': (root) => write(root, 'src/features/logs/rules.ts', ''),
  'a new folder': (root) => write(root, 'src/new/file.ts', ''),
  'a removed file': (root) => rmSync(join(root, 'src', 'cli.ts')),
  'a removed folder': (root) => rmSync(join(root, 'src', 'features'), { recursive: true }),
  'a renamed file': (root) => renameSync(join(root, 'src', 'cli.ts'), join(root, 'src', 'other.ts')),
  'another package-lock.json': (root) => write(root, 'package-lock.json', '[]'),
};

test.each(Object.entries(CHANGES))('%s changes the stamps of the sources, and what identifies them', (_, change) => {
  const root = checkout();
  for (const path of ['src/cli.ts', 'package-lock.json']) utimesSync(join(root, path), YESTERDAY, YESTERDAY);
  const before = { stamps: stampsOf(root), sources: sourcesOf(root) };
  // The clock of the file system goes in steps of some milliseconds.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  expect([areSame(before.stamps), sourcesOf(root)]).toEqual([true, before.sources]);
  change(root);
  expect(areSame(before.stamps)).toBe(false);
  expect(sourcesOf(root)).not.toBe(before.sources);
});

test('stamps are not kept while one more change could have the same time', () => {
  const stamps: Stamps = [
    ['a', '1000 1000'],
    ['b', '1000 4000'],
  ];
  expect([4000, 6000, 6001].map((now) => areSettled(stamps, now))).toEqual([false, false, true]);
});
