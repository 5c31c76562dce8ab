/** A part of an expression: a token as it is, or what stands between two brackets. */
type Node = Token | Group;

interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'operator';
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
const OPERATOR = /^(=>|==|!=|<=|>=|&&|\|\||\.\.\.|::|[?:!<>=+\-*/%.,])/;

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
    const [nodes = []] = itemsUntil(code, 0, undefined).items;
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

function itemsUntil(code: string, start: number, close: string | undefined) {
  const items: Node[][] = [[]];
  let at = start;
  const current = () => items.at(-1) as Node[];
  while (at < code.length) {
    const rest = code.slice(at);
    const first = rest[0] as string;
    const space = /^\s+/.exec(rest)?.[0];
    const word = /^[\p{ID_Start}_][\p{ID_Continue}-]*/u.exec(rest)?.[0];
    const number = /^\d+(\.\d+)?([eE][+-]?\d+)?/.exec(rest)?.[0];
    const isFor = current()[0]?.kind === 'word' && (current()[0] as Token).code === 'for';
    if (space !== undefined) {
      // In a mapping a line's end is a comma.
      if (close === '}' && space.includes('\n') && current().length > 0 && !isFor) items.push([]);
      at += space.length;
    } else if (first === close) {
      if (current().length === 0) items.pop();
      return { items, at: at + 1 };
    } else if (CLOSE[first] !== undefined) {
      const inner = itemsUntil(code, at + 1, CLOSE[first]);
      current().push({ kind: 'group', open: first, items: inner.items, close: CLOSE[first] as string });
      at = inner.at;
    } else if (first === '"') {
      const end = endOfText(code, at + 1);
      const line = textLine(code.slice(at, end));
      const reference = /^"\$\{([A-Za-z_][\w.[\]-]*)\}"$/.exec(line)?.[1];
      // Before = or : it may be the key of a mapping, which would take the reference for a text.
      const isKey = /^\s*(=(?!=)|:)/.test(code.slice(end));
      current().push(
        reference === undefined || isKey ? { kind: 'text', code: line } : { kind: 'word', code: reference },
      );
      at = end;
    } else if (first === ',' && close !== undefined && !isFor) {
      items.push([]);
      at += 1;
    } else if (/^(\/\/|\/\*|#|<<)/.test(rest)) {
      throw new NotUnderstood();
    } else if (word !== undefined || number !== undefined) {
      const found = (word ?? number) as string;
      current().push({ kind: word === undefined ? 'number' : 'word', code: found });
      at += found.length;
    } else {
      const operator = OPERATOR.exec(rest)?.[0];
      if (operator === undefined) throw new NotUnderstood();
      current().push({ kind: 'operator', code: operator });
      at += operator.length;
    }
  }
  if (close !== undefined) throw new NotUnderstood();
  return { items, at };
}

/** The index behind the quote that ends a text. */
function endOfText(code: string, start: number): number {
  let at = start;
  while (at < code.length) {
    if (code[at] === '"') return at + 1;
    if (code[at] === '\\') at += 2;
    else if (code.startsWith('$${', at) || code.startsWith('%%{', at)) at += 3;
    else if (code.startsWith('${', at) || code.startsWith('%{', at)) at = endOfInterpolation(code, at + 2);
    else at += 1;
  }
  throw new NotUnderstood();
}

function endOfInterpolation(code: string, start: number): number {
  let at = start;
  while (at < code.length) {
    if (code[at] === '}') return at + 1;
    if (code[at] === '{') at = endOfInterpolation(code, at + 1);
    else if (code[at] === '"') at = endOfText(code, at + 1);
    else at += 1;
  }
  throw new NotUnderstood();
}

/** A quoted text with the expressions in it in order. */
function textLine(text: string): string {
  let line = '';
  let at = 0;
  while (at < text.length) {
    const escaped = /^(\\.|\$\$\{|%%\{)/s.exec(text.slice(at))?.[0];
    if (escaped !== undefined) {
      line += escaped;
      at += escaped.length;
    } else if (text.startsWith('${', at)) {
      const end = endOfInterpolation(text, at + 2);
      line += `\${${expressionLine(text.slice(at + 2, end - 1).trim())}}`;
      at = end;
    } else {
      line += text[at];
      at += 1;
    }
  }
  return line;
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
  if (after.kind === 'group' && after.open === '(' && node.kind === 'word') return false;
  if (isAfter('.', ',', '...', '::')) return false;
  if (node.kind === 'operator') {
    if (['.', '!', '::'].includes(node.code)) return false;
    // Before a number that is less than nothing there is no other.
    if (node.code === '-') return before !== undefined && before.kind !== 'operator';
    return true;
  }
  const isIn = node.kind === 'word' && node.code === 'in' && before?.kind === 'word';
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
  const separated = group.open === '{' ? aligned(items) : withCommas(items, group.open === '[');
  return [`${head}${group.open}`, ...separated.map((line) => `${INDENT}${line}`), `${group.close}${tail}`];
}

/** In one line: `a[0]`. */
function isIndex({ open }: Group, before: Node | undefined): boolean {
  if (open !== '[' || before === undefined) return false;
  return before.kind === 'group' || (before.kind === 'word' && before.code !== 'in');
}

function withCommas(items: readonly (readonly string[])[], alsoLast: boolean): string[] {
  return items.flatMap((lines, index) => {
    const isFor = lines[0]?.startsWith('for ');
    const comma = !isFor && (alsoLast || index < items.length - 1) ? ',' : '';
    return [...lines.slice(0, -1), `${lines.at(-1)}${comma}`];
  });
}

/** The members of a mapping, a line each, with the signs between keys and values below each other. */
function aligned(items: readonly (readonly string[])[]): string[] {
  const keys = items.map(([first = '', ...more]) =>
    more.length === 0 ? /^("(?:\\.|[^"\\])*"|\S+) = /.exec(first)?.[1] : undefined,
  );
  const widths = rowWidths(keys);
  return items.flatMap((lines, index) => {
    const key = keys[index];
    if (key === undefined) return lines;
    return [`${key.padEnd(widths[index] as number)} ${(lines[0] as string).slice(key.length + 1)}`];
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
