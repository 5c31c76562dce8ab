import './never-stale';
import { Command } from 'commander';
import { loadEnvironments } from './config/load';
import { ConfigError } from './errors';
import { generate, generateOnly } from './generate';
import { compare, type Staleness, write, writeOnly } from './output';

interface Folders {
  readonly stacks: string;
  readonly out: string;
}

const program = new Command('prefect-ecs-worker')
  .description('Terraform for Prefect workers on AWS ECS, from one YAML file an environment')
  .showHelpAfterError()
  .showSuggestionAfterError();

withFolders(program.command('synth'))
  .description('write generated/ from the stack files; with names, only the folders of these environments')
  .argument('[env...]', 'environments: the names of stack files, without .yaml')
  .action((names: string[], { stacks, out }: Folders) => {
    const environments = loadEnvironments(stacks, names);
    const done = names.length === 0 ? write(out, generate(environments)) : writeOnly(out, generateOnly(environments));
    console.log(
      summary(
        environments.map(({ name }) => name),
        out,
        done,
      ),
    );
  });

withFolders(program.command('check'))
  .description('list what in generated/ is not as the stack files say; exit 1 if there is anything')
  .action(({ stacks, out }: Folders) => {
    const stale = compare(out, generate(loadEnvironments(stacks)));
    const lines = listing(stale);
    if (lines.length === 0) {
      console.log(`${out} is up to date`);
      return;
    }
    console.log(
      [...lines.map((line) => `${line.replace(' ', `  ${out}/`)}`), 'Run: npx prefect-ecs-worker synth'].join('\n'),
    );
    process.exitCode = 1;
  });

try {
  program.parse();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function withFolders(command: Command): Command {
  return command
    .option('--stacks <dir>', 'folder of the stack files', 'stacks')
    .option('--out <dir>', 'folder to write to', 'generated');
}

function summary(names: readonly string[], out: string, done: Staleness): string {
  const written = done.missing.length + done.changed.length;
  const removed = done.abandoned.map((path) => `removed ${out}/${path}: it has no stack file\n`).join('');
  const files = written === 0 ? 'nothing to change' : `${written} ${written === 1 ? 'file' : 'files'} written`;
  return `${removed}${out}: ${names.join(', ')} – ${files}`;
}

function listing({ missing, changed, abandoned }: Staleness): string[] {
  return [
    ...missing.map((path) => `missing ${path}`),
    ...changed.map((path) => `changed ${path}`),
    ...abandoned.map((path) => `abandoned ${path}`),
  ];
}
