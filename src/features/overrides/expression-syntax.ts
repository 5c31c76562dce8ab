const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** An operator that has nothing behind it. A splat ends in `.*`. */
const UNFINISHED = /(?<!\.)[*]$|[+\-/%&|=<>!?:,]$|(?<!\.\.)\.$/;

/** Nobody writes so many brackets in each other, and what reads an expression after this would run out of memory. */
const DEEPEST = 200;

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
  private depth = 0;

  /** Tokens that are not in the rest of the text. */
  private readonly absent = new Set<string>();

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
    const open: string[] = [];
    if (end !== '') this.enter(open, end);
    let read = '';
    while (this.at < this.text.length) {
      if (this.skipsComment()) continue;
      const character = this.text[this.at] as string;
      // The lines of a heredoc are text.
      if (character === '<' && /^<<-?[A-Za-z_]/.test(this.text.slice(this.at, this.at + 4))) {
        this.at = this.text.length;
        return;
      }
      this.at += 1;
      if (character === '"') this.template('"');
      else if (CLOSING[character] !== undefined) this.enter(open, CLOSING[character]);
      else if (')]}'.includes(character)) {
        const expected = open.pop();
        this.depth -= 1;
        if (expected === undefined) throw new Fault(`${character} closes nothing`);
        if (expected !== character) throw new Fault(`${character} stands where ${expected} must`);
        if (end !== '' && open.length === 0) break;
      }
      read += character;
    }
    if (open.length > 0) throw new Fault(`${open.at(-1)} is missing at its end`);
    refuseUnfinished(read);
  }

  private enter(open: string[], closing: string): void {
    open.push(closing);
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Fault(`it has more than ${DEEPEST} brackets in each other`);
  }

  private skipsComment(): boolean {
    const { text, at } = this;
    if (text[at] !== '#' && text[at] !== '/') return false;
    if (text[at] === '#' || text.startsWith('//', at)) this.at = this.next('\n', at) ?? text.length;
    else if (text.startsWith('/*', at)) this.at = (this.next('*/', at + 2) ?? at - 2) + 2;
    return this.at > at;
  }

  /** Where a token stands next. One that is nowhere is not searched for again. */
  private next(token: string, from: number): number | undefined {
    if (this.absent.has(token)) return undefined;
    const found = this.text.indexOf(token, from);
    if (found >= 0) return found;
    this.absent.add(token);
    return undefined;
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
