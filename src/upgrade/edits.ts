/** A part of a text, and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all edits, of which no two overlap; one that only inserts may stand where another one begins, and comes
 * before it. What lies between them is the same to the byte.
 */
export function edited(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((one, other) => other.start - one.start || other.end - one.end);
  return ordered.reduce((rest, { start, end, text: now }) => rest.slice(0, start) + now + rest.slice(end), text);
}
