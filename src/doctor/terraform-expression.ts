/** A value of Terraform's; what only an apply knows is {@link UNKNOWN}, alone or as a part of a string. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Stands for what cannot be known without Terraform. No text has this character: it is for private use. */
export const UNKNOWN = '\uE002';

/** The value that a name and its path stand for: `var.name`, `aws_iam_role.x[0].arn`. */
export type Look = (path: readonly (string | number)[]) => Value;

/** Whether all of a value is known. */
export function isKnown(value: Value): boolean {
  if (typeof value === 'string') return !value.includes(UNKNOWN);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isKnown);
}

/** The text of a file that an expression reads, by its path; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A string of a Terraform JSON document with its expressions evaluated; what cannot be is unknown. */
export function evaluate(text: string, look: Look, file: ReadFile = () => undefined): Value {
  if (!/[$%]/.test(text)) return text;
  try {
    const template = new Parser(text, 0, file).template('');
    return template(look);
  } catch (error) {
    if (error instanceof NotRead) return UNKNOWN;
    throw error;
  }
}

/** The assignments `NAME = EXPRESSION` of a variables file; those that cannot be read are unknown. */
export function assignments(text: string): Readonly<Record<string, Value>> {
  return evaluatedArguments(new Parser(text).argumentsOfBlock(), () => UNKNOWN);
}

/** A block of a Terraform configuration. */
export interface Block {
  /** Its name; that of a `locals` block is empty. */
  readonly name: string;
  /** Whether its closing brace was found. */
  readonly isClosed: boolean;
  /** What it sets; what cannot be read is unknown. */
  readonly args: ReadonlyMap<string, (look: Look) => Value>;
}

export function evaluatedArguments({ args }: Pick<Block, 'args'>, look: Look): Readonly<Record<string, Value>> {
  return Object.fromEntries([...args].map(([name, value]) => [name, value(look)]));
}

/** The blocks of one type in a Terraform configuration: `module`, `variable`, `locals`. */
export function blocksIn(text: string, type: string): Block[] {
  const starts = [...text.matchAll(new RegExp(`^[ \\t]*${type}(?:[ \\t]+"([^"]+)")?[ \\t]*\\{`, 'gm'))];
  return starts.map(({ 0: start, 1: name = '', index }) => ({
    name,
    ...new Parser(text, index + start.length).argumentsOfBlock(),
  }));
}

/** An expression that this small reader does not know. */
class NotRead extends Error {}

type Evaluated = (look: Look) => Value;

/** More than a name of Terraform's has, with the spaces behind it. */
const LONGEST_NAME = 200;

const OPERATORS: readonly (readonly string[])[] = [
  ...[['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']],
];

class Parser {
  constructor(
    private readonly text: string,
    private at = 0,
    private readonly file: ReadFile = () => undefined,
  ) {}

  /** Text and expressions up to `end`. A template of one expression alone has its value, of any type. */
  template(end: '' | '"'): Evaluated {
    const parts: Evaluated[] = [];
    let literal = '';
    const closeLiteral = () => {
      const value = literal;
      if (value !== '') parts.push(() => value);
      literal = '';
    };
    while (this.at < this.text.length && (end === '' || this.text[this.at] !== end)) {
      if (this.takes('$${')) literal += '${';
      else if (this.takes('%%{')) literal += '%{';
      else if (this.text.startsWith('%{', this.at)) throw new NotRead();
      else if (this.takes('${')) {
        closeLiteral();
        parts.push(this.expression());
        this.expect('}');
      } else literal += end === '' ? this.next() : this.character();
    }
    closeLiteral();
    if (end !== '') this.expect(end);
    if (parts.length === 1) return parts[0] as Evaluated;
    return (look) => parts.map((part) => asText(part(look))).join('');
  }

  /** The arguments of a block, up to its closing brace. One that cannot be read is passed over by its lines. */
  argumentsOfBlock(): Omit<Block, 'name'> {
    const args = new Map<string, Evaluated>();
    let isClosed = false;
    while (this.skip().at < this.text.length) {
      isClosed = this.takes('}');
      if (isClosed) break;
      const name = this.name();
      const isSet = name !== undefined && this.skip().takes('=');
      const start = this.at;
      const value = isSet ? this.argument() : undefined;
      if (isSet) args.set(name, (look) => attempt(() => (value === undefined ? UNKNOWN : value(look))));
      if (value === undefined) {
        this.at = start;
        this.skipArgument();
      }
    }
    return { isClosed, args };
  }

