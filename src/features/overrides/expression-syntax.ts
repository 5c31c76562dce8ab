const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** An operator that has nothing behind it. A splat ends in `.*`. */
const UNFINISHED = /(?<!\.)[*]$|[+\-/%&|=<>!?:,]$|(?<!\.\.)\.$/;

/** What is thrown inside, with what a person reads. */
class Fault extends Error {}

/** Why Terraform cannot parse the templates in a text, as far as brackets, quotes and ends tell; undefined: it may. */
export function templateFault(text: string): string | undefined {
  return faultOf(() => new Reader(text).template(''));
}

/** The same of an expression without `${}`. */
export function expressionFault(code: string): string | undefined {
  return faultOf(() => new Reader(code).expression(''));
}

function faultOf(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** Reads what encloses, and nothing else of Terraform's language: it must never refuse what Terraform takes. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  template(end: '' | '"'): void {
    while (this.at < this.text.length) {
      if (end !== '' && this.takes(end)) return;
      if (this.takes('$${') || this.takes('%%{')) continue;
      if (end === '"' && this.text[this.at] === '\\') this.at += 2;
      else if (this.takes('${') || this.takes('%{')) this.expression('}');
      else this.at += 1;
    }
    if (end !== '') throw new Fault('a quote is not closed');
  }

  /** Up to the bracket that closes it, or to the end of the text. */
  expression(end: '' | '}'): void {
    const open: string[] = end === '' ? [] : [end];
    let read = '';
    while (this.at < this.text.length) {
      if (this.skipsComment()) continue;
      const character = this.text[this.at] as string;
      // The lines of a heredoc are text.
      if (/^<<-?[A-Za-z_]/.test(this.text.slice(this.at, this.at + 4))) {
        this.at = this.text.length;
        return;
      }
      this.at += 1;
      if (character === '"') this.template('"');
      else if (CLOSING[character] !== undefined) open.push(CLOSING[character]);
      else if (')]}'.includes(character)) {
        const expected = open.pop();
        if (expected === undefined) throw new Fault(`${character} closes nothing`);
        if (expected !== character) throw new Fault(`${character} stands where ${expected} must`);
        if (end !== '' && open.length === 0) break;
      }
      read += character;
    }
    if (open.length > 0) throw new Fault(`${open.at(-1)} is missing at its end`);
    refuseUnfinished(read);
  }

  private skipsComment(): boolean {
    const comment = /(?:#|\/\/)[^\n]*|\/\*.*?\*\//sy;
    comment.lastIndex = this.at;
    const found = comment.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found !== undefined;
  }

  private takes(token: string): boolean {
    const isNext = this.text.startsWith(token, this.at);
    if (isNext) this.at += token.length;
    return isNext;
  }
}

function refuseUnfinished(code: string): void {
  const read = code.replace(/^~/, '').replace(/~$/, '').trim();
  if (read === '') throw new Fault('it is empty');
  if (UNFINISHED.test(read)) throw new Fault(`it ends with ${read.at(-1)}`);
}
