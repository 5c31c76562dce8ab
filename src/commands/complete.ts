import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { environmentNames } from '../environment/load';
import { allFields, fieldInWords } from '../environment/meant-fields';
import { foldersOf } from './folders';

const NAME = 'complete';
const DESCRIPTION = 'print a script that completes this command in your shell';

/** Added last: it completes the commands that are there. */
export function addComplete(program: Command): void {
  // Each start would pay for what this command alone needs.
  if (process.argv[2] === NAME) completeAll(program);
  else program.command(NAME).description(DESCRIPTION).argument('[shell]');
  program.commands
    .find((command) => command.name() === NAME)
    ?.description(DESCRIPTION)
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(prefect-ecs-worker complete bash)\n  $ source <(prefect-ecs-worker complete zsh)\n  $ prefect-ecs-worker complete fish | source',
    );
}

function completeAll(program: Command): void {
  const completion = tab(program);
  for (const command of completion.commands.values()) {
    for (const argument of command.arguments.values()) {
      if (argument.name === 'env') argument.handler = (add) => addAll(environments(), add);
      if (argument.name === 'field') argument.handler = (add) => addAll(allFields().map(fieldInWords), add);
    }
  }
}

function addAll(values: readonly string[], add: (value: string, description: string) => void): void {
  for (const value of values) add(value, '');
}

/** Of stack files that cannot be listed, none: this is no place for a report. */
function environments(): string[] {
  try {
    return environmentNames(foldersOf({}).stacks);
  } catch {
    return [];
  }
}
