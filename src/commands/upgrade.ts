import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { replaceFiles } from '../disk/write-files';
import { findStackFiles } from '../environment/find-stack-files';
import { ConfigError, type Problem } from '../problems/errors';
import { LayerReader } from '../stack-file/extends';
import { readYamlFile } from '../stack-file/yaml-file';
import type { Change } from '../upgrade/rewrite';
import { foldersOf } from './folders';
import { addPlainCommand, folder } from './options';
import { Printer, type Printing } from './printer';

interface UpgradeOptions extends Printing {
  readonly dir?: string;
  readonly stacks?: string;
  readonly from?: string;
  readonly dryRun: boolean;
}

/** The version of the schema by release. */
const RELEASES: Readonly<Record<string, number>> = { '0.1.0': 1 };

const EXAMPLES = ['upgrade', 'upgrade --dry-run', 'upgrade --from 0.1.0'];

export function addUpgrade(program: Command): void {
  addPlainCommand(program, 'upgrade', EXAMPLES)
    .description(
      "rewrite stack files, and the files that they extend, to this version's fields; comments and layout stay as they are. Then run validate, and synth to see what changes",
    )
    .option('--dir <dir>', 'folder of the project (default: the nearest above that has stack files)', folder)
    .option('--stacks <dir>', 'folder of the stack files (default: stacks)', folder)
    .addOption(
      new Option(
        '--from <release>',
        'the release that files without schema_version were written for: also set what was a default then, and is another one now',
      ).choices(Object.keys(RELEASES)),
    )
    .option('--dry-run', 'print what would be rewritten, and write nothing', false)
    .action(upgrade);
}

interface File {
  readonly file: string;
  readonly changes: readonly Change[];
  readonly byHand: readonly Change[];
}

function upgrade({ from, dryRun, ...options }: UpgradeOptions): void {
  // Loaded by this command alone.
  const { upgraded } = require('../upgrade/upgrade') as typeof import('../upgrade/upgrade');
  const version = from === undefined ? undefined : RELEASES[from];
  const rewritten = filesOf(foldersOf(options).stacks).map((file) => {
    const source = readFileSync(file, 'utf8');
    return { file, source, ...upgraded(source, version === undefined ? {} : { version }) };
  });
  const changed = rewritten.filter(({ source, text }) => text !== source);
  if (!dryRun) replaceFiles(changed.map(({ file, text }) => [file, text]));
  const files = rewritten.filter(({ changes, byHand }) => changes.length + byHand.length > 0);
  const printer = new Printer(options);
  printer.data({ files: files.map(asData), written: !dryRun }, () => files.flatMap(inWords).join('\n'));
  if (files.length === 0) printer.status('nothing to upgrade');
  else if (!dryRun) printer.status('Next: npx prefect-ecs-worker validate');
  if (files.some(({ byHand }) => byHand.length > 0)) process.exitCode = 1;
}

/** Every stack file, and every file that one extends. @throws ConfigError where one is no YAML; then nothing is written. */
function filesOf(folder: string): string[] {
  const { environments, bases } = findStackFiles(folder);
  const reader = new LayerReader();
  const own = [...environments.values(), ...bases].map((file) => join(folder, file));
  for (const file of own) reader.read(file);
  const files = [...new Set([...own, ...reader.hashes().keys()])].sort();
  const problems = files.flatMap((file): Problem[] => {
    const read = readYamlFile(file);
    return Array.isArray(read) ? read : [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return files;
}

function asData({ file, changes, byHand }: File): object {
  return { file, changes, by_hand: byHand };
}

function inWords({ file, changes, byHand }: File): string[] {
  return [
    ...changes.map(({ line, from, to }) => `${file}:${line} ${from} → ${to}`),
    ...byHand.map(
      ({ line, from, to }) => `${file}:${line} ${from} → ${to}: by hand, because it holds more than can be moved`,
    ),
  ];
}
