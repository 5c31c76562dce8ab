import type { Command } from 'commander';
import { dueToGenerate, foldersToKeep, generateDue, loadNamed, rememberDue } from '../due/due';
import { isSame, lastRun, type Run, warningsOf } from '../due/last-run';
import { generateOnly } from '../output/generate';
import { compare } from '../output/output';
import type { Staleness } from '../output/staleness';
import { reportWarnings } from '../problems/report';
import { visible } from '../problems/visible-text';
import { foldersOf } from './folders';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';
import { withProgress } from './progress';
import { withTightHeap } from './tight-heap';

const EXAMPLES = ['check', 'check prod', 'check --json | jq -r .files[].path'];

export function addCheck(program: Command): void {
  addCommand(program, 'check', EXAMPLES)
    .description(
      'check that the output folder is up to date, and list what is not; exit 1 if there is anything. With names, only the folders of these environments',
    )
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .addOption(outOption())
    .action(check);
}

function check(names: string[], options: Options): void {
  const { out } = foldersOf(options);
  const printer = new Printer(options);
  const files = names.length === 0 ? checkAll(options) : checkOnly(names, options);
  const isUpToDate = files.length === 0;
  printer.data({ out, up_to_date: isUpToDate, files }, () =>
    files.map(({ state, path }) => visible(`${state}  ${out}/${path}`)).join('\n'),
  );
  if (isUpToDate) {
    printer.status(`${out} is up to date`);
    return;
  }
  printer.status('Run: npx prefect-ecs-worker synth');
  process.exitCode = 1;
}

function checkAll(options: Options): StaleFile[] {
  const folders = foldersOf(options);
  const last = lastRun(folders);
  if (last !== undefined && isSame(last, folders)) {
    reportWarnings([{ warnings: warningsOf(last) }], options.strict);
    return [];
  }
  return withTightHeap(folders.stacks, () => checkDue(last, options));
}

function checkDue(last: Run | undefined, options: Options): StaleFile[] {
  const folders = foldersOf(options);
  const due = withProgress(options, (report) => dueToGenerate(folders, last, report));
  reportWarnings([due], options.strict);
  const { stale, generated } = withProgress(options, (report) => {
    const { files, ...generated } = generateDue(folders, due, report);
    return { stale: filesOf(compare(folders.out, files, foldersToKeep(due))), generated };
  });
  if (stale.length === 0) rememberDue(folders, due, generated);
  return stale;
}

function checkOnly(names: readonly string[], options: Options): StaleFile[] {
  const folders = foldersOf(options);
  const environments = loadNamed(folders, names);
  reportWarnings(environments, options.strict);
  return filesOf({ ...compare(folders.out, generateOnly(environments)), abandoned: [] });
}

interface StaleFile {
  readonly state: string;
  readonly path: string;
}

/** Every file or folder that is not up to date, and how. */
function filesOf(staleness: Staleness): StaleFile[] {
  const states = ['missing', 'changed', 'obsolete', 'edited', 'abandoned'] as const;
  return states.flatMap((state) => staleness[state].map((path) => ({ state, path })));
}
