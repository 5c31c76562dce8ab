import type * as z from 'zod';
import { isMap } from '../stack-file/is-map';
import type { Path } from '../stack-file/path';
import { meantHere } from './meant-fields';
import { valueAt } from './origin';
import { parseConfig } from './parse-config';
import type { Config } from './schema';

/** The part of a stack file that the schema accepts, and the fields that it rejects. */
export interface SoundPart {
  readonly config: Config;
  readonly broken: readonly Path[];
}

type Values = Readonly<Record<string, unknown>>;

/** Stand in for required fields that are missing or broken. */
const REQUIRED = { region: 'us-east-1', worker_work_pool_name: 'pool' };

/** A file with more is broken as a whole: each is looked for wherever a rule reads a value. */
const MOST_BROKEN = 100;

/** What remains of a stack file when the fields that the schema rejects are taken out. */
export function soundPart(values: Values): SoundPart {
  const broken: Path[] = [];
  const rest = copyOf(values);
  let parsed = parseConfig(rest);
  while (parsed.config === undefined) {
    for (const issue of parsed.error.issues) {
      const rejected = rejectedBy(issue, rest);
      broken.push(...rejected, ...meantBy(issue));
      for (const path of rejected) remove(rest, path);
    }
    parsed = parseConfig({ ...REQUIRED, ...rest });
  }
  return { config: parsed.config, broken: broken.length > MOST_BROKEN ? [[]] : broken };
}

/** The smallest part of the file that is to be taken out: a list as a whole, so that the rest keeps its indices. */
function rejectedBy(issue: z.core.$ZodIssue, values: Values): Path[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => upToList([...path, key]));
  return [nearestExistingPath(upToList(path), values)];
}

function upToList(path: Path): Path {
  const index = path.findIndex((part) => typeof part === 'number');
  return index < 0 ? path : path.slice(0, index);
}

/** What lacks a required field cannot stay. */
function nearestExistingPath(path: Path, values: Values): Path {
  return path.length > 1 && valueAt(values, path) === undefined ? nearestExistingPath(path.slice(0, -1), values) : path;
}

/** A field that is not known may stand for the one that it looks like. */
function meantBy(issue: z.core.$ZodIssue): Path[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.flatMap((key) => meantHere([...issue.path, key] as Path));
}

/** With mappings of its own, also where an alias has one stand in two places. */
function copyOf(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, isMap(value) ? copyOf(value) : value]));
}

function remove(values: Record<string, unknown>, [part = '', ...below]: Path): void {
  const child = values[part];
  if (below.length === 0) delete values[part];
  else if (isMap(child)) remove(child, below);
}
