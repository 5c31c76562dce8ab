import { join } from 'node:path';
import { sectionsOf } from './markdown';
import { runbookOf } from './synthesized';
import { EVERY_VARIANT } from './variants';

/** What `npm run examples` writes: to be read in review, beside the whole pages of the examples. */
export const VARIANT_LINES = join(__dirname, '..', 'runbook', 'variants.txt');

/** Sections that list what the Terraform holds, which tests of their own compare with it. */
const LISTS = ['What it creates', 'Permissions', 'Inputs', 'Outputs'];

/**
 * For each variant, the lines that its page has and that of the smallest stack file of its preset has not. A line that
 * an earlier variant has too is shortened, so that each sentence stands here once.
 */
export function linesOfVariants(): string {
  const pages = EVERY_VARIANT.map(([variant, fields]) => ({ variant, parts: partsOf(fields) }));
  const seen = new Set<string>();
  return pages
    .map(({ variant, parts }) => {
      const smallest = pages.find(
        (page) => page.variant === (variant.startsWith('reference,') ? 'reference' : 'hardened'),
      );
      return `### ${variant}\n${added(smallest?.parts ?? new Map(), parts, seen).join('')}`;
    })
    .join('\n');
}

const SHORT = 50;

type Parts = ReadonlyMap<string, string>;

function partsOf(fields: object): Parts {
  const page = runbookOf(fields);
  const head = page.slice(0, page.indexOf('\n## ')).replace(/^- \*\*.*\n/gm, '');
  const parts = [['Head', head] as const, ...sectionsOf(page)];
  return new Map(parts.filter(([title]) => !LISTS.includes(title)));
}

function added(smallest: Parts, parts: Parts, seen: Set<string>): string[] {
  return [...new Set([...parts.keys(), ...smallest.keys()])].flatMap((title) => {
    if (!parts.has(title)) return [`@@ no ${title} @@\n`];
    const before = linesOf(smallest, title);
    const lines = linesOf(parts, title).filter((line) => !before.includes(line));
    const shown = lines.map((line) =>
      seen.has(line) && line.length > SHORT ? `${line.slice(0, SHORT)}…\n` : `${line}\n`,
    );
    for (const line of lines) seen.add(line);
    return lines.length === 0 ? [] : [`@@ ${title} @@\n`, ...shown];
  });
}

function linesOf(parts: Parts, title: string): string[] {
  return (parts.get(title) ?? '').split('\n').filter((line) => line !== '');
}
