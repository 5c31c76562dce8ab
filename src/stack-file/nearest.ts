import { closest, distance } from 'fastest-levenshtein';

/** The candidate that `given` is most likely a slip of, or undefined when none is close enough to be worth naming. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = candidates.map((candidate) => candidate.toLowerCase());
  const found = closest(given.toLowerCase(), lower);
  const tolerated = Math.ceil(Math.min(given.length, found.length) / 3);
  return distance(given.toLowerCase(), found) <= tolerated ? candidates[lower.indexOf(found)] : undefined;
}

const MOST_LISTED = 30;

/** So many values are read at one glance, beside something else. */
export const FEW = 10;

/** What to do about a name that is none of the candidates: the nearest one, or all of them. */
export function suggestion(given: string, candidates: readonly string[]): string {
  const found = nearest(given, candidates);
  return found === undefined ? allowed(candidates) : `did you mean ${found}?`;
}

/** What to do about a value that is none of the candidates: the nearest one, and all of them where these are few. */
export function suggestionOfValue(given: string, candidates: readonly string[]): string {
  const found = nearest(given, candidates);
  if (found === undefined || candidates.length > FEW) return suggestion(given, candidates);
  return `did you mean ${found}? ${allowed(candidates)}`;
}

function allowed(candidates: readonly string[]): string {
  const listed = candidates.slice(0, MOST_LISTED).join(', ');
  const more = candidates.length - MOST_LISTED;
  return `allowed: ${listed}${more > 0 ? ` and ${more} more (generated/reference.md has all of them)` : ''}`;
}
