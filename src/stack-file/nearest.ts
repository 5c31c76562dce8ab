import { closest, distance } from 'fastest-levenshtein';

/** A slip of one letter in so many is worth naming. */
const LETTERS_OF_A_SLIP = 3;

/** FAILED and FAILURE. */
const LETTERS_OF_A_SLIP_IN_A_WORD = 2;

/** The candidate that `given` is most likely a slip of, or undefined when none is close enough to be worth naming. */
export function nearest(
  given: string,
  candidates: readonly string[],
  lettersOfASlip = LETTERS_OF_A_SLIP,
): string | undefined {
  if (candidates.includes(given)) return given;
  const name = given.toLowerCase();
  const close = candidates.filter((candidate) => isClose(name, candidate.toLowerCase(), lettersOfASlip));
  if (close.length === 0) return undefined;
  const lower = close.map((candidate) => candidate.toLowerCase());
  return close[lower.indexOf(closest(name, lower))];
}

/** Names of as many words are close where each of their words is: worker_type is no slip of worker_cpu. */
function isClose(given: string, candidate: string, lettersOfASlip: number): boolean {
  if (!isNear(given, candidate, lettersOfASlip)) return false;
  const [words, others] = [given.split('_'), candidate.split('_')];
  if (words.length !== others.length) return true;
  return words.every((word, index) => isNear(word, others[index] ?? '', LETTERS_OF_A_SLIP_IN_A_WORD));
}

function isNear(one: string, other: string, lettersOfASlip: number): boolean {
  const tolerated = Math.ceil(Math.min(one.length, other.length) / lettersOfASlip);
  return Math.abs(one.length - other.length) <= tolerated && distance(one, other) <= tolerated;
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

/** What to do about a name that nobody may know yet, of which a warning is given: the nearest one, or all that are known. */
export function suggestionOfKnown(given: string, known: readonly string[]): string {
  const found = nearest(given, known);
  return found === undefined ? list('use one of', known) : `did you mean ${found}?`;
}

function allowed(candidates: readonly string[]): string {
  return list('allowed', candidates);
}

function list(intro: string, candidates: readonly string[]): string {
  const listed = candidates.slice(0, MOST_LISTED).join(', ');
  const more = candidates.length - MOST_LISTED;
  return `${intro}: ${listed}${more > 0 ? ` and ${more} more (generated/reference.md has all of them)` : ''}`;
}
