import { NotRead } from './terraform-value';

/** A text of Terraform's language, which is read from its beginning on. */
export class Tokens {
  constructor(
    protected readonly text: string,
    protected at: number,
  ) {}

  protected name(): string | undefined {
    const name = /[A-Za-z_][\w-]*/y;
    name.lastIndex = this.at;
    const found = name.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  protected digits(): number | undefined {
    const digits = /\d+/y;
    digits.lastIndex = this.at;
    const found = digits.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found === undefined ? undefined : Number(found);
  }

  /** A character of a quoted string. */
  protected character(): string {
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

  protected next(): string {
    const character = this.text[this.at] ?? '';
    this.at += 1;
    return character;
  }

  protected takes(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  protected expect(token: string): void {
    if (!(token === '"' ? this : this.skip()).takes(token)) throw new NotRead();
  }

  /** Spaces, new lines and comments. */
  protected skip(): this {
    const space = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*.*?\*\/)*/sy;
    space.lastIndex = this.at;
    this.at += space.exec(this.text)?.[0].length ?? 0;
    return this;
  }
}
