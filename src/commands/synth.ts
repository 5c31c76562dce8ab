import type { Command } from 'commander';
import { loadEnvironments } from '../environment/load';
import { ConfigError } from '../errors';
import { generate, generateOnly, partOf, type Shard } from '../generate';
import { write, writeOnly } from '../output';
import { reportWarnings } from '../report';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';
import { shardOption, writeShard } from './shard';

const EXAMPLES = ['synth', 'synth prod staging', 'synth --shard 2/8', 'synth --json'];

export function addSynth(program: Command): void {
  addCommand(program, 'synth', EXAMPLES)
    .description('write generated/ from the stack files; with names, only the folders of these environments')
    .argument('[env...]', 'environments: the names of stack files, without .yaml')
    .addOption(shardOption())
    .addOption(outOption())
    .action(synth);
}

function synth(names: string[], { shard, ...options }: Options & { readonly shard?: Shard }): void {
  const { stacks, out } = foldersOf(options);
  if (shard !== undefined && names.length > 0) {
    const hint = 'set the names of environments, or --shard';
    throw new ConfigError([{ file: '--shard', message: 'applies only to all environments', hint }], WRONG_USE);
  }
  const printer = new Printer(options);
  const environments = loadEnvironments(stacks, names);
  reportWarnings(environments, options.strict);
  const done =
    shard === undefined
      ? names.length === 0
        ? write(out, generate(environments))
        : writeOnly(out, generateOnly(environments))
      : writeShard(out, environments, shard);
  for (const note of done.notes) printer.note(note);
  const all = (shard === undefined ? environments : partOf(environments, shard)).map(({ name }) => name);
  const written = [...done.missing, ...done.changed];
  const files =
    written.length === 0 ? 'nothing to change' : `${written.length} file${written.length === 1 ? '' : 's'} written`;
  printer.status(`${out}: ${all.join(', ')} – ${files}`);
  printer.data({ out, environments: all, written, removed: done.obsolete, abandoned: done.abandoned }, () => '');
}
