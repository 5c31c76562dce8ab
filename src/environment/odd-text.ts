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

const INVISIBLE: Readonly<Record<string, string>> = {
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a space of no width',
  '\u2060': 'a word joiner',
  '\ufeff': 'a byte order mark',
};

/** Texts that are not what they look like: copied from a page, or written to deceive a reviewer (CVE-2021-42574). */
function textIsVisible(value: unknown, path: Path): Finding[] {
  const [character] =
    typeof value === 'string' ? (/[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/.exec(value) ?? []) : [];
  if (character === undefined) return [];
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return warning(
    'invisible-character',
    true,
    path,
    `contains ${INVISIBLE[character] ?? 'a sign that changes the order of the letters after it'} (${code}), which nobody sees`,
    'type the text again by hand',
  );
}
