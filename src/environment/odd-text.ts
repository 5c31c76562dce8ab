import type { Path } from '../stack-file/path';
import { each, type Finding, type Rule, warning, when } from './rule';
import { fieldsAt } from './schema-fields';

/** Whatever stands in a stack file, below the fields that have a schema of their own too. */
export const oddText: Rule = (environment) =>
  each(fieldsAt([]), (field) => below(environment.fileValue([field]), [field]));

function below(value: unknown, path: Path): Finding[] {
  if (value === null || typeof value !== 'object') return [...numberIsKept(value, path), ...textIsVisible(value, path)];
  if (Array.isArray(value)) return value.flatMap((part, index) => below(part, [...path, index]));
  return Object.entries(value).flatMap(([key, part]) => {
    const child = [...path, key];
    return [...textIsVisible(key, child), ...below(part, child)];
  });
}

/** JSON has no word for some numbers, and JavaScript keeps 53 bits of a whole one. Those of metrics are floats in AWS too. */
function numberIsKept(value: unknown, path: Path): Finding[] {
  if (typeof value !== 'number') return [];
  const isTooLong = Number.isInteger(value) && !Number.isSafeInteger(value) && !path.includes('autoscaling');
  return [
    ...when(
      !Number.isFinite(value),
      path,
      'is a number that JSON does not have: it would be lost',
      'write it in quotes',
    ),
    ...when(isTooLong, path, `has more digits than are kept: it would be ${value}`, 'write it in quotes'),
  ];
}

/** What each is called, and what makes it odd. */
const ODD: readonly [characters: RegExp, what: string][] = [
  [/\u00a0/u, 'a no-break space, which looks like a space and is none'],
  [/\u00ad/u, 'a soft hyphen, which is invisible'],
  [/\u200b/u, 'a zero-width space, which is invisible'],
  [/[\u2060-\u2064]/u, 'a word joiner, which is invisible'],
  [/\ufeff/u, 'a byte order mark, which is invisible'],
  [/[\u{e0000}-\u{e007f}]/u, 'a tag character, which is invisible'],
  [
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    'a direction mark, which is invisible and changes the order of the characters after it',
  ],
];

/** Few texts have any of these, and there are thousands of texts. */
const BEYOND_LATIN = /[\u00a0\u00ad\u0600-\u{10ffff}]/u;

/** Texts that are not what they look like: copied from a page, or written to deceive a reviewer (CVE-2021-42574). */
function textIsVisible(value: unknown, path: Path): Finding[] {
  if (typeof value !== 'string' || !BEYOND_LATIN.test(value)) return [];
  const [odd] = ODD.flatMap(([characters, what]) => {
    const [character] = characters.exec(value) ?? [];
    return character === undefined ? [] : [`${what} (${codeOf(character)})`];
  });
  return warning('invisible-character', odd !== undefined, path, `contains ${odd}`, 'type the text again by hand');
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
