import { writtenWithReferences } from '../values/references';

/**
 * How text is written into Terraform. Everything that CDKTF writes is a template for Terraform: `${…}` and `%{…}` are
 * evaluated there, `file()` included. So text that is not ours goes through this file, and through nothing else.
 * Backends, and defaults and descriptions of variables, are the exception: Terraform reads them literally, and escaping
 * corrupts them.
 */

/** `text` as Terraform must read it: literally. For attributes, list items, map keys and map values. */
export function literal(text: string): string {
  if (text.includes('TfToken[')) throw new Error(`CDKTF would resolve the token in ${JSON.stringify(text)}`);
  return writtenWithReferences(text, escaped);
}

function escaped(text: string): string {
  if (!text.includes('{')) return text;
  // By a function: in a replacement text, $ has a meaning of its own.
  return text.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}

/** {@link literal} for the keys and values of a map. */
export function literalMap(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [literal(key), literal(value)]));
}

/** A Terraform expression, without the `${}` around it. */
export class Expression {
  constructor(readonly code: string) {}

  /** The expression within a text. In a JSON document only for values that need no escaping there: ids, ARNs, names. */
  toString(): string {
    return `\${${this.code}}`;
  }
}

export type JsonDocument =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly JsonDocument[]
  | { readonly [key: string]: JsonDocument | undefined };

/**
 * A JSON document for an attribute that takes one, with its keys sorted, as Terraform's own jsonencode writes it.
 * Strings in it are ours, or have gone through {@link literal}; they may hold references to ids, ARNs and names.
 * An {@link Expression} stands for a whole value, which Terraform itself writes as JSON.
 */
export function json(document: JsonDocument): string {
  if (document instanceof Expression) return `\${jsonencode(${document.code})}`;
  if (Array.isArray(document)) return `[${document.map(json).join(',')}]`;
  if (typeof document === 'string') return jsonString(document);
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const members = Object.entries(document as Readonly<Record<string, JsonDocument | undefined>>)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, value]) => (value === undefined ? [] : [`${jsonString(key)}:${json(value)}`]));
  return `{${members.join(',')}}`;
}

/** Behind an interpolation without an end, CDKTF would take the next reference for a part of it, so it reads none. */
function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll(/\$\$\{(?=[^}]*$)/g, () => '$\\u007b');
}

/** Data of the user's for a place within a JSON document: every string in it literally. */
export function literalDocument(data: unknown): JsonDocument {
  if (typeof data === 'string') return literal(data);
  if (Array.isArray(data)) return data.map(literalDocument);
  if (typeof data !== 'object' || data === null) return data as number | boolean | null;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [literal(key), literalDocument(value)]));
}

/** `text` as a string within an expression. */
export function quoted(text: string): string {
  return inExpression(literal(text));
}

/** Text that is a template already, as a string within an expression. */
export function inExpression(template: string): string {
  // Two of JSON's escapes are unknown to Terraform.
  return JSON.stringify(template).replace(/\\./g, (escaped) => UNKNOWN_ESCAPES[escaped] ?? escaped);
}

const UNKNOWN_ESCAPES: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' };
