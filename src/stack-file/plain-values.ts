import type { Problem } from '../problems/errors';
import { type Layers, merge } from './extends';
import { isMap } from './is-map';
import { type Path, pathInWords } from './path';

/** The fields of a stack file as a program has them, or what of them no file could hold. */
export function layersOf(name: string, fields: unknown): Layers | Problem[] {
  if (!isMap(fields) || !isPlainObject(fields)) {
    return [{ file: name, message: 'must be a mapping of fields', hint: "for example {region: 'us-east-1'}" }];
  }
  const { values, problems } = copied(fields, [], []);
  if (problems.length > 0) return problems.map((problem) => ({ file: name, ...problem }));
  const origin = () => ({ file: name });
  return {
    values: merge({}, values as Record<string, unknown>),
    files: [{ file: name, hash: '', values: values as Record<string, unknown>, locate: () => ({ depth: 0 }) }],
    origin,
    written: () => undefined,
    repeated: () => [],
    idleNulls: () => [],
  };
}

interface Copied {
  readonly values: unknown;
  readonly problems: readonly Omit<Problem, 'file'>[];
}

/** What JSON can hold; members that are undefined are left out, as JSON does. */
function copied(value: unknown, path: Path, within: readonly unknown[]): Copied {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return { values: value, problems: [] };
  }
  const isPlain = Array.isArray(value) || (isMap(value) && isPlainObject(value));
  if (!isPlain || within.includes(value)) {
    const message = isPlain
      ? 'contains itself'
      : 'must be plain data: strings, finite numbers, booleans, lists, mappings';
    return { values: undefined, problems: [{ path: pathInWords(path), message, hint: 'write the value out' }] };
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries.map(([key, member]) => [key, copied(member, [...path, key], [...within, value])] as const);
  return {
    values: Array.isArray(value)
      ? members.map(([, { values }]) => values)
      : Object.fromEntries(members.map(([key, { values }]) => [key, values])),
    problems: members.flatMap(([, { problems }]) => problems),
  };
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  // Also of another realm, as in a test runner.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
