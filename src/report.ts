import { createColors } from 'picocolors';
import type { Environment } from './environment/environment';
import { ConfigError, count, describe, type Paint, type Problem } from './errors';

/** Prints the warnings of environments, each once, and returns them. @throws ConfigError where they are taken for mistakes. */
export function reportWarnings(environments: readonly Environment[], areMistakes: boolean): readonly Problem[] {
  const all = environments.flatMap(({ warnings }) => warnings);
  const warnings = [...new Map(all.map((warning) => [JSON.stringify(warning), warning])).values()];
  reportAgain(warnings, areMistakes);
  return warnings;
}

/** Prints warnings, of which none is there twice. @throws ConfigError where they are taken for mistakes. */
export function reportAgain(warnings: readonly Problem[], areMistakes: boolean): void {
  if (warnings.length === 0) return;
  if (areMistakes) throw new ConfigError(warnings);
  console.error(`${describe(warnings, paint())}\n${count(warnings)}.`);
}

/** Runs a command of ours: the user's mistakes are printed without a trace, as data too with --json, and give the exit code. */
export async function reportMistakes(command: () => unknown, isJson: () => boolean): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${describe(error.problems, paint())}\n${lastLine(error.problems)}`);
    if (isJson()) console.log(JSON.stringify({ problems: error.problems }, undefined, 2));
    process.exitCode = error.exitCode;
  }
}

function lastLine(problems: readonly Problem[]): string {
  const areWarnings = problems.every(({ warning }) => warning !== undefined);
  const areTaken = problems.length === 1 ? ', which is a mistake here' : ', which are mistakes here';
  return `${count(problems)}${areWarnings ? areTaken : ''}. Nothing was written.`;
}

/** Colours on a terminal that has them; Node knows NO_COLOR, FORCE_COLOR and TERM=dumb. */
function paint(): Paint {
  const isColored = process.stderr.isTTY === true && process.stderr.hasColors();
  const { bold, red, yellow, cyan } = createColors(isColored);
  return { place: bold, mistake: red, warning: yellow, hint: cyan };
}
