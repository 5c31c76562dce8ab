import { type Token, tokensOfExpression, tokensOfTemplate } from '../../values/expression-tokens';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** An operator that has nothing behind it. A splat ends in `.*`. */
const UNFINISHED = /(?<!\.)[*]$|[+\-/%&|=<>!?:,]$|(?<!\.\.)\.$/;

/** Nobody writes so many brackets in each other, and what reads an expression after this would run out of memory. */
const DEEPEST = 200;

/** Why Terraform cannot parse the templates in a text, as far as brackets, quotes and ends tell; undefined: it may. */
export function templateFault(text: string): string | undefined {
  return new Reader([]).faultIn(tokensOfTemplate(text));
}

/** The same of an expression without `${}`. */
export function expressionFault(code: string): string | undefined {
  return new Reader([{ open: [], code: '' }]).faultIn(tokensOfExpression(code));
}

/** An expression as far as it has been read. */
interface Expression {
  /** The brackets that must still close, the innermost last. */
  readonly open: string[];
  /** Without comments, and without what is in quotes. */
  code: string;
}

/** Reads what encloses, and nothing else of Terraform's language: it must never refuse what Terraform takes. */
class Reader {
  private depth = 0;

  /** @param around the expressions and quotes that are not at their end, the innermost last. */
  constructor(private readonly around: ('"' | Expression)[]) {}

  faultIn(tokens: Iterable<Token>): string | undefined {
    for (const token of tokens) {
      // The lines of a heredoc are text.
      if (token.kind === 'heredoc') return undefined;
      const fault = this.faultAt(token);
      if (fault !== undefined) return fault;
    }
    const innermost = this.around.at(-1);
    if (innermost === '"') return 'a quote is not closed';
    return innermost && faultAtEnd(innermost);
  }

  private faultAt({ kind, code }: Token): string | undefined {
    const expression = this.around.at(-1) as Expression;
    switch (kind) {
      case 'comment':
      case 'literal':
        return undefined;
      case 'unquote':
        this.around.pop();
        return undefined;
      case 'template': {
        const inner = { open: [], code: '' };
        this.around.push(inner);
        return this.enter(inner, '}');
      }
      case 'template-end':
        this.around.pop();
        return this.leave(expression, code) ?? faultAtEnd(expression);
      default:
        expression.code += code;
    }
    if (kind === 'quote') this.around.push('"');
    if (kind === 'open') return this.enter(expression, CLOSING[code] as string);
    return kind === 'close' ? this.leave(expression, code) : undefined;
  }

  private enter({ open }: Expression, closing: string): string | undefined {
    open.push(closing);
    this.depth += 1;
    return this.depth > DEEPEST ? `it has more than ${DEEPEST} brackets in each other` : undefined;
  }

  private leave({ open }: Expression, closing: string): string | undefined {
    const expected = open.pop();
    this.depth -= 1;
    if (expected === undefined) return `${closing} closes nothing`;
    return expected === closing ? undefined : `${closing} stands where ${expected} must`;
  }
}

function faultAtEnd({ open, code }: Expression): string | undefined {
  if (open.length > 0) return `${open.at(-1)} is missing at its end`;
  const read = code.replace(/^~/, '').replace(/~$/, '').trim();
  if (read === '') return 'it is empty';
  return UNFINISHED.test(read) ? `it ends with ${read.at(-1)}` : undefined;
}
