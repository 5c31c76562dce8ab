import { join } from 'node:path';
import type { Command } from 'commander';
import { applyNotes } from '../diff/apply-notes';
import type { Stack } from '../diff/blocks';
import { comparisonInLines, type EnvironmentDiff, environmentDiffInLines } from '../diff/diff-text';
import { stackDiff } from '../diff/environment-diff';
import { RECORD } from '../disk/record';
import type { ReadFile } from '../doctor/terraform-parser';
import { loadNamed } from '../due/due';
import { findStackFiles } from '../environment/find-stack-files';
import { loadEnvironments } from '../environment/load';
import { environmentFolder, generate, generateOnly } from '../output/generate';
import { compare } from '../output/output';
import { reportWarnings } from '../problems/report';
import { synthesize } from '../stack/synthesize';
import { DOCUMENTS, documentAmong } from '../terraform/document-file';
import { foldersOf } from './folders';
import { documentOf, textOf } from './generated-folder';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';

interface DiffOptions extends Options {
  readonly each: boolean;
}

const EXAMPLES = ['diff', 'diff prod', 'diff dev prod', 'diff dev prod --each', 'diff --json | jq ".environments[]"'];

export function addDiff(program: Command): void {
  addCommand(program, 'diff', EXAMPLES)
    .description(
      'show what the stack files would change against the output folder, and what AWS would replace for it; with two names, how these environments differ',
    )
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .option('--each', 'with two names: compare each with the output folder', false)
    .addOption(outOption())
    .action(diff);
}

function diff(names: string[], options: DiffOptions): void {
  const [one, other] = names;
  if (one !== undefined && other !== undefined && names.length === 2 && !options.each) between(one, other, options);
  else againstGenerated(names, options);
}

function between(one: string, other: string, options: Options): void {
  const environments = loadNamed(foldersOf(options), [one, other]);
  reportWarnings(environments, options.strict);
  const { files } = synthesize(environments);
  const stack = (name: string) => stackIn((file) => files.get(`${environmentFolder(name)}/${file}`), name) as Stack;
  // Names in AWS follow from the environment's: that they differ says nothing.
  const found = stackDiff(stack(one), stack(other), { openInputs: ['name'] });
  const resources = found.resources
    .filter(({ changes, action }) => changes.length > 0 || action === 'create' || action === 'destroy')
    .map(({ address, action, changes }) => ({ address, only_in: ONLY_IN(action, one, other), changes }));
  const printer = new Printer(options);
  printer.data({ from: one, to: other, resources, blocks: found.blocks }, () => comparisonInLines(one, other, found));
}

const ONLY_IN = (action: string, one: string, other: string) =>
  action === 'create' ? other : action === 'destroy' ? one : undefined;

function againstGenerated(names: readonly string[], options: Options): void {
  const folders = foldersOf(options);
  const { stacks, out } = folders;
  const gone = names.filter((name) => isRemoved(name, stacks, out));
  const named = names.filter((name) => !gone.includes(name));
  const isOnlyGone = gone.length > 0 && named.length === 0;
  const environments = isOnlyGone ? [] : named.length > 0 ? loadNamed(folders, named) : loadEnvironments(stacks);
  reportWarnings(environments, options.strict);
  const files = isOnlyGone
    ? new Map<string, string>()
    : names.length === 0
      ? generate(environments)
      : generateOnly(environments);
  const staleness = compare(out, files);
  const stale = [...staleness.missing, ...staleness.changed, ...staleness.obsolete];
  const changed = environments.flatMap(({ name }): EnvironmentDiff[] => {
    const folder = environmentFolder(name);
    const here = stale.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
    if (here.length === 0) return [];
    const from = stackOnDisk(join(out, folder));
    const to = stackIn((file) => files.get(`${folder}/${file}`), folder) as Stack;
    const { resources, blocks } = stackDiff(from, to);
    return [
      {
        environment: name,
        state: from === undefined ? 'added' : 'changed',
        notes: from === undefined ? [] : applyNotes(from.document, to.document, resources),
        resources,
        blocks,
        files: here.filter((file) => file !== RECORD && !isDocument(file, here)),
      },
    ];
  });
  const abandoned = names.length > 0 ? gone.map(environmentFolder) : staleness.abandoned;
  const removed = abandoned.map((folder) => removedEnvironment(out, folder));
  const others = stale.filter((path) => names.length === 0 && !path.startsWith('stacks/'));
  const all = [...changed, ...removed];
  const printer = new Printer(options);
  printer.data({ out, environments: all, files: others }, () =>
    [...all.map(environmentDiffInLines), ...others.map((path) => `${out}/${path}: changed`)].join('\n'),
  );
  if (all.length + others.length === 0) printer.status(`${out} is up to date`);
}

/** Whether only its folder is left. */
function isRemoved(name: string, stacks: string, out: string): boolean {
  if (!NAME.test(name) || findStackFiles(stacks).environments.has(name)) return false;
  return stackOnDisk(join(out, environmentFolder(name))) !== undefined;
}

/** No path. */
const NAME = /^[\w-]+$/;

function removedEnvironment(out: string, folder: string): EnvironmentDiff {
  const notes = [`destroy it first, as ${join(out, folder, 'README.md')} says: the synthesis removes its Terraform`];
  return {
    environment: folder.slice('stacks/'.length),
    state: 'removed',
    notes,
    ...stackDiff(stackOnDisk(join(out, folder)), undefined),
    files: [],
  };
}

function stackOnDisk(folder: string): Stack | undefined {
  return stackIn((name) => textOf(join(folder, name)), folder);
}

function stackIn(file: ReadFile, folder: string): Stack | undefined {
  const found = documentAmong(file);
  return found && { document: documentOf(found.text, join(folder, found.name)), file };
}

/** The document, whose differences are shown by resource, also where it is written as HCL. */
function isDocument(file: string, changed: readonly string[]): boolean {
  const [inJson, besideHcl] = DOCUMENTS;
  return file === inJson || file === besideHcl || (changed.includes(besideHcl) && file.endsWith('.tf'));
}
