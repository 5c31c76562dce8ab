import type { Environment } from '../../src/environment/environment';
import { exampleValueAt } from '../../src/environment/expected-shape';
import type { JsonSchema } from '../../src/environment/field-in-words';
import { type FoundField, findField } from '../../src/environment/find-field';
import { ConfigError } from '../../src/problems/errors';
import type { Path } from '../../src/stack-file/path';
import type { Effect } from '../../src/values/changes';
import { environmentOf, REQUIRED } from '../helpers/stack-files';
import { rowOf } from './rows';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of which no other value can be planned, and why. */
const NOT_PLANNED: Readonly<Record<string, string>> = {
  'aws.account_id': 'in another account the provider refuses every plan',
};

/** One field of a stack file changed, and nothing else. */
export interface Probe {
  /** As the schema has it, with `NAME` and `[]`. */
  readonly field: string;
  readonly kind: 'changed' | 'removed' | 'added';
  readonly words: string;
  /** What the schema says of it: of a mapping that is removed or added, with what it says of the fields in it. */
  readonly effects: readonly Effect[];
  /** What else the schema says of its change. */
  readonly note: string;
  readonly environment: Environment;
}

/**
 * The stack file with each of its fields at or below `top` changed once, and removed once, as far as the rules allow it.
 */
export function probesOf(file: Fields, top: Fields, name: string): Probe[] {
  const there = new Set<string>();
  const probes: Probe[] = [];
  const add = (kind: Probe['kind'], field: string, path: Path, values: readonly unknown[]) => {
    if (there.has(`${kind} ${field}`)) return;
    for (const value of values) {
      const environment = accepted(withValue(file, path, value), name);
      if (environment === undefined || !isWritten(environment, path)) continue;
      there.add(`${kind} ${field}`);
      const words = value === undefined ? `no ${inWords(path)}` : `${inWords(path)}: ${JSON.stringify(value)}`;
      const fields = kind === 'changed' ? [path] : pathsBelow(valueAt(file, path), path);
      probes.push({ field, kind, words, effects: effectsOf(fields), note: noteOf(field), environment });
      return;
    }
  };
  for (const path of pathsOf(top)) {
    const field = fieldAt(path);
    if (field === undefined) continue;
    const others = field.path in NOT_PLANNED ? [] : otherValues(valueAt(file, path), field, path);
    add('changed', field.path, path, others);
    // What is required is there again.
    if (!(path.length === 1 && (path[0] as string) in REQUIRED)) add('removed', field.path, path, [undefined]);
  }
  return probes;
}

/** The environment of a file, if the rules take it. */
export function accepted(file: unknown, name: string): Environment | undefined {
  return orRefused(() => environmentOf(file as object, name));
}

function orRefused<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** All fields of one stack file added to another. */
export function addition(words: string, fields: Fields, environment: Environment): Probe {
  return { field: words, kind: 'added', words, effects: effectsOf(pathsOf(fields)), note: '', environment };
}

/** What the user's own Terraform refers to is only known when the stack is written. */
function isWritten(environment: Environment, [top]: Path): boolean {
  if (top !== 'terraform') return true;
  return orRefused(() => rowOf(environment, environment.name)) !== undefined;
}

/** The paths of all values in a file, and of the mappings and lists that they are in. */
function pathsOf(file: Fields): Path[] {
  return Object.entries(file).flatMap(([key, value]) => pathsBelow(value, [key]));
}

/** A path, and those of what is in its value. */
function pathsBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, member]) => pathsBelow(member, [...path, key]))];
}

function effectsOf(paths: readonly Path[]): Effect[] {
  return [...new Set(paths.flatMap((path) => fieldAt(path)?.schema.change?.effects ?? []))];
}

function noteOf(field: string): string {
  return findField(field)?.schema.change?.note ?? '';
}

function fieldAt(path: Path): FoundField | undefined {
  return findField(inWords(path));
}

function inWords(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);
}

function otherValues(value: unknown, { schema }: FoundField, path: Path): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') {
    const others = [...enumsOf(schema), value + 1, value - 1, value * 2, value / 2, value + 60];
    return others.filter((other) => other !== value);
  }
  if (typeof value === 'string') {
    const others = [
      ...enumsOf(schema),
      `${value}-2`,
      `${value}2`,
      value.replace(/[0-9a-f]$/, (last) => (last === '1' ? '2' : '1')),
      value.slice(0, -1),
    ];
    return [...others, exampleValueAt(path)].filter((other) => other !== value);
  }
  if (Array.isArray(value)) {
    const last: unknown = value.at(-1);
    // Members that are mappings have fields of their own to change.
    const longer = typeof last === 'object' ? [] : [[...value, `${last}2`]];
    return [value.slice(1), ...longer].filter((other) => other.length > 0);
  }
  return [];
}

function enumsOf(schema: JsonSchema): readonly unknown[] {
  return [...(schema.enum ?? []), ...(schema.anyOf ?? []).flatMap(enumsOf)];
}

function valueAt(file: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown>)[part], file);
}

function withValue(file: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(file)) {
    const list = file.map((entry, index) => (index === part ? withValue(entry, rest, value) : entry));
    return list.filter((entry) => entry !== undefined);
  }
  const { [part]: inner, ...others } = file as Record<string, unknown>;
  const changed = withValue(inner, rest, value);
  return changed === undefined ? others : { ...(file as object), [part]: changed };
}