  /** The value of an argument; undefined: it is not read, or more stands behind it. */
  private argument(): Evaluated | undefined {
    try {
      const value = this.expression();
      const behind = this.skip().text.slice(this.at, this.at + LONGEST_NAME);
      return /^(?:[A-Za-z_][\w-]*\s*(?:[={]|"[^"\n]*"\s*\{)|\}|$)/.test(behind) ? value : undefined;
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      return undefined;
    }
  }

  /** To the end of the line in which all that was opened is closed. */
  private skipArgument(): void {
    const token = /"(?:[^"\\]|\\.)*"|./sy;
    for (let depth = 0; this.at < this.text.length; ) {
      token.lastIndex = this.at;
      const found = token.exec(this.text)?.[0] ?? '';
      if ('{[('.includes(found)) depth += 1;
      if ('}])'.includes(found)) depth -= 1;
      // The brace that closes the block.
      if (depth < 0) return;
      this.at += found.length;
      if (found === '\n' && depth === 0) return;
    }
  }

  expression(): Evaluated {
    const condition = this.operation(0);
    if (!this.skip().takes('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    const no = this.expression();
    return (look) => {
      const chosen = condition(look);
      if (chosen === UNKNOWN) return UNKNOWN;
      return chosen ? yes(look) : no(look);
    };
  }

  private operation(level: number): Evaluated {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.unary();
    let left = this.operation(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.skip().takes(candidate));
      if (operator === undefined) return left;
      const [one, other] = [left, this.operation(level + 1)];
      left = (look) => apply(operator, one(look), other(look));
    }
  }

  private unary(): Evaluated {
    this.skip();
    if (this.text[this.at] === '-') {
      this.at += 1;
      const operand = this.unary();
      return (look) => apply('-', 0, operand(look));
    }
    if (this.text[this.at] === '!' && this.text[this.at + 1] !== '=') {
      this.at += 1;
      const operand = this.unary();
      return (look) => {
        const value = operand(look);
        return value === UNKNOWN ? UNKNOWN : !value;
      };
    }
    return this.postfix();
  }

  private postfix(): Evaluated {
    this.skip();
    const name = this.name();
    if (name === undefined) return this.members(this.primary());
    if (name === 'true' || name === 'false') return () => name === 'true';
    if (name === 'null') return () => null;
    if (this.takes('(')) return this.members(this.call(name));
    return this.reference(name);
  }

  /** A name with its path, which only the whole of can be looked up. */
  private reference(name: string): Evaluated {
    const path: Evaluated[] = [() => name];
    for (;;) {
      if (this.text.startsWith('[*]', this.at) || this.text.startsWith('.*', this.at)) throw new NotRead();
      if (this.takes('.')) {
        const member = this.name() ?? this.digits();
        if (member === undefined) throw new NotRead();
        path.push(() => member);
      } else if (this.takes('[')) {
        path.push(this.expression());
        this.expect(']');
      } else break;
    }
    return (look) => {
      const names = path.map((part) => part(look));
      return names.includes(UNKNOWN) ? UNKNOWN : look(names as (string | number)[]);
    };
  }

  private members(value: Evaluated): Evaluated {
    if (this.takes('.')) {
      const member = this.name() ?? this.digits();
      if (member === undefined) throw new NotRead();
      return this.members((look) => memberOf(value(look), member));
    }
    if (this.takes('[')) {
      const index = this.expression();
      this.expect(']');
      return this.members((look) => memberOf(value(look), index(look)));
    }
    return value;
  }

  private primary(): Evaluated {
    if (this.takes('"')) return this.template('"');
    if (this.takes('<<')) return this.heredoc();
    if (this.takes('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.takes('[')) {
      const items = this.list(']');
      return (look) => items.map((item) => item(look));
    }
    if (this.takes('{')) return this.object();
    const number = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
    number.lastIndex = this.at;
    const found = number.exec(this.text)?.[0];
    if (found === undefined) throw new NotRead();
    this.at += found.length;
    return () => Number(found);
  }

  /** Lines up to one with the marker alone; with `<<-` without the spaces that all of them begin with. */
  private heredoc(): Evaluated {
    const isIndented = this.takes('-');
    const [start, marker = ''] =
      /^([A-Za-z_][\w-]*)[ \t]*\r?\n/.exec(this.text.slice(this.at, this.at + LONGEST_NAME)) ?? [];
    if (start === undefined) throw new NotRead();
    const from = this.at + start.length;
    const end = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'm').exec(this.text.slice(from));
    if (end === null) throw new NotRead();
    this.at = from + end.index + end[0].length;
    const lines = this.text.slice(from, from + end.index).replaceAll('\r\n', '\n');
    const filled = lines.match(/^[ \t]*(?=[^ \t\n])/gm) ?? [];
    const depth = isIndented ? Math.min(...filled.map((spaces) => spaces.length)) : 0;
    const text = lines.replaceAll(new RegExp(`^[ \\t]{0,${Number.isFinite(depth) ? depth : 0}}`, 'gm'), '');
    return new Parser(text, 0, this.file).template('');
  }

  private call(name: string): Evaluated {
    const args = this.list(')');
    if (name === 'try') {
      return (look) => args.map((arg) => attempt(() => arg(look))).find((value) => value !== UNKNOWN) ?? UNKNOWN;
    }
    if (name === 'templatefile') return (look) => this.templateFile(args.map((arg) => arg(look)));
    const calculate = FUNCTIONS[name];
    if (calculate === undefined) throw new NotRead();
    return (look) => {
      const values = args.map((arg) => arg(look));
      return values.some((value) => value === UNKNOWN) && name !== 'jsonencode' ? UNKNOWN : calculate(...values);
    };
  }

  /** A template knows nothing but its own values. */
  private templateFile([path = UNKNOWN, values = UNKNOWN]: readonly Value[]): Value {
    const text = isKnown(path) ? this.file(String(path)) : undefined;
    if (text === undefined) return UNKNOWN;
    return new Parser(text).template('')((names) => names.reduce<Value>(memberOf, values));
  }

  private list(end: string): Evaluated[] {
    const items: Evaluated[] = [];
    while (!this.skip().takes(end)) {
      items.push(this.expression());
      if (!this.skip().takes(',') && this.text[this.at] !== end) throw new NotRead();
    }
    return items;
  }

  private object(): Evaluated {
    const members: (readonly [string, Evaluated])[] = [];
    while (!this.skip().takes('}')) {
      const name = this.takes('"') ? this.template('"')(() => UNKNOWN) : this.name();
      if (typeof name !== 'string' || !(this.skip().takes('=') || this.takes(':'))) throw new NotRead();
      members.push([name, this.expression()]);
      this.skip().takes(',');
    }
    return (look) => Object.fromEntries(members.map(([name, value]) => [name, value(look)]));
  }

  private name(): string | undefined {
    const name = /[A-Za-z_][\w-]*/y;
    name.lastIndex = this.at;
    const found = name.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private digits(): number | undefined {
    const digits = /\d+/y;
    digits.lastIndex = this.at;
    const found = digits.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found === undefined ? undefined : Number(found);
  }

  /** A character of a quoted string. */
  private character(): string {
    if (!this.takes('\\')) return this.next();
    const escaped = this.next();
    const known: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
    if (escaped === 'u' || escaped === 'U') {
      const length = escaped === 'u' ? 4 : 8;
      const code = this.text.slice(this.at, this.at + length);
      this.at += length;
      return String.fromCodePoint(Number.parseInt(code, 16));
    }
    const character = known[escaped];
    if (character === undefined) throw new NotRead();
    return character;
  }

  private next(): string {
    const character = this.text[this.at] ?? '';
    this.at += 1;
    return character;
  }

  private takes(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!(token === '"' ? this : this.skip()).takes(token)) throw new NotRead();
  }

  /** Spaces, new lines and comments. */
  private skip(): this {
    const space = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*.*?\*\/)*/sy;
    space.lastIndex = this.at;
    this.at += space.exec(this.text)?.[0].length ?? 0;
    return this;
  }
}

/** The member or element of this name; none: an error in Terraform, and unknown to the doctor. */
export function memberOf(value: Value, name: Value): Value {
  if (value === UNKNOWN || typeof value !== 'object' || value === null) return UNKNOWN;
  return (value as Readonly<Record<string, Value>>)[String(name)] ?? UNKNOWN;
}

function apply(operator: string, one: Value, other: Value): Value {
  if (operator === '&&' && (one === false || other === false)) return false;
  if (operator === '||' && (one === true || other === true)) return true;
  if (!isKnown(one) || !isKnown(other)) return UNKNOWN;
  switch (operator) {
    case '&&':
      return Boolean(one) && Boolean(other);
    case '||':
      return Boolean(one) || Boolean(other);
    case '==':
      return JSON.stringify(one) === JSON.stringify(other);
    case '!=':
      return JSON.stringify(one) !== JSON.stringify(other);
    case '<':
      return Number(one) < Number(other);
    case '>':
      return Number(one) > Number(other);
    case '<=':
      return Number(one) <= Number(other);
    case '>=':
      return Number(one) >= Number(other);
    default:
      return calculated(operator, Number(one), Number(other));
  }
}

function calculated(operator: string, one: number, other: number): Value {
  const result = { '+': one + other, '-': one - other, '*': one * other, '/': one / other }[operator] ?? one % other;
  return Number.isFinite(result) ? result : UNKNOWN;
}

function attempt(value: () => Value): Value {
  try {
    return value();
  } catch (error) {
    if (error instanceof NotRead) return UNKNOWN;
    throw error;
  }
}

/** Those that a stack of ours calls where something is read that AWS could be asked about. */
const FUNCTIONS: Readonly<Record<string, (...args: Value[]) => Value>> = {
  jsonencode: (value = null) => JSON.stringify(value),
  jsondecode: (text = null) => JSON.parse(String(text)) as Value,
  concat: (...lists) => lists.flat() as Value,
  length: (value = null) => (typeof value === 'string' ? [...value].length : Object.keys(value ?? {}).length),
  coalesce: (...values) => values.find((value) => value !== null && value !== '') ?? UNKNOWN,
  tonumber: (value = null) => Number(value),
  tostring: (value = null) => String(value),
  tolist: (value = null) => value,
  toset: (value = null) => value,
  sort: (list = null) => (Array.isArray(list) ? [...list].sort() : UNKNOWN),
  distinct: (list = null) => (Array.isArray(list) ? [...new Set(list)] : UNKNOWN),
  one: (list = null) => (Array.isArray(list) && list.length < 2 ? (list[0] ?? null) : UNKNOWN),
  startswith: (text = '', start = '') => String(text).startsWith(String(start)),
  endswith: (text = '', end = '') => String(text).endsWith(String(end)),
  lower: (text = '') => String(text).toLowerCase(),
  upper: (text = '') => String(text).toUpperCase(),
  trimspace: (text = '') => String(text).trim(),
  substr: (text = '', from = 0, length = 0) => String(text).substr(Number(from), Number(length)),
  join: (separator = '', list = null) => (Array.isArray(list) ? list.map(asText).join(String(separator)) : UNKNOWN),
  regexall: (pattern = '', text = '') => [...String(text).matchAll(expressionOf(pattern, 'g'))].map(captured),
  regex: (pattern = '', text = '') => {
    const found = expressionOf(pattern).exec(String(text));
    if (found === null) throw new NotRead();
    return captured(found);
  },
};

/** Terraform's regular expressions write a named group as `(?P<name>…)`. */
function expressionOf(pattern: Value, flags = ''): RegExp {
  return new RegExp(String(pattern).replaceAll('(?P<', '(?<'), flags);
}

function captured(match: RegExpMatchArray): Value {
  if (match.groups !== undefined) return { ...match.groups };
  return match.length === 1 ? match[0] : match.slice(1);
}

function asText(value: Value): string {
  if (value === null || typeof value === 'object') return UNKNOWN;
  return String(value);
}
