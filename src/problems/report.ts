import { createColors } from 'picocolors';
import { ConfigError, count, describe, type Paint, type Problem, withoutSecretsIn } from './errors';
import { jsonOf, printData } from './print-data';

/** Prints warnings, of environments and others, each once, and returns them. @throws ConfigError where they are taken for mistakes. */
export function reportWarnings(all: readonly Warned[], areMistakes: boolean): readonly Problem[] {
  const found = all.flatMap(({ warnings }) => warnings.map(withoutSecretsIn));
  const warnings = [...new Map(found.map((warning) => [JSON.stringify(warning), warning])).values()];
  if (warnings.length === 0) return warnings;
  if (areMistakes) throw new ConfigError(warnings);
  console.error(`${describe(warnings, paint())}\n${count(warnings)}.`);
  return warnings;
}

interface Warned {
  readonly warnings: readonly Problem[];
}

/** Runs a command of ours: the user's mistakes are printed without a trace, as data too with --json, and give the exit code. */
export async function reportMistakes(
  command: () => unknown,
  isJson: () => boolean,
  writes: () => boolean,
): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${describe(error.problems, paint())}\n${lastLine(error.problems, writes())}`);
    if (isJson()) printData(jsonOf({ problems: error.problems }));
    process.exitCode = error.exitCode;
  }
}

/** Only of a command that writes, one asks whether it did. */
function lastLine(problems: readonly Problem[], writes: boolean): string {
  const areWarnings = problems.every(({ warning }) => warning !== undefined);
  const areTaken = problems.length === 1 ? ', which is a mistake here' : ', which are mistakes here';
  return `${count(problems)}${areWarnings ? areTaken : ''}.${writes ? ' Nothing was written.' : ''}`;
}

/** Colours on a terminal that has them; Node knows NO_COLOR, FORCE_COLOR and TERM=dumb. */
function paint(): Paint {
  const isColored = process.stderr.isTTY === true && process.stderr.hasColors();
  const { bold, red, yellow, cyan } = createColors(isColored);
  return { place: bold, mistake: red, warning: yellow, hint: cyan };
}
