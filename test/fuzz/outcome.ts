import type { Environment } from '../../src/environment/environment';
import { generateOnly } from '../../src/output/generate';
import { ConfigError, type Problem } from '../../src/problems/errors';
import { environmentOf } from '../helpers/stack-files';

/** What becomes of a stack file: it is refused with messages, or everything is generated from it. */
export type Outcome =
  | { readonly refused: readonly Problem[] }
  | { readonly environment: Environment; readonly files: ReadonlyMap<string, string> };

/** Throws what is neither: a fault of ours. */
export function outcomeOf(file: object): Outcome {
  try {
    const environment = environmentOf(file);
    return { environment, files: generateOnly([environment]) };
  } catch (error) {
    if (error instanceof ConfigError) return { refused: error.problems };
    throw error;
  }
}
