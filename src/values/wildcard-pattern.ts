/**
 * Whether a text has the form of a pattern, in which `*` stands for any text and `?` for one character. The last `*`
 * alone is tried again: what is before it matches in time that grows with the product of the two lengths, whereas a
 * regular expression tries each place of each `*`.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let [at, next] = [0, 0];
  let again: { readonly next: number; at: number } | undefined;
  while (at < text.length) {
    if (pattern[next] === '*') {
      next += 1;
      again = { next, at };
    } else if (pattern[next] === '?' || pattern[next] === text[at]) {
      next += 1;
      at += 1;
    } else if (again !== undefined) {
      again.at += 1;
      ({ next, at } = again);
    } else {
      return false;
    }
  }
  return [...pattern.slice(next)].every((rest) => rest === '*');
}

/** Whether there is a text that has the forms of both patterns. */
export function haveTextInCommon(first: string, second: string): boolean {
  // Several in a row stand for what one does, and would be followed anew from each of them.
  const [one, other] = [first, second].map((pattern) => pattern.replaceAll(/\*+/g, '*')) as [string, string];
  // What of `other` can be read, after as much of `one` as was looked at.
  let reached = new Set(afterStars(other, [0]));
  for (const character of one) {
    reached = new Set(character === '*' ? from(other, reached) : afterStars(other, step(other, reached, character)));
  }
  return reached.has(other.length);
}

/** A `*` matches no text, too. */
function* afterStars(pattern: string, places: Iterable<number>): Generator<number> {
  for (const place of places) {
    yield place;
    if (pattern[place] === '*') yield place + 1;
  }
}

function* step(pattern: string, places: Iterable<number>, character: string): Generator<number> {
  for (const place of places) {
    const here = pattern[place];
    if (here === '*') yield place;
    else if (here !== undefined && (here === '?' || character === '?' || here === character)) yield place + 1;
  }
}

function* from(pattern: string, places: Iterable<number>): Generator<number> {
  for (let place = Math.min(...places); place <= pattern.length; place += 1) yield place;
}
