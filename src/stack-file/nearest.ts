import { closest, distance } from 'fastest-levenshtein';

/** The candidate that `given` is most likely a slip of, or undefined when none is close enough to be worth naming. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const found = closest(given.toLowerCase(), candidates);
  const tolerated = Math.max(2, Math.floor(found.length / 3));
  return distance(given.toLowerCase(), found) <= tolerated ? found : undefined;
}

/** A sentence for a report: the nearest candidate, or all of them. */
export function suggestion(given: string, candidates: readonly string[]): string {
  const found = nearest(given, candidates);
  return found === undefined ? `known here: ${candidates.join(', ')}` : `did you mean ${found}?`;
}
