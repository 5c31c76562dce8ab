import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { partitionOf } from '../../src/values/regions';
import { REQUIRED } from '../helpers/stack-files';

type Fields = Readonly<Record<string, unknown>>;

/** One answer to one question of options.yaml. */
export interface Option {
  readonly question: string;
  /** Question and answer, as a report names them. */
  readonly words: string;
  /** What it says in a stack file; nothing where the question is left to the defaults. */
  readonly fields: Fields;
}

/** The options of a table, each question's default included. */
export function optionsIn(file: string): readonly Option[] {
  const table: Record<string, Record<string, Fields>> = parse(readFileSync(file, 'utf8'));
  return Object.entries(table).flatMap(([question, answers]) => [
    { question, words: `${question}: default`, fields: {} },
    ...Object.entries(answers).map(([answer, fields]) => ({ question, words: `${question}: ${answer}`, fields })),
  ]);
}

export const OPTIONS = optionsIn(join(__dirname, 'options.yaml'));

/** The stack file that says all of these, beside the required fields. */
export function stackFile(options: readonly Option[]): Fields {
  const merged = options.reduce((file, { fields }) => merge(file, fields), REQUIRED as Fields);
  const region = String(merged['region']);
  return JSON.parse(JSON.stringify(merged).replaceAll('PARTITION', partitionOf(region)).replaceAll('REGION', region));
}

/** Whether two options say different things of the same field, so that no stack file can say both. */
export function contradict(one: Option, other: Option): boolean {
  return contradicts(one.fields, other.fields);
}

/** `fields` as dotted paths: of each value that is no map, and of each map on the way to it. */
export function pathsIn(fields: unknown, path = ''): string[] {
  const own = path === '' ? [] : [path];
  if (!isMap(fields)) return own;
  const below = Object.entries(fields).flatMap(([key, value]) => pathsIn(value, path === '' ? key : `${path}.${key}`));
  return [...own, ...below];
}

function contradicts(one: unknown, other: unknown): boolean {
  if (!isMap(one) || !isMap(other)) return JSON.stringify(one) !== JSON.stringify(other);
  return Object.keys(one).some((key) => key in other && contradicts(one[key], other[key]));
}

function merge(below: Fields, above: Fields): Fields {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const there = merged[key];
    merged[key] = isMap(there) && isMap(value) ? merge(there, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
