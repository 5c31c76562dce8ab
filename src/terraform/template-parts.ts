import { Expression } from './terraform-text';

/** A part of a template: text without escapes, or what stands between the braces of `${}` or of `%{}`. */
export interface TemplatePart {
  readonly kind: 'text' | 'expression' | 'directive';
  readonly code: string;
}

/** What begins a part, or is an escape: `$${` or `%%{`. */
const OPENING = /\$\$\{|%%\{|\$\{|%\{/g;
const ESCAPE_LENGTH = 3;

/**
 * A template of Terraform in its parts.
 * @throws Error where an expression has no end.
 */
export function rawTemplateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  for (;;) {
    OPENING.lastIndex = at;
    const opening = OPENING.exec(template);
    if (opening === null) break;
    const { index, 0: opened } = opening;
    text += template.slice(at, index);
    if (opened.length === ESCAPE_LENGTH) {
      text += opened.slice(1);
      at = OPENING.lastIndex;
    } else {
      at = behindBrace(template, OPENING.lastIndex);
      if (text !== '') parts.push({ kind: 'text', code: text });
      parts.push({ kind: opened === '${' ? 'expression' : 'directive', code: template.slice(index + 2, at - 1) });
      text = '';
    }
  }
  text += template.slice(at);
  return text === '' ? parts : [...parts, { kind: 'text', code: text }];
}

/**
 * The same of a template of ours, which has no directives.
 * @throws Error where an expression has no end.
 */
export function templateParts(template: string): readonly (string | Expression)[] {
  return rawTemplateParts(template).map(({ kind, code }) => {
    if (kind === 'directive') throw new Error(`a directive in ${template}`);
    return kind === 'text' ? code : new Expression(code);
  });
}

/** `$${` or `%%{`: the text without the first character. */
function isEscape(template: string, at: number): boolean {
  return template.startsWith('$${', at) || template.startsWith('%%{', at);
}

/** The index behind the brace that closes the one before `at`. */
function behindBrace(template: string, start: number): number {
  let at = start;
  while (at < template.length) {
    const character = template[at];
    if (character === '}') return at + 1;
    if (character === '{') at = behindBrace(template, at + 1);
    else if (character === '"') at = behindQuote(template, at + 1);
    else at += 1;
  }
  throw new Error(`an expression has no end: ${template}`);
}

/** The index behind the quote that ends a string, which may hold expressions itself. */
function behindQuote(template: string, start: number): number {
  let at = start;
  while (at < template.length) {
    if (template[at] === '"') return at + 1;
    if (template[at] === '\\') at += 2;
    else if (isEscape(template, at)) at += 3;
    else if (/^[$%]\{/.test(template.slice(at, at + 2))) at = behindBrace(template, at + 2);
    else at += 1;
  }
  throw new Error(`a string has no end: ${template}`);
}
