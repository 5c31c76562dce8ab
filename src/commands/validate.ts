import type { Command } from 'commander';
import { dueToValidate, loadNamed } from '../due/due';
import { reportWarnings } from '../problems/report';
import { refuseOwnTerraform } from '../stack/refuse-own-terraform';
import { foldersOf } from './folders';
import { addCommand, type Options } from './options';
import { Printer } from './printer';
import { withProgress } from './progress';

const EXAMPLES = ['validate', 'validate prod --strict', 'validate --json'];

export function addValidate(program: Command): void {
  addCommand(program, 'validate', EXAMPLES)
    .description('check the stack files, and write nothing')
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .action(validate);
}

function validate(names: string[], options: Options): void {
  const validated = names.length === 0 ? validateAll(options) : validateOnly(names, options);
  const warnings = reportWarnings(validated.warned, options.strict);
  const printer = new Printer(options);
  printer.data({ environments: validated.names, problems: warnings }, () => '');
  const count = validated.names.length;
  printer.status(`${count} environment${count === 1 ? ' is' : 's are'} valid`);
}

interface Validated {
  readonly names: readonly string[];
  readonly warned: Parameters<typeof reportWarnings>[0];
}

function validateAll(options: Options): Validated {
  const due = withProgress(options, (report) => dueToValidate(foldersOf(options), report));
  return { names: due.names, warned: [due] };
}

function validateOnly(names: readonly string[], options: Options): Validated {
  const environments = loadNamed(foldersOf(options), names);
  refuseOwnTerraform(environments);
  return { names: environments.map(({ name }) => name), warned: environments };
}
