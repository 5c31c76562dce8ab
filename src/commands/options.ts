import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES } from './exit-codes';
import type { GivenFolders } from './folders';
import type { Printing } from './printer';

/** What every command that reads stack files can be given. */
export interface Options extends GivenFolders, Printing {
  readonly strict: boolean;
}

/** A new command that reads stack files, with the options that all of these have, and examples for its help. */
export function addCommand(program: Command, name: string, examples: readonly string[]): Command {
  return addPlainCommand(program, name, examples)
    .option('--dir <dir>', 'folder of the project (default: the nearest above that has stack files)', folder)
    .option('--stacks <dir>', 'folder of the stack files (default: stacks)', folder)
    .addOption(strict());
}

/** A new command that reads no stack file. */
export function addPlainCommand(program: Command, name: string, examples: readonly string[]): Command {
  return program
    .command(name)
    .showHelpAfterError(`Options and examples: prefect-ecs-worker ${name} --help`)
    .option('--json', 'print the data as JSON', false)
    .option('--quiet', 'print no status', false)
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ prefect-ecs-worker ${example}`).join('\n')}`)
    .addHelpText('after', EXIT_CODES);
}

/** A new command that writes a stack file, also into a project that has none yet. */
export function addProjectCommand(program: Command, name: string, examples: readonly string[]): Command {
  return addPlainCommand(program, name, examples)
    .option(
      '--dir <dir>',
      'folder of the project (default: the nearest above that has stack files, or this one)',
      folder,
    )
    .option('--stacks <dir>', 'folder of the stack files (default: stacks)', folder)
    .addOption(outOption());
}

/** For commands that read or write what is generated. */
export function outOption(): Option {
  return new Option('--out <dir>', 'folder of what is generated (default: generated)').argParser(folder);
}

/** The name of a folder. An empty one would be this folder, and comes from a variable of the shell that is not set. */
export function folder(name: string): string {
  if (name.trim() === '') throw new InvalidArgumentError('It is empty: check that the variable in it is set.');
  return name;
}

function strict(): Option {
  return new Option('--strict', 'take warnings for mistakes').env('PREFECT_ECS_WORKER_STRICT').default(false);
}
