import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from './helpers/stack-files';

const ROOT = join(__dirname, '..');

type Import = readonly [file: string, imported: string];

const FORBIDDEN: readonly Import[] = [
  ['src/errors.ts', 'cdktf'],
  ['src/errors.ts', './config/load'],
  ['src/config/x.ts', 'cdktf'],
  ['src/config/x.ts', 'constructs'],
  ['src/config/x.ts', '../generate'],
  ['src/config/x.ts', '../constructs/terraform-text'],
  ['src/config/x.ts', '../stacks/synthesize'],
  ['src/config/x.ts', '../artifacts/template'],
  ['src/constructs/x.ts', 'node:fs'],
  ['src/constructs/x.ts', '../errors'],
  ['src/constructs/x.ts', '../config/environment'],
  ['src/constructs/x.ts', '../stacks/inputs'],
  ['src/constructs/x.ts', '../artifacts/template'],
  ['src/constructs/x.ts', '@cdktf/provider-aws'],
  ['src/stacks/x.ts', '../artifacts/template'],
  ['src/stacks/x.ts', '../generate'],
  ['src/stacks/x.ts', '../output'],
  ['src/stacks/x.ts', '@cdktf/provider-aws'],
  ['src/artifacts/x.ts', 'cdktf'],
  ['src/artifacts/x.ts', '@cdktf/provider-aws/lib/ecs-service'],
  ['src/artifacts/x.ts', '../constructs/terraform-text'],
  ['src/artifacts/x.ts', '../stacks/inputs'],
  ['src/artifacts/x.ts', '../output'],
  ['src/generate.ts', 'cdktf'],
  ['src/cli.ts', 'constructs'],
  ['src/commands/x.ts', 'cdktf'],
  ['test/x.ts', 'cdktf'],
];

const ALLOWED: readonly Import[] = [
  ['src/config/x.ts', '../errors'],
  ['src/config/x.ts', './limits'],
  ['src/config/x.ts', 'node:fs'],
  ['src/constructs/x.ts', 'cdktf'],
  ['src/constructs/x.ts', '@cdktf/provider-aws/lib/ecs-service'],
  ['src/constructs/x.ts', './terraform-text'],
  ['src/stacks/x.ts', 'cdktf'],
  ['src/stacks/x.ts', '../config/environment'],
  ['src/stacks/x.ts', '../constructs/terraform-text'],
  ['src/stacks/x.ts', '../files-below'],
  ['src/artifacts/x.ts', '../config/environment'],
  ['src/artifacts/x.ts', 'node:fs'],
  ['src/generate.ts', './stacks/synthesize'],
  ['src/generate.ts', './artifacts/template'],
  ['src/cli.ts', './commands/synth'],
  ['src/commands/x.ts', '../generate'],
];

/** Imports that the linter refuses, of these, each planted in a line of its own. */
function refusedOf(imports: readonly Import[]): Import[] {
  const files = [...new Set(imports.map(([file]) => file))];
  const importsOf = (file: string) => imports.filter(([other]) => other === file);
  const folder = folderOf({
    '.biome.jsonc': readFileSync(join(ROOT, '.biome.jsonc'), 'utf8'),
    ...Object.fromEntries(
      files.map((file) => [
        file,
        importsOf(file)
          .map(([, from], index) => `import { x${index} } from '${from}';\n`)
          .join(''),
      ]),
    ),
  });
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'];
  const { diagnostics } = JSON.parse(spawnSync(biome, args, { cwd: folder, encoding: 'utf8' }).stdout) as Report;
  const places = new Set(diagnostics.map(({ location: { path, start } }) => `${path}:${start.line}`));
  return imports.filter((one) => places.has(`${one[0]}:${importsOf(one[0]).indexOf(one) + 1}`));
}

interface Report {
  readonly diagnostics: readonly { readonly location: { readonly path: string; readonly start: { line: number } } }[];
}

const refused = refusedOf([...FORBIDDEN, ...ALLOWED]);

const isRefused = (file: string, from: string) => refused.some((one) => one[0] === file && one[1] === from);

test.each(FORBIDDEN)('the linter refuses that %s imports %s', (file, from) => {
  expect(isRefused(file, from)).toBe(true);
});

test.each(ALLOWED)('%s may import %s', (file, from) => {
  expect(isRefused(file, from)).toBe(false);
});
