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
  ['comment', /#[^\n]*|\/\/[^\n]*/y],
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
  const lastEnd = text.lastIndexOf('*/');
  for (let at = 0; at < text.length; ) {
    const mode = modes.at(-1) as Mode;
    const isComment = mode.grammar === EXPRESSION && text.startsWith('/*', at);
    const token: Token = isComment
      ? { kind: 'comment', code: text.slice(at, at + 2 <= lastEnd ? text.indexOf('*/', at + 2) + 2 : undefined), at }
      : nextToken(text, at, mode.grammar);
    const isEnd = token.code === '}' && token.kind === 'close' && mode.braces === 0 && modes.length > 1;
    yield isEnd ? { ...token, kind: 'template-end' } : token;
    at += token.code.length;
    if (isEnd || token.kind === 'unquote') modes.pop();
    else if (token.kind === 'quote') modes.push({ grammar: QUOTED, braces: 0 });
    else if (token.kind === 'template') modes.push({ grammar: EXPRESSION, braces: 0 });
    else if (token.code === '{' && token.kind === 'open') mode.braces += 1;
    else if (token.code === '}' && token.kind === 'close') mode.braces -= 1;
  }
}

function nextToken(text: string, at: number, grammar: Grammar): Token {
  for (const [kind, pattern] of grammar) {
    pattern.lastIndex = at;
    const [code] = pattern.exec(text) ?? [];
    if (code !== undefined) return { kind, code, at };
  }
  throw new Error(`nothing fits ${JSON.stringify(text.slice(at, at + 20))}`);
}
