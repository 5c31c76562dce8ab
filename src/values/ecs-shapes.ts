import { nearest, suggestion, suggestionOfKnown } from '../stack-file/nearest';
import type { Path } from '../stack-file/path';
import shapes from './ecs-shapes.json';
import type { Fault } from './fault';
import { hasPlaceholder } from './placeholder';

/**
 * What the members of an ECS request are: `string`, `integer`, `boolean`, one of `a|b`, a list of the one shape in it, a
 * mapping of any keys to the shape at `*`, or members by name, the required ones with a `!`.
 */
export type Shape = string | readonly Shape[] | { readonly [member: string]: Shape };

/**
 * A container definition, and the requests that prefect-aws sends, without what the stack decides.
 * Source: AWS's own service model of ECS, as botocore 1.43.11 has it, November 2026.
 */
export const ECS_SHAPES: Readonly<Record<keyof typeof shapes, { readonly [member: string]: Shape }>> = shapes;

export interface ShapeFault extends Fault {
  readonly path: Path;
  /** A newer ECS may have it. */
  readonly maybeNewer?: boolean;
}

/** The members that a shape has. */
export function membersOf(shape: Shape): string[] {
  return Object.keys(shape).map(withoutMark);
}

/** The shape of a member; undefined: there is none of this name. */
export function memberOf(shape: Shape, name: string): Shape | undefined {
  if (typeof shape !== 'object' || Array.isArray(shape)) return undefined;
  const members = shape as { readonly [member: string]: Shape };
  const found = [name, `${name}!`, '*'].find((key) => Object.hasOwn(members, key));
  return found === undefined ? undefined : members[found];
}

/** What ECS would refuse of a value by its shape; null in a mapping removes a member, and a placeholder is Prefect's. */
export function shapeFaults(value: unknown, shape: Shape, path: Path): ShapeFault[] {
  if (value === null || value === undefined || (typeof value === 'string' && hasPlaceholder(value))) return [];
  if (typeof shape === 'string') return scalarFaults(value, shape, path);
  if (Array.isArray(shape)) {
    const [element = 'string'] = shape as readonly Shape[];
    if (!Array.isArray(value)) return [mustBe(path, 'a list', listOf(value, path) ?? exampleOf(shape))];
    return value.flatMap((part, index) => [
      ...(part === null ? [nothing([...path, index], element)] : missing(part, element, [...path, index])),
      ...shapeFaults(part, element, [...path, index]),
    ]);
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [mustBe(path, 'a mapping', exampleOf(shape))];
  // Of a container definition the stack decides all.
  if (membersOf(shape).length === 0) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const member = memberOf(shape, name);
    return member === undefined
      ? [unknownMember([...path, name], name, membersOf(shape))]
      : shapeFaults(part, member, [...path, name]);
  });
}

/** A list has null as an element, which is none of ECS: only in a mapping, null removes. */
function nothing(path: Path, element: Shape): ShapeFault {
  return { path, message: 'must not be null', hint: `remove it, or set a value, for example ${exampleOf(element)}` };
}

/** Members that an element of a list lacks: elsewhere the stack may set them. */
function missing(value: unknown, shape: Shape, path: Path): ShapeFault[] {
  if (typeof value !== 'object' || value === null || typeof shape !== 'object') return [];
  return Object.keys(shape).flatMap((key) =>
    key.endsWith('!') && ((value as Readonly<Record<string, unknown>>)[withoutMark(key)] ?? null) === null
      ? [{ path, message: `must have ${withoutMark(key)}: ECS demands it`, hint: `for example ${exampleOf(shape)}` }]
      : [],
  );
}

function scalarFaults(value: unknown, shape: string, path: Path): ShapeFault[] {
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  switch (shape) {
    case 'string':
      if (typeof value === 'string') return [];
      return [
        isScalar
          ? { path, message: 'must be a string', hint: `write it in quotes: "${value}"` }
          : mustBe(path, 'a string', 'text'),
      ];
    case 'integer':
      if (Number.isInteger(value)) return [];
      return [
        typeof value === 'string' && /^[0-9]+$/.test(value)
          ? { path, message: 'must be a whole number', hint: `write it without quotes: ${value}` }
          : mustBe(path, 'a whole number', '60'),
      ];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [mustBe(path, 'true or false', 'true')];
    default:
      return wordFaults(value, shape.split('|'), path);
  }
}

function wordFaults(value: unknown, words: readonly string[], path: Path): ShapeFault[] {
  if (typeof value !== 'string') return [mustBe(path, `one of ${words.join(', ')}`, words[0] ?? '')];
  if (words.includes(value)) return [];
  const sameWord = words.find((word) => word.toLowerCase() === value.toLowerCase());
  return sameWord === undefined
    ? [
        {
          path,
          message: 'is not a value that ECS had in November 2026',
          hint: suggestion(value, words),
          maybeNewer: true,
        },
      ]
    : [{ path, message: `must be ${sameWord}, in its own upper and lower case`, hint: `write ${sameWord}` }];
}

function mustBe(path: Path, what: string, example: string): ShapeFault {
  return { path, message: `must be ${what}`, hint: `for example ${example}` };
}

function unknownMember(path: Path, name: string, known: readonly string[]): ShapeFault {
  return {
    path,
    message: 'is not a member that ECS had in November 2026',
    hint: meantMember(name, known),
    maybeNewer: true,
  };
}

/** The member that is meant: `stop_timeout` and `StopTimeout` alike. */
export function meantMember(name: string, known: readonly string[]): string {
  const found = known.find((one) => one.toLowerCase() === plain(name)) ?? nearest(name, known);
  return found === undefined ? suggestionOfKnown(name, known) : `did you mean ${found}?`;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

/** A text as the list that it is meant for: a line of a shell, or one entry. */
function listOf(value: unknown, path: Path): string | undefined {
  if (typeof value !== 'string' || !/^[\w .:/=-]+$/.test(value)) return undefined;
  return path.at(-1) === 'command' && path.at(-2) === 'healthCheck' ? `[CMD-SHELL, ${value}]` : `[${value}]`;
}

/** A value of the shape, as it is written in YAML. */
function exampleOf(shape: Shape): string {
  if (typeof shape === 'string') return { string: 'text', integer: '60', boolean: 'true' }[shape] ?? wordOf(shape);
  if (Array.isArray(shape)) return `[${exampleOf((shape as readonly Shape[])[0] ?? 'string')}]`;
  const entries = Object.entries(shape);
  const required = entries.filter(([key]) => key.endsWith('!'));
  const shown = (required.length > 0 ? required : entries).slice(0, 3);
  return `{${shown.map(([key, part]) => `${key === '*' ? 'name' : withoutMark(key)}: ${exampleOf(part)}`).join(', ')}}`;
}

function wordOf(words: string): string {
  return words.split('|')[0] ?? '';
}

function withoutMark(key: string): string {
  return key.replace(/!$/, '');
}
