import { type Document, isCollection, Lexer, type LineCounter, visit } from 'yaml';
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

/** So many levels the parser reads in one go on any stack, however a system limits it. */
const DEEPEST_PARSED = 400;

const TOO_DEEP = { message: `is deeper than ${DEEPEST} levels`, hint: 'write it with fewer levels' };
const TOO_MANY_COMMAS = {
  message: `has more than ${MOST_ENTRIES} commas without a value before them`,
  hint: 'remove them',
};

/**
 * What the parser must not see: levels without end are calls without end, which can stop the process, and it takes time
 * for each comma that follows another one which grows with their number.
 */
export function tooMuchToParse(file: string, source: string): Problem | undefined {
  if (source.length <= DEEPEST_PARSED) return undefined;
  const open = new Open();
  let line = 1;
  for (const lexeme of new Lexer().lex(source)) {
    open.add(lexeme);
    if (open.depth > DEEPEST_PARSED) return { file, line, ...TOO_DEEP };
    if (open.commas > MOST_ENTRIES) return { file, line, ...TOO_MANY_COMMAS };
    if (lexeme.includes('\n')) line += lexeme.split('\n').length - 1;
  }
  return undefined;
}

/** What is open where a file has been read to. */
class Open {
  /** Without a value before them, in the whole file. */
  commas = 0;
  private brackets = 0;
  /** Columns and marks at the beginning of the line: each may open a level. */
  private inLine = 0;
  private last = '';
  private lastMark = '';

  get depth(): number {
    return Math.max(this.brackets, this.inLine);
  }

  add(lexeme: string): void {
    if (lexeme === '[' || lexeme === '{') this.brackets += 1;
    else if (lexeme === ']' || lexeme === '}') this.brackets -= 1;
    else if (lexeme === '-' || lexeme === '?') this.inLine += 1;
    else if (lexeme === ',' && this.lastMark === ',') this.commas += 1;
    else if (this.last === '\n') this.inLine = /^ *$/.test(lexeme) ? lexeme.length : 0;
    this.last = lexeme;
    if (lexeme.trim() !== '') this.lastMark = lexeme;
  }
}

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
        problems.push({ ...place(), ...TOO_DEEP });
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
