/** What a text is held against. */
export type Matcher = Pick<RegExp, 'test'>;

/**
 * Texts that stand one behind the other. As one expression, `A.*B` looks for B again from each A, in time that grows
 * with the square of a text that repeats A; the first A is enough, since behind it is all that is behind the others.
 */
export function inOrder(...parts: readonly RegExp[]): Matcher {
  return {
    test: (text) => {
      let rest = text;
      return parts.every((part) => {
        const found = part.exec(rest);
        if (found !== null) rest = rest.slice(found.index + found[0].length);
        return found !== null;
      });
    },
  };
}

/** As {@link inOrder}, in one line of the text. */
export function inOneLine(...parts: readonly RegExp[]): Matcher {
  const matcher = inOrder(...parts);
  return { test: (text) => text.split(/[\n\r\u2028\u2029]/).some((line) => matcher.test(line)) };
}

export function anyOf(...matchers: readonly Matcher[]): Matcher {
  return { test: (text) => matchers.some((matcher) => matcher.test(text)) };
}
