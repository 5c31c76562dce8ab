import type { Command } from 'commander';
import { loadEnvironments } from '../environment/load';
import { generate, generateOnly } from '../generate';
import { type Written, write, writeOnly } from '../output';
import { reportWarnings } from '../report';
import { addCommand, type Options } from './options';

export function addSynth(program: Command): void {
  addCommand(program, 'synth')
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
}

function summary(names: readonly string[], out: string, done: Written): string {
  const written = done.missing.length + done.changed.length;
  const notes = done.notes.map((note) => `${note}\n`).join('');
  const files = written === 0 ? 'nothing to change' : `${written} ${written === 1 ? 'file' : 'files'} written`;
  return `${notes}${out}: ${names.join(', ')} – ${files}`;
}
