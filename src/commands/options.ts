import { type Command, Option } from 'commander';
import { EXIT_CODES } from './exit-codes';

/** What every command that reads the stack files can be given. */
export interface Options {
  readonly stacks: string;
  readonly out: string;
  readonly strict: boolean;
}

/** A new command with the options that all have. */
export function addCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .option('--stacks <dir>', 'folder of the stack files', 'stacks')
    .option('--out <dir>', 'folder to write to', 'generated')
    .addOption(new Option('--strict', 'take warnings for mistakes').env('PREFECT_ECS_WORKER_STRICT').default(false))
    .addHelpText('after', EXIT_CODES);
}
