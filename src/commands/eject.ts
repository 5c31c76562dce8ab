import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadNamed } from '../due/due';
import type { Environment } from '../environment/environment';
import { hclFiles } from '../hcl/eject';
import { writeFolder } from '../hcl/folder';
import { locked } from '../output/write-lock';
import { ConfigError } from '../problems/errors';
import { reportWarnings } from '../problems/report';
import { synthesizeEach } from '../stack/synthesize';
import { WRONG_USE } from './exit-codes';
import { type Folders, foldersOf } from './folders';
import { addCommand, folder, type Options } from './options';
import { Printer } from './printer';

const EXAMPLES = ['eject prod --out terraform/prod'];

export function addEject(program: Command): void {
  addCommand(program, 'eject', EXAMPLES)
    .description('write an environment as plain HCL: the same addresses, for the same state, without us')
    .argument('<env>', 'environment: the name of a stack file, without .yaml')
    .requiredOption('--out <dir>', 'folder for the HCL; only files that eject wrote there are overwritten', folder)
    .action(eject);
}

function eject(name: string, options: Options & { readonly out: string }): void {
  const { out } = foldersOf(options);
  const project = projectOf(options);
  refuseFolderOfOurs(out, project);
  const [environment] = loadNamed(project, [name]) as [Environment];
  reportWarnings([environment], options.strict);
  refuseOtherDocument(out);
  const files = ejected(environment);
  const { written, removed } = locked(out, () => writeFolder(out, files));
  const printer = new Printer(options);
  printer.status(
    written.length + removed.length === 0 ? `${out}: nothing to change` : `${out}: ${written.length} files written`,
  );
  if (environment.backend.type === 'local') {
    printer.status(`The state is a local file: copy ${environment.backend.path} to ${out} before you plan.`);
  }
  printer.status('Next: terraform init && terraform plan, which shows no changes.');
  printer.data({ out, environment: name, written, removed }, () => '');
}

/** What Terraform reads of an environment, in HCL: texts by file name. */
export function ejected(environment: Environment): Map<string, string> {
  const texts = [...synthesizeEach([environment]).each].flatMap(({ undivided, files }) => [
    ...hclFiles(withoutStackFile(undivided())),
    ...files
      .filter(([name]) => name.endsWith('.tftpl'))
      // Its first line says that the next synthesis writes it again.
      .map(([name, text]) => [name, text.slice(text.indexOf('\n') + 1)] as const),
  ]);
  return new Map(texts);
}

/** What comments say of a stack file, which an ejected folder has not. */
const OF_STACK_FILE: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^From \S+ of the stack file$/, ''],
  [/Statements of \S+ in the stack file/, 'Further statements'],
  [/Policies of \S+ in the stack file/, 'Further managed policies'],
  [/ that the stack file (names|finds by (its|their) tags)/, ''],
];

function withoutStackFile<Document extends object>(document: Document): Document {
  const comment = (text: string) =>
    OF_STACK_FILE.reduce((all, [pattern, instead]) => all.replace(pattern, instead), text);
  return JSON.parse(JSON.stringify(document), (key, value) =>
    key === '//' && typeof value === 'string' ? comment(value) || undefined : value,
  );
}

/** The folders of the project, where a synthesis would write. */
function projectOf({ dir, stacks }: Options): Folders {
  return foldersOf({ ...(dir !== undefined && { dir }), ...(stacks !== undefined && { stacks }) });
}

/** @throws ConfigError for the stack files and what is generated, which the next synthesis would write into. */
function refuseFolderOfOurs(ejected: string, { stacks, out: generated }: Folders): void {
  const isWithin = (folder: string) => !relative(resolve(folder), resolve(ejected)).startsWith('..');
  const [folder] = [stacks, generated].filter(isWithin);
  if (folder === undefined) return;
  const message = `is in ${folder}, which is not for plain HCL`;
  throw new ConfigError(
    [{ file: ejected, message, hint: 'use another folder, for example --out terraform/prod' }],
    WRONG_USE,
  );
}

/** @throws ConfigError for a folder where Terraform would read the same resources twice. */
function refuseOtherDocument(out: string): void {
  const file = join(out, 'cdk.tf.json');
  if (!existsSync(file)) return;
  const message = 'has the same resources: Terraform would read both';
  throw new ConfigError([{ file, message, hint: 'use another folder: --out DIR' }]);
}
