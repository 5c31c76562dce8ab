import { NotRead, UNKNOWN, type Value } from './terraform-value';

/** Those that a stack of ours calls where something is read that AWS could be asked about. */
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
