import type { Environment } from '../../src/environment/environment';
import { ConfigError, type Problem } from '../../src/problems/errors';
import { synthesize } from '../../src/stack/synthesize';
import { environmentOf } from '../helpers/stack-files';
import { Covering, randomFrom } from './covering';
import { contradict, OPTIONS, type Option, stackFile } from './options';

/** Options that stand together in one stack file. */
export interface Combination {
  readonly options: readonly Option[];
  readonly environment: Environment;
}

export interface Combinations {
  readonly combinations: readonly Combination[];
  /** Two options that our own rules do not let stand together, and what they say. */
  readonly refused: readonly Refused[];
  readonly covering: Covering;
}

export interface Refused {
  readonly options: readonly [Option, Option];
  readonly problems: readonly Problem[];
}

const QUESTIONS = [...new Set(OPTIONS.map(({ question }) => question))];

/** Stack files in which every two options are together that may be; the first `most` of them. */
export function combinationsOf(seed: number, most: number): Combinations {
  const problems = new Map<string, readonly Problem[]>();
  const covering = new Covering({
    questionOf: OPTIONS.map(({ question }) => QUESTIONS.indexOf(question)),
    exclude: (one, other) => contradict(optionAt(one), optionAt(other)),
    fits: (options) => {
      const said = problemsOf(options.map(optionAt));
      if (options.length === 2) problems.set(String([...options].sort()), said);
      return said.length === 0;
    },
    last: [QUESTIONS.indexOf('overrides')],
    random: randomFrom(seed),
  });
  const combinations: Combination[] = [];
  while (combinations.length < most) {
    const row = covering.next();
    if (row === undefined) break;
    const options = row.map(optionAt).sort((one, other) => OPTIONS.indexOf(one) - OPTIONS.indexOf(other));
    combinations.push({ options, environment: environmentOf(stackFile(options), `row-${combinations.length}`) });
  }
  const refused = [...covering.refused].map((pair): Refused => {
    const options = covering.optionsOf(pair);
    const [one, other] = options.map(optionAt) as [Option, Option];
    return { options: [one, other], problems: problems.get(String([...options].sort())) ?? [] };
  });
  return { combinations, refused, covering };
}

/** What the schema and the rules say of these options in one stack file; nothing where it is taken. */
export function problemsOf(options: readonly Option[]): readonly Problem[] {
  try {
    const environment = environmentOf(stackFile(options));
    // Only the stack that is made knows what can be overridden.
    if (Object.keys(environment.overrides).length > 0) synthesize([environment]);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw new Error(inWords(options), { cause: error });
  }
}

export function inWords(options: readonly Option[]): string {
  return options
    .filter(({ fields }) => Object.keys(fields).length > 0)
    .map(({ words }) => words)
    .join(', ');
}

function optionAt(index: number): Option {
  const option = OPTIONS[index];
  if (option === undefined) throw new Error(`there is no option ${index}`);
  return option;
}
