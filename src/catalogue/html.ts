/** A piece of HTML in which every text is escaped. Only {@link html} and {@link ownHtml} make one. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | number | Html | readonly Html[];

/** HTML with values in it: what is not HTML itself stands there as text, in an element or in an attribute in quotes. */
export function html(texts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(texts.reduce((written, text, index) => `${written}${writtenIn(values[index - 1] ?? '')}${text}`));
}

/** HTML of ours that holds no text of a stack file: a style, a script, a picture. */
export function ownHtml(text: string): Html {
  return new Html(text);
}

function writtenIn(value: Piece): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(({ text }) => text).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** In one line: no text of a table has more. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

/** Data for the script of a page, a line for each value at this depth. Nothing in it can end the element around it. */
export function dataBlock(id: string, lines: string): Html {
  return new Html(`<script type="application/json" id="${id}">\n${lines.replaceAll('<', '\\u003c')}\n</script>`);
}
