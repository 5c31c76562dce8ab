import { JS, NFA } from 'refa';

/** Any text in which Terraform would begin to evaluate. */
const EVALUATED = automatonOf(/[\s\S]*[$%]\{[a-z]+\}[\s\S]*/u);

const known = new Map<string, string | undefined>();

/** A text with an expression of Terraform in it that a pattern takes; undefined: the pattern takes none. */
export function evaluatedTextFor(pattern: string): string | undefined {
  if (!known.has(pattern)) known.set(pattern, found(new RegExp(pattern, 'u')));
  return known.get(pattern);
}

function found(pattern: RegExp): string | undefined {
  let tries = 0;
  for (const sets of NFA.fromIntersection(automatonOf(pattern), EVALUATED).wordSets()) {
    const text = String.fromCodePoint(...sets.map(({ ranges }) => ranges[0]?.min ?? 0));
    if (pattern.test(text)) return text;
    // What looks ahead is not a part of the automaton: its words may be refused.
    tries += 1;
    if (tries > 1000) throw new Error(`no text was found for ${pattern}, and none ruled out`);
  }
  return undefined;
}

function automatonOf(pattern: RegExp): NFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral(pattern).parse({ assertions: 'ignore' });
  return NFA.fromRegex(expression, { maxCharacter });
}
