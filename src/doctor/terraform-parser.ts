import { inTable } from '../values/in-table';
import { FUNCTIONS, toTerraformString } from './terraform-functions';
import { apply, OPERATORS } from './terraform-operators';
import { Tokens } from './terraform-tokens';
import { attempt, isKnown, memberOf, NotRead, UNKNOWN, type Value } from './terraform-value';

/** The value that a name and its path stand for: `var.name`, `aws_iam_role.x[0].arn`. */
export type Look = (path: readonly (string | number)[]) => Value;

/** The text of a file that an expression reads, by its path; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A block of a Terraform configuration. */
export interface Block {
  /** Its name; that of a `locals` block is empty. */
  readonly name: string;
  /** Whether its closing brace was found. */
  readonly isClosed: boolean;
  /** What it sets; what cannot be read is unknown. */
  readonly args: ReadonlyMap<string, (look: Look) => Value>;
}

type Evaluated = (look: Look) => Value;

/** More than a name of Terraform's has, with the spaces behind it. */
const LONGEST_NAME = 200;

export class Parser extends Tokens {
  constructor(
    text: string,
    at = 0,
    private readonly file: ReadFile = () => undefined,
  ) {
    super(text, at);
  }

  /** Text and expressions up to `end`. A template of one expression alone has its value, of any type. */
  template(end: '' | '"'): Evaluated {
    const parts: Evaluated[] = [];
    while (!this.isAtEnd(end)) {
      if (this.takes('${')) {
        parts.push(this.expression());
        this.expect('}');
      } else {
        const literal = this.literal(end);
        parts.push(() => literal);
      }
    }
    if (end !== '') this.expect(end);
    if (parts.length === 1) return parts[0] as Evaluated;
    return (look) => parts.map((part) => toTerraformString(part(look))).join('');
  }

  /** Text up to the next expression, or up to `end`. */
  private literal(end: '' | '"'): string {
    let literal = '';
    while (!this.isAtEnd(end) && !this.text.startsWith('${', this.at)) {
      if (this.takes('$${')) literal += '${';
      else if (this.takes('%%{')) literal += '%{';
      else if (this.text.startsWith('%{', this.at)) throw new NotRead();
      else literal += end === '' ? this.next() : this.character();
    }
    return literal;
  }

  private isAtEnd(end: '' | '"'): boolean {
    return this.at >= this.text.length || (end !== '' && this.text[this.at] === end);
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
    const calculate = inTable(FUNCTIONS, name);
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
}
