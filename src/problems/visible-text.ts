/** What a terminal obeys or hides instead of showing it: control characters, and those that turn or join text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of others with each character that nobody would see as JavaScript writes it: `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) =>
    // Above U+FFFF two units make one character.
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The same of text that may have several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

export function isVisible(text: string): boolean {
  return visibleLines(text) === text;
}
