import { type Document, isCollection, type LineCounter, visit } from 'yaml';
import type { Problem } from '../problems/errors';
import { pathOf } from './node-path';
import { pathInWords } from './path';

/**
 * Our own limits, far above what any environment needs: ECS takes 64 KiB of task definition, and EC2 some hundred
 * rules, subnets or tags. They bound the time and the memory that a file can cost.
 */
export const MOST_BYTES = 1_048_576;
const MOST_ENTRIES = 1_000;
const DEEPEST = 50;

/** Mappings and lists with too many entries, or too deep. */
export function tooLarge(file: string, document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Collection(_, node, ancestors) {
      const place = () => ({
        file,
        line: lines.linePos(node.range?.[0] ?? 0).line,
        path: pathInWords(pathOf([...ancestors, node])) || undefined,
      });
      const depth = ancestors.filter(isCollection).length;
      if (depth >= DEEPEST) {
        problems.push({
          ...place(),
          message: `is deeper than ${DEEPEST} levels`,
          hint: 'write it with fewer levels',
        });
        return visit.SKIP;
      }
      if (node.items.length > MOST_ENTRIES) {
        problems.push({
          ...place(),
          message: `has ${node.items.length} entries: a mapping or list has at most ${MOST_ENTRIES}`,
          hint: 'remove entries',
        });
        return visit.SKIP;
      }
      return undefined;
    },
  });
  return problems;
}
