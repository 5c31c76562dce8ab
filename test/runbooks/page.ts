import { sectionsOf } from '../helpers/markdown';

/** A command of a page: what stands in a block, line by line where lines can stand alone, or in a sentence. */
export interface PageCommand {
  readonly section: string;
  readonly text: string;
}

/** What a sentence may call a command: a tool of the page with something to do. */
const IN_SENTENCE = /`((?:aws|terraform|prefect|docker|npx|npm|git) [^`]+)`/g;

/** All commands of a page, in its order; `Head` is what stands before the first section. */
export function commandsOf(page: string): PageCommand[] {
  const parts: [string, string][] = [['Head', page.slice(0, page.indexOf('\n## '))], ...sectionsOf(page)];
  return parts.flatMap(([section, text]) => commandsIn(text).map((command) => ({ section, text: command })));
}

function commandsIn(text: string): string[] {
  return text.split(/^( *```\w+\n.*?^ *```)$/ms).flatMap((part) => {
    const [, indent, language, block = ''] = /^( *)```(\w+)\n(.*?)^ *```$/ms.exec(part) ?? [];
    if (language === undefined) return [...part.matchAll(IN_SENTENCE)].map(([, command = '']) => command);
    return language === 'sh' ? statementsOf(block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')) : [];
  });
}

/** The statements of a block: a line each, but for one that goes on below. */
function statementsOf(block: string): string[] {
  const statements: string[] = [];
  let open = '';
  for (const line of block.trimEnd().split('\n')) {
    open += `${open === '' ? '' : '\n'}${line}`;
    if (goesOn(open)) continue;
    statements.push(open);
    open = '';
  }
  if (open !== '') throw new Error(`a statement without an end: ${open}`);
  return statements;
}

function goesOn(statement: string): boolean {
  const count = (word: RegExp) => statement.match(word)?.length ?? 0;
  return (
    /(\\|&&|\|)$/.test(statement) || count(/^\s*if\b|; do$/gm) > count(/^\s*(done|fi)\b/gm) || count(/"/g) % 2 === 1
  );
}
