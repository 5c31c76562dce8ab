import type { Command } from 'commander';
import { loadEnvironments } from '../environment/load';
import { generate } from '../generate';
import { compare, type Staleness } from '../output';
import { reportWarnings } from '../report';
import { addCommand, type Options } from './options';

export function addCheck(program: Command): void {
  addCommand(program, 'check')
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
