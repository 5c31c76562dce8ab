import { CATALOGUE, type Files, generate } from '../../src/generate';
import { loadExamples } from './examples';

/** What is committed of the examples: their folders, and the table of them. */
export function exampleFiles(): Files {
  return new Map([...generate(loadExamples())].filter(([path]) => path.startsWith('stacks/') || path === CATALOGUE));
}
