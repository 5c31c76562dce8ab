import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../helpers/stack-files';

const ROOT = join(__dirname, '..', '..');

/** What the linter, with this project's settings, says of imports in circles among `files`. */
function cyclesIn(files: Readonly<Record<string, string>>): string[] {
  const folder = folderOf({ '.biome.jsonc': readFileSync(join(ROOT, '.biome.jsonc'), 'utf8'), ...files });
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const args = ['lint', '--only=suspicious/noImportCycles', '--reporter=json', '.'];
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string } }[] };
  return diagnostics.map(({ location }) => location.path).sort();
}

test('the linter refuses a cycle of type imports alone', () => {
  const files = {
    'src/values/a.ts': "import type { B } from './b';\nexport type A = B | undefined;\n",
    'src/values/b.ts': "import type { A } from './a';\nexport interface B {\n  readonly a: A;\n}\n",
  };
  expect(cyclesIn(files)).toEqual(['src/values/a.ts', 'src/values/b.ts']);
});

test('the linter accepts imports that lead one way', () => {
  const files = {
    'src/values/a.ts': "import type { B } from './b';\nexport type A = B | undefined;\n",
    'src/values/b.ts': 'export interface B {\n  readonly a: string;\n}\n',
  };
  expect(cyclesIn(files)).toEqual([]);
});
