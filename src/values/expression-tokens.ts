/** A part of an expression or a template of Terraform. The codes of all tokens in a row are the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly code: string;
  /** Where it begins in the text. */
  readonly at: number;
}

export type TokenKind =
  | 'space'
  | 'comment'
  | 'name'
  | 'number'
  | 'operator'
  /** Opening and closing brackets: ( [ { and ) ] }. */
  | 'open'
  | 'close'
  /** The quotes around a text. */
  | 'quote'
  | 'unquote'
  /** Text as it is, in quotes and in templates, or a part of it. */
  | 'literal'
  /** `${` or `%{` in a text, and the brace that ends it. */
  | 'template'
  | 'template-end'
  /** A heredoc, with all behind it. */
  | 'heredoc'
  /** A character that no expression has. */
  | 'other';

type Grammar = readonly (readonly [kind: TokenKind, pattern: RegExp])[];

const EXPRESSION: Grammar = [
  ['space', /\s+/y],
  ['comment', /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['heredoc', /<<-?[A-Za-z_][\s\S]*/y],
  ['name', /[\p{ID_Start}_][\p{ID_Continue}-]*/uy],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['open', /[([{]/y],
  ['close', /[)\]}]/y],
  ['quote', /"/y],
  ['operator', /=>|==|!=|<=|>=|&&|\|\||\.\.\.|::|[?:!<>=+\-*/%.,]/y],
  ['other', /./suy],
];

const TEMPLATE: Grammar = [
  ['literal', /[^$%]+|\$\$\{|%%\{|[$%](?!\{)/y],
  ['template', /[$%]\{/y],
];

const QUOTED: Grammar = [
  ['unquote', /"/y],
  ['literal', /[^"\\$%]+|\\[\s\S]?|\$\$\{|%%\{|[$%](?!\{)/y],
  ['template', /[$%]\{/y],
];

/** What the text at a place is a part of. */
interface Mode {
  readonly grammar: Grammar;
  /** Of an expression: braces that are open in it. */
  braces: number;
}

/** The tokens of an expression without `${}`. */
export function tokensOfExpression(code: string): Iterable<Token> {
  return tokens(code, EXPRESSION);
}

/** The tokens of a text with `${}` in it, without quotes around it. */
export function tokensOfTemplate(text: string): Iterable<Token> {
  return tokens(text, TEMPLATE);
}

function* tokens(text: string, grammar: Grammar): Iterable<Token> {
  const modes: Mode[] = [{ grammar, braces: 0 }];
  for (let at = 0; at < text.length; ) {
    const mode = modes.at(-1) as Mode;
    const next = nextToken(text, at, mode.grammar);
    const isEnd = isBrace(next, '}') && mode.braces === 0 && modes.length > 1;
    const token: Token = isEnd ? { ...next, kind: 'template-end' } : next;
    yield token;
    at += token.code.length;
    follow(token, modes);
  }
}

function isBrace({ kind, code }: Token, brace: '{' | '}'): boolean {
  return (kind === 'open' || kind === 'close') && code === brace;
}

/** Enters what a token begins, and leaves what it ends. */
function follow(token: Token, modes: Mode[]): void {
  const mode = modes.at(-1) as Mode;
  if (token.kind === 'unquote' || token.kind === 'template-end') modes.pop();
  if (token.kind === 'quote') modes.push({ grammar: QUOTED, braces: 0 });
  if (token.kind === 'template') modes.push({ grammar: EXPRESSION, braces: 0 });
  if (isBrace(token, '{')) mode.braces += 1;
  if (isBrace(token, '}')) mode.braces -= 1;
}

function nextToken(text: string, at: number, grammar: Grammar): Token {
  for (const [kind, pattern] of grammar) {
    pattern.lastIndex = at;
    const [code] = pattern.exec(text) ?? [];
    if (code !== undefined) return { kind, code, at };
  }
  throw new Error('each character is a part of some token');
}
