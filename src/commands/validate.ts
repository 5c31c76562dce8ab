import type { Command } from 'commander';
import { loadEnvironments } from '../environment/load';
import { reportWarnings } from '../report';
import { foldersOf } from './folders';
import { addCommand, type Options } from './options';
import { Printer } from './printer';

const EXAMPLES = ['validate', 'validate prod --strict', 'validate --json'];

export function addValidate(program: Command): void {
  addCommand(program, 'validate', EXAMPLES)
    .description('check the stack files, and write nothing')
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .action(validate);
}

function validate(names: string[], options: Options): void {
  const environments = loadEnvironments(foldersOf(options).stacks, names);
  const warnings = reportWarnings(environments, options.strict);
  const printer = new Printer(options);
  printer.data({ environments: environments.map(({ name }) => name), problems: warnings }, () => '');
  printer.status(`${environments.length} environment${environments.length === 1 ? ' is' : 's are'} valid`);
}
