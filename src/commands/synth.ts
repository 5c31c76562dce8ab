import type { Command } from 'commander';
import { dueToGenerate, foldersToKeep, generateDue, loadNamed, rememberDue } from '../due/due';
import { isSame, lastRun, warningsOf } from '../due/last-run';
import { loadEnvironments } from '../environment/load';
import { generateOnly, partOf, type Shard } from '../output/generate';
import { isUnfinished } from '../output/journal';
import { alone, type Written, write, writeOnly } from '../output/output';
import { ConfigError } from '../problems/errors';
import { reportWarnings } from '../problems/report';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';
import { withProgress } from './progress';
import { shardOption, writeShard } from './shard';
import { withTightHeap } from './tight-heap';

const EXAMPLES = ['synth', 'synth prod staging', 'synth --shard 2/8', 'synth --json'];

export function addSynth(program: Command): void {
  addCommand(program, 'synth', EXAMPLES)
    .description('write generated/ from the stack files; with names, only the folders of these environments')
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .addOption(shardOption())
    .addOption(outOption())
    .action(synth);
}

function synth(names: string[], { shard, ...options }: Options & { readonly shard?: Shard }): void {
  const { out } = foldersOf(options);
  if (shard !== undefined && names.length > 0) {
    const hint = 'set the names of environments, or --shard';
    throw new ConfigError([{ file: '--shard', message: 'applies only to all environments', hint }], WRONG_USE);
  }
  const printer = new Printer(options);
  const isWhole = shard === undefined && names.length === 0;
  const { environments: all, ...done } =
    (isWhole ? unchanged(options) : undefined) ?? alone(out, () => synthAsked(names, shard, options));
  for (const note of done.notes) printer.note(note);
  const written = [...done.missing, ...done.changed];
  const files =
    written.length === 0 ? 'nothing to change' : `${written.length} file${written.length === 1 ? '' : 's'} written`;
  const listed = all.length > MOST_LISTED ? `${all.length} environments` : all.join(', ');
  printer.status(`${out}: ${listed} – ${files}`);
  printer.data({ out, environments: all, written, removed: done.obsolete, abandoned: done.abandoned }, () => '');
}

const MOST_LISTED = 20;

type Done = Written & { readonly environments: readonly string[] };

/** What the last run did, where all is as it left it: then the lock is not needed. */
function unchanged(options: Options): Done | undefined {
  const folders = foldersOf(options);
  // What a killed run had begun is finished under the lock: then an environment may be another than it is now.
  const last = isUnfinished(folders.out) ? undefined : lastRun(folders);
  if (last === undefined || !isSame(last, folders)) return undefined;
  reportWarnings([{ warnings: warningsOf(last) }], options.strict);
  return { ...NOTHING_TO_CHANGE, environments: last.environments.map(([name]) => name) };
}

function synthAsked(names: readonly string[], shard: Shard | undefined, options: Options): Done {
  if (names.length > 0) return synthOnly(names, options);
  return withTightHeap(foldersOf(options).stacks, () =>
    shard === undefined ? synthDue(options) : synthShard(shard, options),
  );
}

function synthDue(options: Options): Done {
  const folders = foldersOf(options);
  const last = lastRun(folders);
  const due = withProgress(options, (report) => dueToGenerate(folders, last, report));
  reportWarnings([due], options.strict);
  const { written, generated } = withProgress(options, (report) => {
    const { files, ...generated } = generateDue(folders, due, report);
    return { written: write(folders.out, files, foldersToKeep(due)), generated };
  });
  rememberDue(folders, due, generated);
  return { ...written, environments: due.names };
}

function synthOnly(names: readonly string[], options: Options): Done {
  const folders = foldersOf(options);
  const environments = loadNamed(folders, names);
  reportWarnings(environments, options.strict);
  return { ...writeOnly(folders.out, generateOnly(environments)), environments: environments.map(({ name }) => name) };
}

function synthShard(shard: Shard, options: Options): Done {
  const { stacks, out } = foldersOf(options);
  const environments = loadEnvironments(stacks);
  reportWarnings(environments, options.strict);
  const done = writeShard(out, environments, shard);
  return { ...done, environments: partOf(environments, shard).map(({ name }) => name) };
}

const NOTHING_TO_CHANGE: Written = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [], notes: [] };
