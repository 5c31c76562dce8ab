import { isKnown, memberOf, NotRead, UNKNOWN, type Value } from './terraform-value';

/**
 * Those that a stack of ours calls where something is read that AWS could be asked about, and those that others put the
 * inputs of the reference module together with.
 */
export const FUNCTIONS: Readonly<Record<string, (...args: Value[]) => Value>> = {
  jsonencode: (value = null) => JSON.stringify(value),
  jsondecode: (text = null) => JSON.parse(String(text)) as Value,
  concat: (...lists) => lists.flat() as Value,
  length: (value = null) => (typeof value === 'string' ? [...value].length : Object.keys(value ?? {}).length),
  coalesce: (...values) => values.find((value) => value !== null && value !== '') ?? UNKNOWN,
  tonumber: (value = null) => Number(value),
  tostring: (value = null) => String(value),
  tolist: (value = null) => value,
  toset: (value = null) => value,
  sort: (list = null) => (Array.isArray(list) ? [...list].sort() : UNKNOWN),
  distinct: (list = null) => (Array.isArray(list) ? [...new Set(list)] : UNKNOWN),
  one: (list = null) => (Array.isArray(list) && list.length < 2 ? (list[0] ?? null) : UNKNOWN),
  startswith: (text = '', start = '') => String(text).startsWith(String(start)),
  endswith: (text = '', end = '') => String(text).endsWith(String(end)),
  lower: (text = '') => String(text).toLowerCase(),
  upper: (text = '') => String(text).toUpperCase(),
  trimspace: (text = '') => String(text).trim(),
  substr: (text = '', from = 0, length = 0) => String(text).substr(Number(from), Number(length)),
  join: (separator = '', list = null) =>
    Array.isArray(list) ? list.map(toTerraformString).join(String(separator)) : UNKNOWN,
  split: (separator = '', text = '') => String(text).split(String(separator)),
  replace: (text = '', from = '', to = '') => {
    // Between slashes it is a regular expression.
    if (/^\/.*\/$/s.test(String(from))) throw new NotRead();
    return String(text).replaceAll(String(from), () => String(to));
  },
  format: (template = '', ...values) => {
    const rest = [...values];
    return String(template).replaceAll(/%(.)/gs, (_, verb) => {
      if (verb === '%') return '%';
      const value = rest.shift();
      if (value === undefined || (verb !== 's' && verb !== 'd')) throw new NotRead();
      return toTerraformString(value);
    });
  },
  flatten: (lists = null) => (Array.isArray(lists) ? (lists.flat(Number.POSITIVE_INFINITY) as Value) : UNKNOWN),
  merge: (...maps) => Object.assign({}, ...maps) as Value,
  lookup: (map = null, key = '', otherwise = UNKNOWN) => {
    const found = memberOf(map, key);
    return found === UNKNOWN && isKnown(map) ? otherwise : found;
  },
  element: (list = null, index = 0) =>
    Array.isArray(list) && list.length > 0 ? (list.at(Number(index) % list.length) ?? UNKNOWN) : UNKNOWN,
  regexall: (pattern = '', text = '') => [...String(text).matchAll(expressionOf(pattern, 'g'))].map(captured),
  regex: (pattern = '', text = '') => {
    const found = expressionOf(pattern).exec(String(text));
    if (found === null) throw new NotRead();
    return captured(found);
  },
};

/** Terraform's regular expressions write a named group as `(?P<name>…)`. */
function expressionOf(pattern: Value, flags = ''): RegExp {
  return new RegExp(String(pattern).replaceAll('(?P<', '(?<'), flags);
}

function captured(match: RegExpMatchArray): Value {
  if (match.groups !== undefined) return { ...match.groups };
  return match.length === 1 ? match[0] : match.slice(1);
}

/** As a string template has a value. */
export function toTerraformString(value: Value): string {
  if (value === null || typeof value === 'object') return UNKNOWN;
  return String(value);
}
