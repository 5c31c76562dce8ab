import { CATALOGUE, type Files, generate } from '../../src/output/generate';
import { loadExamples } from './examples';

/** What is committed of the examples: their folders, and the table and the page of them. */
export function exampleFiles(): Files {
  const isCommitted = (path: string) => path.startsWith('stacks/') || CATALOGUE.some((name) => name === path);
  return new Map([...generate(loadExamples())].filter(([path]) => isCommitted(path)));
}
