import './never-stale';
import { Command, Option } from 'commander';
import { loadEnvironments } from './config/load';
import { generate, generateOnly } from './generate';
import { compare, type Staleness, type Written, write, writeOnly } from './output';
import { reportMistakes, reportWarnings } from './report';

interface Options {
  readonly stacks: string;
  readonly out: string;
  readonly strict: boolean;
}

const EXIT_CODES = `
Exit codes:
  0  fine; there may be warnings
  1  mistakes in the stack files; for check also: the output folder is not up to date
  2  wrong use of the command: an unknown option, environment or folder`;

const WRONG_USE = 2;

const program = new Command('prefect-ecs-worker')
  .description('Terraform for Prefect workers on AWS ECS, from one YAML file an environment')
  .showHelpAfterError()
  .showSuggestionAfterError()
  .addHelpText('after', EXIT_CODES)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE));

withOptions(program.command('synth'))
  .description('write generated/ from the stack files; with names, only the folders of these environments')
  .argument('[env...]', 'environments: the names of stack files, without .yaml')
  .action((names: string[], { stacks, out, strict }: Options) => {
    const environments = loadEnvironments(stacks, names);
    reportWarnings(environments, strict);
    const done = names.length === 0 ? write(out, generate(environments)) : writeOnly(out, generateOnly(environments));
    console.error(
      summary(
        environments.map(({ name }) => name),
        out,
        done,
      ),
    );
  });

withOptions(program.command('check'))
  .description('check that the output folder is up to date, and list what is not; exit 1 if there is anything')
  .action(({ stacks, out, strict }: Options) => {
    const environments = loadEnvironments(stacks);
    reportWarnings(environments, strict);
    const lines = listing(compare(out, generate(environments)));
    if (lines.length === 0) {
      console.error(`${out} is up to date`);
      return;
    }
    console.log(lines.map((line) => line.replace(' ', `  ${out}/`)).join('\n'));
    console.error('Run: npx prefect-ecs-worker synth');
    process.exitCode = 1;
  });

reportMistakes(() => program.parse());

function withOptions(command: Command): Command {
  return command
    .option('--stacks <dir>', 'folder of the stack files', 'stacks')
    .option('--out <dir>', 'folder to write to', 'generated')
    .addOption(new Option('--strict', 'take warnings for mistakes').env('PREFECT_ECS_WORKER_STRICT').default(false))
    .addHelpText('after', EXIT_CODES);
}

function summary(names: readonly string[], out: string, done: Written): string {
  const written = done.missing.length + done.changed.length;
  const notes = done.notes.map((note) => `${note}\n`).join('');
  const files = written === 0 ? 'nothing to change' : `${written} ${written === 1 ? 'file' : 'files'} written`;
  return `${notes}${out}: ${names.join(', ')} – ${files}`;
}

function listing({ missing, changed, obsolete, edited, abandoned }: Staleness): string[] {
  return [
    ...missing.map((path) => `missing ${path}`),
    ...changed.map((path) => `changed ${path}`),
    ...obsolete.map((path) => `obsolete ${path}`),
    ...edited.map((path) => `edited ${path}`),
    ...abandoned.map((path) => `abandoned ${path}`),
  ];
}
