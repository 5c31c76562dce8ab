import type { Environment } from '../environment/environment';

/** The user's own Terraform, which is evaluated on purpose, and the file as it was before it was resolved. */
const OWN_TERRAFORM: readonly string[] = ['overrides', 'terraform', 'outputs', 'config'];

/** Whether the stack file has a character that Terraform could take for the beginning of an expression. */
export function couldBeEvaluated(environment: Environment): boolean {
  return /[$%]/.test(JSON.stringify(configText(environment)));
}

/** The same environment, but that no text of its file can begin an expression. */
export function withoutOpenings(environment: Environment): Environment {
  return { ...environment, ...(inert(configText(environment)) as Environment) };
}

function configText(environment: Environment): Partial<Environment> {
  const { origin: _, ...values } = environment;
  return Object.fromEntries(
    Object.entries(values).filter(([field]) => !OWN_TERRAFORM.includes(field)),
  ) as Partial<Environment>;
}

/** Text with characters for $ and % that mean nothing to anybody: each has one of its own, so that keys stay apart. */
function inert(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '\uE000').replaceAll('%', '\uE001');
  if (Array.isArray(value)) return value.map(inert);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [inert(key), inert(member)]));
}

/**
 * Where Terraform would evaluate text of a stack file: each element of the document that holds more expressions, or
 * fewer, than the same stack does without any $ and % in the file. Fewer, because $ before an expression of ours would
 * make text of it.
 */
export function evaluatedElements(document: object, withoutText: object): string[] {
  const [found, ours] = [expressionsByElement(document), expressionsByElement(withoutText)];
  return [...new Set([...found.keys(), ...ours.keys()])].filter((element) => found.get(element) !== ours.get(element));
}

function expressionsByElement(document: object): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [element, text] of textsByElement(document, [])) {
    const found = openings(text);
    if (found > 0) counts.set(element, (counts.get(element) ?? 0) + found);
  }
  return counts;
}

/** Keys included. Of an element only the beginning of its address counts, and no text of a stack file. */
function* textsByElement(value: unknown, path: readonly string[]): Iterable<[element: string, text: string]> {
  if (typeof value === 'string') yield [path.join('.'), value];
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const member of value) yield* textsByElement(member, path);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (isLiteral(key, path)) continue;
    yield [path.join('.'), key];
    yield* textsByElement(member, path.length < 3 && !/[$%]/.test(key) ? [...path, key] : path);
  }
}

/** What Terraform reads as it is: comments, the backend, and what a variable says of itself. */
function isLiteral(key: string, path: readonly string[]): boolean {
  return (
    key === '//' ||
    (path[0] === 'terraform' && key === 'backend') ||
    (path[0] === 'variable' && path.length === 2 && (key === 'default' || key === 'description'))
  );
}

/** Beginnings of expressions and of directives: `$${` and `%%{` are text. */
function openings(text: string): number {
  return text.match(/(?<!\$)\$\{|(?<!%)%\{/g)?.length ?? 0;
}
