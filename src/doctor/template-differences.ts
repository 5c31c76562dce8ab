import { isKnown, UNKNOWN, type Value } from './terraform-value';

/** Where two JSON documents differ, by path. What is unknown of the first is like anything. */
export function differingPaths(expected: Value, actual: unknown, path = ''): string[] {
  if (typeof expected === 'string' && !isKnown(expected)) return fits(expected, actual) ? [] : [path];
  if (typeof expected !== 'object' || expected === null) return expected === actual ? [] : [path];
  if (typeof actual !== 'object' || actual === null || Array.isArray(expected) !== Array.isArray(actual)) return [path];
  const [one, other] = [expected as Readonly<Record<string, Value>>, actual as Readonly<Record<string, unknown>>];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) => {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!(name in one) || !(name in other)) return [inner];
    return differingPaths(one[name] as Value, other[name], inner);
  });
}

/** A string with unknown parts fits each that has the known ones in this order. */
function fits(expected: string, actual: unknown): boolean {
  if (expected === UNKNOWN) return true;
  if (typeof actual !== 'string') return false;
  const [first = '', ...others] = expected.split(UNKNOWN);
  const last = others.pop() ?? '';
  let at = first.length;
  for (const part of others) {
    const found = actual.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return actual.startsWith(first) && actual.endsWith(last) && actual.length - last.length >= at;
}
