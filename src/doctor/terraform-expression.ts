import { type Block, type Look, Parser, type ReadFile } from './terraform-parser';
import { NotRead, UNKNOWN, type Value } from './terraform-value';

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
