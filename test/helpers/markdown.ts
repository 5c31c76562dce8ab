/** The text of each section of second level, by its heading. */
export function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const [, ...sections] = withoutCode(markdown, (line) => line.replace(/^#/, '\\#')).split(/^## /m);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n')];
    }),
  );
}

/** The anchors that GitHub gives the headings. */
export function anchorsOf(markdown: string): string[] {
  return [...withoutCode(markdown, () => '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Where the links within the page lead, without the `#`. */
export function internalLinksOf(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
}

/** The cells of the rows of all tables, without their heads. */
export function tableRowsOf(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((_, index) => !/^\|-/.test(rows[index] ?? '') && !/^\|-/.test(rows[index + 1] ?? ''))
    .map((row) => row.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** What stands between the fences of this language. */
export function fencedBlocksOf(markdown: string, language: string): string[] {
  const fenced = new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\`$`, 'gms');
  return [...markdown.matchAll(fenced)].map(([, , text = '']) => text);
}

/** Applies `change` to each line that is part of a fenced block. */
function withoutCode(markdown: string, change: (line: string) => string): string {
  return markdown.replace(/^( *)```.*?^\1```$/gms, (block) => block.split('\n').map(change).join('\n'));
}
