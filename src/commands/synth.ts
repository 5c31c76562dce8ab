import type { Command } from 'commander';
import { loadEnvironments } from '../environment/load';
import { generate, generateOnly } from '../generate';
import { write, writeOnly } from '../output';
import { reportWarnings } from '../report';
import { foldersOf } from './folders';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';

const EXAMPLES = ['synth', 'synth prod staging', 'synth --json'];

export function addSynth(program: Command): void {
  addCommand(program, 'synth', EXAMPLES)
    .description('write generated/ from the stack files; with names, only the folders of these environments')
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .addOption(outOption())
    .action(synth);
}

function synth(names: string[], options: Options): void {
  const { stacks, out } = foldersOf(options);
  const printer = new Printer(options);
  const environments = loadEnvironments(stacks, names);
  reportWarnings(environments, options.strict);
  const done = names.length === 0 ? write(out, generate(environments)) : writeOnly(out, generateOnly(environments));
  for (const note of done.notes) printer.note(note);
  const all = environments.map(({ name }) => name);
  const written = [...done.missing, ...done.changed];
  const files =
    written.length === 0 ? 'nothing to change' : `${written.length} file${written.length === 1 ? '' : 's'} written`;
  printer.status(`${out}: ${all.join(', ')} – ${files}`);
  printer.data({ out, environments: all, written, removed: done.obsolete, abandoned: done.abandoned }, () => '');
}
