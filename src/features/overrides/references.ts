import { type Token, tokensOfExpression, tokensOfTemplate } from '../../values/expression-tokens';

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
  return pathsIn(tokensOfTemplate(text));
}

/** {@link referencesInExpression}, with the attributes that are behind the addresses. */
export function pathsInExpression(code: string): Reference[] {
  return pathsIn(tokensOfExpression(code));
}

function pathsIn(read: Iterable<Token>): Reference[] {
  const tokens = codeOf(read);
  const bound = new Set<string>();
  const paths: Reference[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const { kind, code } = tokens[index] as Token;
    if (kind !== 'name' || isDot(tokens[index - 1])) continue;
    if (code === 'for') {
      for (const name of boundBehind(tokens, index)) bound.add(name);
      continue;
    }
    const path = pathFrom(tokens, index);
    const behind = tokens[index + 2 * path.length - 1];
    if (behind?.code !== '(') paths.push(path);
  }
  return paths.filter(([first = '']) => !bound.has(first));
}

/** Without space and comments; of a heredoc what is in its templates. */
function codeOf(tokens: Iterable<Token>): Token[] {
  return [...tokens]
    .flatMap((token) => (token.kind === 'heredoc' ? [...tokensOfTemplate(token.code)] : [token]))
    .filter(({ kind }) => kind !== 'space' && kind !== 'comment');
}

/** The names from an index on that have dots between them. */
function pathFrom(tokens: readonly Token[], index: number): string[] {
  const path: string[] = [];
  for (let at = index; tokens[at]?.kind === 'name'; at += 2) {
    path.push((tokens[at] as Token).code);
    if (!isDot(tokens[at + 1])) break;
  }
  return path;
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === 'operator' && token.code === '.';
}

/** The names that a `for` gives to elements: `for key, value in`. */
function boundBehind(tokens: readonly Token[], index: number): string[] {
  const codes = tokens.slice(index + 1, index + 5).map(({ code }) => code);
  const [first = '', second, third = '', fourth] = codes;
  if (second === 'in') return [first];
  return second === ',' && fourth === 'in' ? [first, third] : [];
}

function addressOf([first = '', second, third]: readonly string[]): string[] {
  if (second === undefined) return [];
  if (first === 'var' || first === 'local' || first === 'module') return [`${first}.${second}`];
  if (first === 'data') return third === undefined ? [] : [`data.${second}.${third}`];
  // The type of a resource begins with the name of its provider; each, count, self and path are no addresses.
  return first.includes('_') ? [`${first}.${second}`] : [];
}
