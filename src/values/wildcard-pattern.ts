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
