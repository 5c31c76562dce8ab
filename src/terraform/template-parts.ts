import { Expression } from './terraform-text';

/** A part of a template: text without escapes, or what stands between the braces of `${}` or of `%{}`. */
export interface TemplatePart {
  readonly kind: 'text' | 'expression' | 'directive';
  readonly code: string;
}

/**
 * A template of Terraform in its parts.
 * @throws Error where an expression has no end.
 */
export function rawTemplateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    const isExpression = template.startsWith('${', at);
    if (isEscape(template, at)) {
      text += template.slice(at + 1, at + 3);
      at += 3;
    } else if (isExpression || template.startsWith('%{', at)) {
      const end = behindBrace(template, at + 2);
      if (text !== '') parts.push({ kind: 'text', code: text });
      parts.push({ kind: isExpression ? 'expression' : 'directive', code: template.slice(at + 2, end - 1) });
      text = '';
      at = end;
    } else {
      text += template[at];
      at += 1;
    }
  }
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
