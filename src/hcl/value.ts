import { rawTemplateParts } from '../terraform/template-parts';
import { expressionLine, expressionLines, rowWidths, WIDEST, widthOf } from './expression';

const INDENT = '  ';

/** Lists of single values that are shorter stand in one line. */
const LONGEST_LIST = 80;

/** Data that stands in a call of jsonencode. */
export class EncodedData {
  constructor(readonly data: unknown) {}
}

/** Keys of policies and containers as people write them; jsonencode sorts them anyway. */
const READING_ORDER = [
  ...['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'],
  ...['name', 'image', 'essential', 'cpu', 'memory'],
];

function inReadingOrder(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(inReadingOrder);
  if (typeof data !== 'object' || data === null) return data;
  const rank = (key: string) => (READING_ORDER.includes(key) ? READING_ORDER.indexOf(key) : READING_ORDER.length);
  const members = Object.entries(data).sort(([one], [other]) => rank(one) - rank(other));
  return Object.fromEntries(members.map(([key, member]) => [key, inReadingOrder(member)]));
}

/** A value of Terraform's JSON syntax, whose strings are templates, as an expression in lines. */
export function valueLines(value: unknown, column: number): string[] {
  if (typeof value === 'string') return textLines(value, column);
  if (Array.isArray(value)) return listLines(value, column);
  if (value instanceof EncodedData) {
    const [first = '', ...more] = valueLines(inReadingOrder(value.data), column + 'jsonencode('.length);
    return more.length === 0
      ? [`jsonencode(${first})`]
      : [`jsonencode(${first}`, ...more.slice(0, -1), `${more.at(-1)})`];
  }
  if (typeof value === 'object' && value !== null) return mappingLines(value as Readonly<Record<string, unknown>>);
  return [JSON.stringify(value)];
}

/** A value that Terraform's JSON syntax takes as it is: no text of it is a template. */
export function literalLines(value: unknown, column: number): string[] {
  return valueLines(escaped(value), column);
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [escaped(key), escaped(member)]));
}

/** An attribute, or a member of a mapping. */
export interface Named {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Attributes one below the other, with the signs below each other where each is one line. */
export function attributeLines(attributes: readonly Named[]): string[] {
  const isOneLine = ({ lines }: Named) => lines.length === 1 || lines[0]?.startsWith('<<');
  const names = attributes.map((one) => (isOneLine(one) ? one.name : undefined));
  const widths = rowWidths(names);
  return attributes.flatMap(({ name, lines: [first, ...more] }, index) => {
    const width = names[index] === undefined ? widthOf(name) : (widths[index] as number);
    return [`${name}${' '.repeat(width - widthOf(name))} = ${first}`, ...more];
  });
}

function mappingLines(mapping: Readonly<Record<string, unknown>>): string[] {
  const members = Object.entries(mapping).map(([key, value]) => {
    const name = keyOf(key);
    return { name, lines: valueLines(value, INDENT.length + name.length + 3) };
  });
  return members.length === 0 ? ['{}'] : ['{', ...indented(attributeLines(members)), '}'];
}

/** Words that begin something else where a key may stand. */
const NO_KEYS = ['for', 'if', 'in', 'null', 'true', 'false'];

export function keyOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) && !NO_KEYS.includes(key) ? key : quotedTemplate(key);
}

function listLines(list: readonly unknown[], column: number): string[] {
  if (list.length === 0) return ['[]'];
  const items = list.map((item) => valueLines(item, INDENT.length));
  const isPlain =
    list.every((item) => typeof item !== 'object' || item === null) && items.every(({ length }) => length === 1);
  const flat = `[${items.map(([line]) => line).join(', ')}]`;
  if (isPlain && column + flat.length <= LONGEST_LIST) return [flat];
  const separated = items.flatMap((lines) =>
    // Behind the end of a long text nothing else may stand.
    lines[0]?.startsWith('<<') ? [...lines, ','] : [...lines.slice(0, -1), `${lines.at(-1)},`],
  );
  const last = items.at(-1)?.[0]?.startsWith('<<') ? separated.slice(0, -1) : separated;
  return ['[', ...indented(last), ']'];
}

export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `${INDENT}${line}`));
}

function textLines(template: string, column: number): string[] {
  const parts = rawTemplateParts(template);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') return expressionLines(only.code.trim(), column);
  return heredoc(parts) ?? [quotedTemplate(template)];
}

type Parts = ReturnType<typeof rawTemplateParts>;

export function quotedTemplate(template: string): string {
  return `"${written(rawTemplateParts(template), (text) => text.replaceAll(/["\\\p{Cc}\u2028\u2029]/gu, escapeOf))}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A template with its texts escaped. */
function written(parts: Parts, escapeText: (text: string) => string): string {
  return parts
    .map(({ kind, code }) => {
      if (kind === 'directive') return `%{${code}}`;
      if (kind === 'expression') return `\${${expressionLine(code.trim())}}`;
      return escapeText(code.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`));
    })
    .join('');
}

/** Text of several lines as people write it; undefined where it would not stay what it is. */
function heredoc(parts: Parts): string[] | undefined {
  const text = parts.map(({ kind, code }) => (kind === 'text' ? code : 'x')).join('');
  const lines = text.split('\n');
  const isLong = lines.length > 2 && text.length + 2 * lines.length > WIDEST / 2;
  const isPlain =
    text.endsWith('\n') &&
    !/[^\P{Cc}\n]|[\u2028\u2029]/u.test(text) &&
    !lines.some((line) => line.trimStart() === 'EOT');
  // The least indent of all lines is taken away, so that one has to have none; and fmt takes away spaces at the end of lines.
  const hasMargin = lines.some((line) => /^\S/.test(line)) && !lines.some((line) => /^\s+$/.test(line));
  if (!isLong || !isPlain || !hasMargin || parts.some(({ kind }) => kind === 'directive')) return undefined;
  const content = written(parts, (plain) => plain)
    .split('\n')
    .slice(0, -1);
  return ['<<-EOT', ...indented(content), 'EOT'];
}
