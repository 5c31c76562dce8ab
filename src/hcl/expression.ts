import { type Token, tokensOfExpression } from '../values/expression-tokens';

/** A part of an expression: a word of it as it is, or what stands between two brackets. */
type Node = Word | Group;

interface Word {
  readonly kind: 'name' | 'number' | 'text' | 'operator';
  readonly code: string;
}

interface Group {
  readonly kind: 'group';
  readonly open: string;
  readonly items: readonly (readonly Node[])[];
  readonly close: string;
}

/** Wider lines are broken where they have brackets. */
export const WIDEST = 110;

const INDENT = '  ';
const CLOSE: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** An expression as `terraform fmt` writes it, in lines; one that it does not understand stays as it is. */
export function expressionLines(code: string, column: number): string[] {
  const nodes = parsed(code);
  if (nodes === undefined) return code.includes('\n') ? ['(', ...code.split('\n'), ')'] : [code];
  const flat = flatten(nodes);
  if (column + flat.length <= WIDEST && !flat.includes('\n')) return [flat];
  return broken(nodes);
}

/** The same in one line. */
export function expressionLine(code: string): string {
  const nodes = parsed(code);
  return nodes === undefined ? code : flatten(nodes);
}

class NotUnderstood extends Error {}

function parsed(code: string): readonly Node[] | undefined {
  try {
    const [nodes = []] = new Parser(code).items(undefined);
    return withoutBrackets(nodes);
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** What is in brackets as a whole needs none. */
function withoutBrackets(nodes: readonly Node[]): readonly Node[] {
  const [only] = nodes;
  const isInBrackets = nodes.length === 1 && only?.kind === 'group' && only.open === '(' && only.items.length === 1;
  return isInBrackets ? withoutBrackets(only.items[0] as readonly Node[]) : nodes;
}

/** Builds nodes of tokens. @throws NotUnderstood where a comment or a heredoc is, or brackets do not fit. */
class Parser {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(private readonly code: string) {
    this.tokens = [...tokensOfExpression(code)];
  }

  /** What commas separate, up to a closing bracket, which is taken too. */
  items(close: string | undefined): Node[][] {
    const items: Node[][] = [[]];
    for (let token = this.next(); token !== undefined; token = this.next()) {
      const current = items.at(-1) as Node[];
      if (token.kind === 'close' && token.code === close) return current.length === 0 ? items.slice(0, -1) : items;
      if (separates(token, close, current)) items.push([]);
      else if (token.kind !== 'space') current.push(this.node(token));
    }
    if (close !== undefined) throw new NotUnderstood();
    return items;
  }

  private node({ kind, code }: Token): Node {
    switch (kind) {
      case 'name':
      case 'number':
      case 'operator':
        return { kind, code };
      case 'open': {
        const close = CLOSE[code] as string;
        return { kind: 'group', open: code, items: this.items(close), close };
      }
      case 'quote':
        return this.text();
      default:
        throw new NotUnderstood();
    }
  }

  /** A quoted text behind its first quote, with the expressions in it in order. */
  private text(): Word {
    let line = '"';
    for (let token = this.next(); token?.kind !== 'unquote'; token = this.next()) {
      if (token === undefined) throw new NotUnderstood();
      line += token.kind === 'template' ? this.template(token) : token.code;
    }
    line += '"';
    const reference = /^"\$\{([A-Za-z_][\w.[\]-]*)\}"$/.exec(line)?.[1];
    // Before = or : it may be the key of a mapping, which would take the reference for a text.
    const isKey = /^\s*(=(?!=)|:)/.test(this.rest());
    return reference === undefined || isKey ? { kind: 'text', code: line } : { kind: 'name', code: reference };
  }

  /** What is between `${` and its brace, in order; a directive as it is. */
  private template(begin: Token): string {
    let end = begin;
    for (let depth = 1; depth > 0; ) {
      const token = this.next();
      if (token === undefined) throw new NotUnderstood();
      if (token.kind === 'template') depth += 1;
      if (token.kind === 'template-end') depth -= 1;
      end = token;
    }
    const inner = this.code.slice(begin.at + begin.code.length, end.at);
    return `${begin.code}${begin.code === '${' ? expressionLine(inner.trim()) : inner}}`;
  }

  private next(): Token | undefined {
    this.index += 1;
    return this.tokens[this.index - 1];
  }

  private rest(): string {
    return this.code.slice(this.tokens[this.index]?.at ?? this.code.length);
  }
}

function separates({ kind, code }: Token, close: string | undefined, [first]: readonly Node[]): boolean {
  if (first?.kind === 'name' && first.code === 'for') return false;
  // In a mapping a line's end is a comma.
  if (kind === 'space') return close === '}' && code.includes('\n') && first !== undefined;
  return kind === 'operator' && code === ',' && close !== undefined;
}

function flatten(nodes: readonly Node[]): string {
  return nodes
    .map((node, index) => {
      const text = node.kind === 'group' ? flatGroup(node) : node.code;
      const after = nodes[index + 1];
      return after === undefined ? text : `${text}${hasSpace(nodes[index - 1], node, after) ? ' ' : ''}`;
    })
    .join('');
}

function flatGroup({ open, items, close }: Group): string {
  if (items.length === 0) return `${open}${close}`;
  const inner = items.map(flatten).join(', ');
  return open === '{' ? `{ ${inner} }` : `${open}${inner}${close}`;
}

/** Whether `terraform fmt` has a space between two parts. */
function hasSpace(before: Node | undefined, node: Node, after: Node): boolean {
  const isAfter = (...codes: string[]) => after.kind === 'operator' && codes.includes(after.code);
  if (after.kind === 'group' && after.open === '(' && node.kind === 'name') return false;
  if (isAfter('.', ',', '...', '::')) return false;
  if (node.kind === 'operator') {
    if (['.', '!', '::'].includes(node.code)) return false;
    // Before a number that is less than nothing there is no other.
    if (node.code === '-') return before !== undefined && before.kind !== 'operator';
    return true;
  }
  const isIn = node.kind === 'name' && node.code === 'in' && before?.kind === 'name';
  if (after.kind === 'group' && after.open === '[') return isIn;
  return true;
}

/** In several lines, open where the most is. */
function broken(nodes: readonly Node[]): string[] {
  const lengths = nodes.map((node, index) =>
    node.kind === 'group' && node.items.length > 0 && !isIndex(node, nodes[index - 1]) ? flatGroup(node).length : 0,
  );
  const longest = Math.max(...lengths);
  if (longest === 0) return [flatten(nodes)];
  const at = lengths.indexOf(longest);
  const group = nodes[at] as Group;
  const before = nodes.slice(0, at);
  const behind = nodes.slice(at + 1);
  const head = `${flatten(before)}${before.length > 0 && hasSpace(before.at(-2), before.at(-1) as Node, group) ? ' ' : ''}`;
  const tail = `${behind.length > 0 && hasSpace(undefined, group, behind[0] as Node) ? ' ' : ''}${flatten(behind)}`;
  const items = group.items.map((item) =>
    flatten(item).length <= WIDEST - INDENT.length ? [flatten(item)] : broken(item),
  );
  const separated = group.open === '{' ? aligned(items, group.items.map(keyIn)) : withCommas(items, group.open === '[');
  return [`${head}${group.open}`, ...separated.map((line) => `${INDENT}${line}`), `${group.close}${tail}`];
}

/** In one line: `a[0]`. */
function isIndex({ open }: Group, before: Node | undefined): boolean {
  if (open !== '[' || before === undefined) return false;
  return before.kind === 'group' || (before.kind === 'name' && before.code !== 'in');
}

function withCommas(items: readonly (readonly string[])[], alsoLast: boolean): string[] {
  return items.flatMap((lines, index) => {
    const isFor = lines[0]?.startsWith('for ');
    const comma = !isFor && (alsoLast || index < items.length - 1) ? ',' : '';
    return [...lines.slice(0, -1), `${lines.at(-1)}${comma}`];
  });
}

/** What stands before the = of a member of a mapping. */
function keyIn(member: readonly Node[]): string | undefined {
  const at = member.findIndex((node) => node.kind === 'operator' && node.code === '=');
  return at < 0 ? undefined : flatten(member.slice(0, at));
}

/** The members of a mapping, with the signs between keys and values below each other where each is one line. */
function aligned(items: readonly (readonly string[])[], keys: readonly (string | undefined)[]): string[] {
  const ofOneLine = keys.map((key, index) => (items[index]?.length === 1 ? key : undefined));
  const widths = rowWidths(ofOneLine);
  return items.flatMap((lines, index) => {
    const key = ofOneLine[index];
    if (key === undefined) return lines;
    return [`${key}${' '.repeat((widths[index] as number) - widthOf(key))}${(lines[0] as string).slice(key.length)}`];
  });
}

/** Of each key the width of the widest in its row; what is no key ends a row. */
export function rowWidths(keys: readonly (string | undefined)[]): number[] {
  const widths = keys.map((key) => (key === undefined ? 0 : widthOf(key)));
  const isInRow = (index: number) => keys[index - 1] !== undefined && keys[index] !== undefined;
  for (let index = 1; index < widths.length; index += 1) {
    if (isInRow(index)) widths[index] = Math.max(widths[index] as number, widths[index - 1] as number);
  }
  for (let index = widths.length - 1; index > 0; index -= 1) {
    if (isInRow(index)) widths[index - 1] = widths[index] as number;
  }
  return widths;
}

const GRAPHEMES = new Intl.Segmenter();

/** What `terraform fmt` takes for the width of a text. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : [...GRAPHEMES.segment(text)].length;
}
