import type { Change, FurtherChange } from '../values/changes';

/** What a field of the stack file may be, as JSON Schema has it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  /** What a change does: its own word, or that of what it is in. */
  readonly change?: Change;
  /** As the schema has it, before it is added to the change of what it is in. */
  readonly furtherChange?: FurtherChange;
}

/** How a page or a terminal sets a value of the file apart, and keeps other text from being read as anything else. */
export interface Style {
  code(text: string): string;
  text(text: string): string;
}

/** What may be written, with its limits. */
export function typeInWords(field: JsonSchema, style: Style): string {
  const inner = (other: JsonSchema) => typeInWords(other, style);
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(inner))].join(', or ');
  if (field.enum !== undefined) return field.enum.map((value) => style.code(String(value))).join(', ');
  if (field.const !== undefined) return style.code(String(field.const));
  switch (field.type) {
    case 'string':
      return style.text(String(field['patternErrorMessage'] ?? 'string').replace(/^must be /, ''));
    case 'integer':
      return `whole number${bounds(field)}`;
    case 'number':
      return `number${bounds(field)}`;
    case 'boolean':
      return `${style.code('true')}, ${style.code('false')}`;
    case 'array':
      return `list${manyInWords(field.items ? inner(field.items) : 'anything', ' of', 'each entry')}`;
    case 'object':
      return typeof field.additionalProperties === 'object'
        ? `mapping${manyInWords(inner(field.additionalProperties), ' of names to', 'each value')}`
        : 'mapping';
    default:
      return 'anything';
  }
}

/** `list of strings`, and `list, each entry: a subnet id: …` where the words of one have no plural. */
function manyInWords(one: string, of: string, each: string): string {
  if (one === 'anything') return `${of} anything`;
  const [, kind, rest] = /^(string|mapping|whole number|number)(?![a-z])(?!.*, or )(.*)$/.exec(one) ?? [];
  return kind === undefined ? `, ${each}: ${one}` : `${of} ${kind}s${rest}`;
}

/** The default that every preset has; an empty mapping tells a reader nothing. */
export function defaultInWords({ default: fallback }: JsonSchema): string | undefined {
  const isEmpty = typeof fallback === 'object' && fallback !== null && Object.keys(fallback).length === 0;
  return fallback === undefined || isEmpty ? undefined : JSON.stringify(fallback);
}

/** zod bounds every whole number by what JavaScript can count to, which tells a reader nothing. */
function bounds({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const isLimit = (bound: unknown) => bound !== undefined && Math.abs(Number(bound)) !== Number.MAX_SAFE_INTEGER;
  const least = isLimit(minimum) ? `${minimum}` : isLimit(exclusiveMinimum) ? `above ${exclusiveMinimum}` : '';
  const most = isLimit(maximum) ? `${maximum}` : '';
  if (least !== '' && most !== '') return `, ${least} to ${most}`;
  if (least !== '') return least.startsWith('above') ? `, ${least}` : `, at least ${least}`;
  return most === '' ? '' : `, at most ${most}`;
}
