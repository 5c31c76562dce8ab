import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Affected, affected, type Reason, type State } from '../affected/affected';
import { isBeforeFirstPush, Repository } from '../affected/repository';
import { inNumbers } from '../diff/diff-text';
import { loadEnvironments } from '../environment/load';
import { environmentFolder } from '../output/generate';
import { printData } from '../problems/print-data';
import { reportWarnings } from '../problems/report';
import { foldersOf } from './folders';
import { matrixOf, matrixOption } from './matrix';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';

interface AffectedOptions extends Options {
  readonly base: string;
  readonly matrix: boolean;
  readonly only?: readonly State[];
}

const STATES: readonly State[] = ['added', 'changed', 'removed'];

const EXAMPLES = [
  'affected --base origin/main',
  'affected --base origin/main --only added changed --matrix',
  'affected --base v1.4.0 --json | jq -r ".environments[].environment"',
];

export function addAffected(program: Command): void {
  addCommand(program, 'affected', EXAMPLES)
    .description(
      'list the environments that were added, changed or removed since a git revision, by what this version writes for the stack files of both; reads the repository with git, and changes nothing in it',
    )
    .requiredOption(
      '--base <revision>',
      'compare with the merge base of HEAD and this branch, tag or commit; zeros, as before the first push of a branch: with no environments',
    )
    .addOption(new Option('--only <states...>', 'list only these').choices(STATES))
    .addOption(matrixOption())
    .addOption(outOption())
    .action(listAffected);
}

function listAffected({ base: revision, matrix, only = STATES, ...options }: AffectedOptions): void {
  const { stacks, out } = foldersOf(options);
  const environments = loadEnvironments(stacks);
  reportWarnings(environments, options.strict);
  const repository = Repository.around(stacks);
  const base = repository.mergeBase(revision);
  const places = { stacks: repository.pathOf(stacks), out: repository.pathOf(out) };
  const found = affected(repository, base, environments, places)
    .filter(({ state }) => only.includes(state))
    .map((one) => ({ ...one, folder: join(out, environmentFolder(one.environment)) }));
  const printer = new Printer(options);
  if (matrix) {
    printData(
      matrixOf(
        found.map(({ environment, state }) => ({ environment, state })),
        out,
      ),
    );
  } else {
    printer.data({ base, environments: found }, () => found.map(inLine).join('\n'));
  }
  const number = found.length === 0 ? 'no' : found.length;
  const since = isBeforeFirstPush(revision)
    ? `: ${revision} stands for no revision`
    : ` since ${base.slice(0, 12)}, the merge base of HEAD and ${revision}`;
  printer.status(`${number} environment${found.length === 1 ? '' : 's'} affected${since}`);
}

function inLine({ environment, state, because, resources, other_files: files }: Affected): string {
  const numbers = state === 'removed' ? undefined : inNumbers(resources);
  const parts = [
    ...because.map((reason) => `${IN_WORDS[reason]}${reason === 'files' ? files.join(', ') : ''}`),
    numbers,
  ];
  const details = parts.filter((part) => part !== undefined).join('; ');
  return `${state.padEnd(7)}  ${environment}${details === '' ? '' : `  (${details})`}`;
}

const IN_WORDS: Readonly<Record<Reason, string>> = {
  'stack files': 'stack files',
  version: 'this version of prefect-ecs-worker writes it otherwise',
  files: 'other files: ',
  'invalid before': 'its stack file was not valid for this version',
};
