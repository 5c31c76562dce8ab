import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../helpers/stack-files';

const ROOT = join(__dirname, '..', '..');

type Import = readonly [file: string, imported: string];

const FORBIDDEN: readonly Import[] = [
  ['src/problems/errors.ts', 'cdktf'],
  ['src/problems/errors.ts', '../environment/load'],
  ['src/problems/report.ts', '../disk/record'],
  ['src/disk/x.ts', '../environment/load'],
  ['src/disk/x.ts', '../output/output'],
  ['src/start/x.ts', '../commands/synth'],
  ['src/values/x.ts', 'cdktf'],
  ['src/values/x.ts', '../environment/environment'],
  ['src/values/x.ts', '../features/logs/schema'],
  ['src/values/limits/x.ts', '../../environment/environment'],
  ['src/stack-file/x.ts', '../environment/schema'],
  ['src/stack-file/x.ts', '../features/logs/schema'],
  ['src/environment/x.ts', 'constructs'],
  ['src/environment/x.ts', '../output/generate'],
  ['src/environment/x.ts', '../due/due'],
  ['src/environment/x.ts', '../stack/synthesize'],
  ['src/environment/x.ts', '../runbook/runbook'],
  ['src/environment/x.ts', '../features/logs/create'],
  ['src/inventory/x.ts', '../terraform/terraform-text'],
  ['src/inventory/x.ts', 'cdktf'],
  ['src/features/x/schema.ts', 'cdktf'],
  ['src/features/x/schema.ts', '../../environment/environment'],
  ['src/features/x/schema.ts', '../../inventory/item'],
  ['src/features/x/schema.ts', './rules'],
  ['src/features/x/created-x-schema.ts', '../logs/resolve'],
  ['src/features/x/rules.ts', '@cdktf/provider-aws/lib/ecs-service'],
  ['src/features/x/rules.ts', './create'],
  ['src/features/x/rules.ts', './resources/x'],
  ['src/features/x/inventory.ts', './create-rights'],
  ['src/features/x/resolve.ts', '../../runbook/template'],
  ['src/features/x/resolve.ts', '../../terraform/terraform-text'],
  ['src/features/x/resources/x.ts', 'node:fs'],
  ['src/features/x/resources/x.ts', '../rules'],
  ['src/features/x/resources/x.ts', '../schema'],
  ['src/features/x/resources/x.ts', '../create'],
  ['src/features/x/resources/x.ts', '../../logs/resolve'],
  ['src/features/x/resources/x.ts', '../../../problems/errors'],
  ['src/features/x/resources/x.ts', '../../../environment/environment'],
  ['src/features/x/resources/x.ts', '@cdktf/provider-aws'],
  ['src/features/x/create.ts', '../../runbook/template'],
  ['src/features/x/create.ts', '../../output/generate'],
  ['src/features/x/create-rights.ts', '../../output/output'],
  ['src/features/x/create.ts', '@cdktf/provider-aws'],
  ['src/features/x/runbook-view.ts', 'cdktf'],
  ['src/features/x/runbook-view.ts', './create'],
  ['src/terraform/x.ts', '../environment/environment'],
  ['src/terraform/x.ts', '../features/logs/schema'],
  ['src/terraform/x.ts', '../stack/synthesize'],
  ['src/stack/x.ts', '../runbook/runbook'],
  ['src/stack/x.ts', '../output/output'],
  ['src/stack/x.ts', '@cdktf/provider-aws'],
  ['src/runbook/x.ts', '@cdktf/provider-aws/lib/ecs-service'],
  ['src/runbook/x.ts', '../terraform/terraform-text'],
  ['src/runbook/x.ts', '../stack/synthesize'],
  ['src/runbook/x.ts', '../output/output'],
  ['src/doctor/x.ts', '../environment/environment'],
  ['src/doctor/checks/x.ts', '../../features/logs/resolve'],
  ['src/doctor/checks/x.ts', '../../output/generate'],
  ['src/output/generate.ts', 'cdktf'],
  ['src/cli.ts', 'constructs'],
  ['src/commands/x.ts', 'cdktf'],
  ['test/x.ts', 'cdktf'],
];

const ALLOWED: readonly Import[] = [
  ['src/doctor/checks/x.ts', '../../runbook/terraform-document'],
  ['src/doctor/checks/x.ts', '@aws-sdk/client-ecs'],
  ['src/problems/report.ts', './errors'],
  ['src/disk/x.ts', '../problems/errors'],
  ['src/start/x.ts', '../disk/files-below'],
  ['src/values/x.ts', './limits/iam'],
  ['src/values/limits/x.ts', '../api-url'],
  ['src/values/x.ts', '../stack-file/path'],
  ['src/stack-file/x.ts', '../problems/errors'],
  ['src/stack-file/x.ts', 'node:fs'],
  ['src/environment/x.ts', '../features/logs/rules'],
  ['src/environment/x.ts', '../inventory/inventory'],
  ['src/inventory/x.ts', '../features/logs/inventory'],
  ['src/features/x/schema.ts', '../../values/fields'],
  ['src/features/x/schema.ts', '../logs/schema'],
  ['src/features/x/rules.ts', '../../environment/environment'],
  ['src/features/x/inventory.ts', './created-vpc-inventory'],
  ['src/features/x/resources/x.ts', 'cdktf'],
  ['src/features/x/resources/x.ts', '@cdktf/provider-aws/lib/ecs-service'],
  ['src/features/x/resources/x.ts', '../../../terraform/terraform-text'],
  ['src/features/x/resources/x.ts', '../../network/resources/network-group'],
  ['src/features/x/resources/x.ts', './y'],
  ['src/features/x/create.ts', 'cdktf'],
  ['src/features/x/create.ts', './resources/x'],
  ['src/features/x/create.ts', '../../environment/environment'],
  ['src/features/x/create.ts', '../../stack/decisions'],
  ['src/features/x/runbook-view.ts', '../../runbook/template'],
  ['src/terraform/x.ts', 'cdktf'],
  ['src/stack/x.ts', 'cdktf'],
  ['src/stack/x.ts', '../disk/files-below'],
  ['src/runbook/x.ts', '../environment/environment'],
  ['src/runbook/x.ts', 'node:fs'],
  ['src/output/generate.ts', '../stack/synthesize'],
  ['src/output/generate.ts', '../runbook/template'],
  ['src/cli.ts', './commands/synth'],
  ['src/commands/x.ts', '../output/generate'],
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
