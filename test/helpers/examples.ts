import { join, resolve } from 'node:path';
import { loadEnvironments } from '../../src/environment/load';

/**
 * The environments that tests use, each an example of what a stack file can say. What is in stacks/ is for whoever
 * adopts this repository to change, so no test looks at it.
 */
export const EXAMPLES = resolve(__dirname, '..', 'examples');

/** What is generated from them, committed: the folders of the environments, and the table of them. `npm run examples` writes it. */
export const GENERATED_EXAMPLES = join(EXAMPLES, 'generated');

let examples: ReturnType<typeof loadEnvironments> | undefined;

/** Loaded once: nobody changes one. */
export function loadExamples(): ReturnType<typeof loadEnvironments> {
  examples ??= loadEnvironments(EXAMPLES);
  return [...examples];
}
