import type * as z from 'zod';

const WAYS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replaceAll(/[^A-Za-z0-9]+/g, '_'),
  (name) => name.replaceAll(/[^A-Za-z0-9]+/g, '-'),
  (name) => name.replaceAll(/[^A-Za-z0-9]+/g, ''),
];

/** The name that a key of a mapping could have instead: in lower case, or with other signs between its words. */
export function nearestName(name: string, issues: readonly z.core.$ZodIssue[]): string | undefined {
  const patterns = issues.flatMap((issue) =>
    issue.code === 'invalid_format' && issue.pattern !== undefined ? [regExpOf(issue.pattern)] : [],
  );
  if (patterns.length === 0 || patterns.length < issues.length) return undefined;
  const trimmed = /[A-Za-z0-9](?:.*[A-Za-z0-9])?/.exec(name)?.[0] ?? '';
  return WAYS.flatMap((way) => [way(trimmed), way(trimmed.toLowerCase())]).find(
    (near) => near !== '' && near !== name && patterns.every((pattern) => pattern.test(near)),
  );
}

/** Zod has a pattern as JavaScript writes it: /^a$/u. */
function regExpOf(written: string): RegExp {
  const end = written.lastIndexOf('/');
  return new RegExp(written.slice(1, end), written.slice(end + 1));
}
