/** Names with dots between them: `aws_iam_role.x.arn`. */
type Reference = readonly string[];

/** The addresses that the expressions in a text refer to, as Terraform writes them: `var.name`, `aws_iam_role.x`. */
export function referencesInText(text: string): string[] {
  return pathsInText(text).flatMap(addressOf);
}

/** The addresses that an expression without `${}` refers to. */
export function referencesInExpression(code: string): string[] {
  return pathsInExpression(code).flatMap(addressOf);
}

/** {@link referencesInText}, with the attributes that are behind the addresses. */
export function pathsInText(text: string): Reference[] {
  const found: Reference[] = [];
  readText(text, 0, '', found);
  return found;
}

/** {@link referencesInExpression}, with the attributes that are behind the addresses. */
export function pathsInExpression(code: string): Reference[] {
  const found: Reference[] = [];
  readExpression(code, 0, found);
  return found;
}

/** Reads a template up to `end`, and returns where it stopped. */
function readText(text: string, from: number, end: '' | '"', found: Reference[]): number {
  let at = from;
  while (at < text.length && (end === '' || text[at] !== end)) {
    if (end === '"' && text[at] === '\\') at += 2;
    else if (/^[$%]{2}\{/.test(text.slice(at, at + 3))) at += 3;
    else if (/^[$%]\{/.test(text.slice(at, at + 2))) at = readExpression(text, at + 2, found) + 1;
    else at += 1;
  }
  return at;
}

/** Reads up to the brace that closes the expression, and returns where it stopped. */
function readExpression(text: string, from: number, found: Reference[]): number {
  const paths: string[][] = [];
  const bound = new Set<string>();
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const rest = text.slice(at);
    const [name] = /^[A-Za-z_][\w-]*/.exec(rest) ?? [];
    if (text[at] === '"') at = readText(text, at + 1, '"', found) + 1;
    else if (/^(#|\/\/)/.test(rest)) at += /^[^\n]*/.exec(rest)?.[0].length ?? 1;
    else if (rest.startsWith('/*')) at = endOf('*/', text, at + 2);
    else if (text[at] === '}' && depth === 0) break;
    else if (name === 'for') at += boundBy(rest, bound);
    else if (name !== undefined) {
      const path = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*/.exec(rest)?.[0] ?? name;
      at += path.length;
      const isMember = text[at - path.length - 1] === '.';
      if (!isMember && !/^\s*\(/.test(text.slice(at))) paths.push(path.split('.'));
    } else {
      depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
      at += 1;
    }
  }
  found.push(...paths.filter(([first = '']) => !bound.has(first)));
  return at;
}

/** Behind a token, or the end of the text. */
function endOf(token: string, text: string, from: number): number {
  const found = text.indexOf(token, from);
  return found < 0 ? text.length : found + token.length;
}

/** Notes the names that a `for` gives to elements, and returns how long it is. */
function boundBy(rest: string, bound: Set<string>): number {
  const [all = 'for', key, value] = /^for\s+([A-Za-z_][\w-]*)(?:\s*,\s*([A-Za-z_][\w-]*))?\s+in\b/.exec(rest) ?? [];
  for (const name of [key, value]) if (name !== undefined) bound.add(name);
  return all.length;
}

function addressOf([first = '', second, third]: readonly string[]): string[] {
  if (second === undefined) return [];
  if (first === 'var' || first === 'local' || first === 'module') return [`${first}.${second}`];
  if (first === 'data') return third === undefined ? [] : [`data.${second}.${third}`];
  // The type of a resource begins with the name of its provider; each, count, self and path are no addresses.
  return first.includes('_') ? [`${first}.${second}`] : [];
}
