import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadNamed } from '../due/due';
import { environmentFolder, generateOnly } from '../output/generate';
import { ConfigError } from '../problems/errors';
import { reportWarnings } from '../problems/report';
import type { TerraformDocument } from '../runbook/terraform-document';
import { DOCUMENTS, documentAmong } from '../terraform/document-file';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { documentOf, namesIn, textOf } from './generated-folder';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';

interface DoctorOptions extends Options {
  readonly folder?: string;
}

const EXAMPLES = ['doctor prod', 'doctor --folder generated/stacks/prod', 'doctor prod --json | jq .findings'];

export function addDoctor(program: Command): void {
  const command = addCommand(program, 'doctor', EXAMPLES)
    .description('look at an environment in AWS and in Prefect, before an apply or after; changes nothing')
    .argument('[env]', 'environment: the name of a stack file, without .yaml')
    .addOption(outOption())
    .option('--folder <dir>', 'instead of a name: the generated folder of an environment, without its stack file')
    .action(async (name: string | undefined, options: DoctorOptions) => {
      if ((name === undefined) === (options.folder === undefined)) {
        command.error('error: set exactly one of: the name of an environment, --folder', { exitCode: WRONG_USE });
      }
      await examine(name === undefined ? inFolder(options) : inStackFile(name, options), new Printer(options));
    });
}

/** An environment: its name, its runbook, and the text of each of its files. */
interface Subject {
  readonly environment: string;
  readonly page: string;
  readonly document: TerraformDocument;
  readonly names: readonly string[];
  readonly file: (path: string) => string | undefined;
}

async function examine({ document, names, file, ...head }: Subject, printer: Printer): Promise<void> {
  // Loaded by this command alone, for the clients of AWS.
  const { report } = require('../doctor/doctor') as typeof import('../doctor/doctor');
  printer.status('Looking at AWS and Prefect. Nothing is changed.');
  const { data, text, exitCode } = await report(head, { document, names, file, env: process.env });
  printer.data(data, () => text);
  process.exitCode = exitCode;
}

/** What the stack file says now, whether it was synthesized or not, with the values that lie in the output folder. */
function inStackFile(name: string, options: DoctorOptions): Subject {
  const folders = foldersOf(options);
  const environments = loadNamed(folders, [name]);
  reportWarnings(environments, options.strict);
  const generated = generateOnly(environments);
  const folder = join(folders.out, environmentFolder(name));
  const file = (path: string) => generated.get(`${environmentFolder(name)}/${path}`) ?? textOf(join(folder, path));
  return subjectIn(folder, name, file) as Subject;
}

function inFolder({ dir, folder: given = '' }: DoctorOptions): Subject {
  const folder = isAbsolute(given) ? given : join(dir ?? '.', given);
  const file = (path: string) => textOf(join(folder, path));
  const subject = subjectIn(folder, basename(resolve(folder)), file);
  if (subject !== undefined) return subject;
  const hint = 'set --folder to a folder that was generated, as generated/stacks/dev';
  throw new ConfigError([{ file: folder, message: `has no ${DOCUMENTS.join(', and no ')}`, hint }], WRONG_USE);
}

function subjectIn(folder: string, environment: string, file: Subject['file']): Subject | undefined {
  const found = documentAmong(file);
  if (found === undefined) return undefined;
  const path = join(folder, found.name);
  const document = documentOf(found.text, path);
  if (!hasRegion(document)) {
    const hint = 'write it again: npx prefect-ecs-worker synth';
    throw new ConfigError([{ file: path, message: 'sets no region: it is no document of an environment', hint }]);
  }
  return { environment, page: join(folder, 'README.md'), document, names: namesIn(folder), file };
}

/** Somebody may have edited it. */
function hasRegion({ provider }: { readonly provider?: { readonly aws?: unknown } }): boolean {
  const aws = provider?.aws;
  return Array.isArray(aws) && typeof aws[0]?.region === 'string';
}
