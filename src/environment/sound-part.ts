import type * as z from 'zod';
import type { Path } from '../stack-file/path';
import { meantHere } from './meant-fields';
import { valueAt } from './origin';
import { type Config, configSchema } from './schema';

/** The part of a stack file that the schema accepts, and the fields that it rejects. */
export interface SoundPart {
  readonly config: Config;
  readonly broken: readonly Path[];
}

type Values = Readonly<Record<string, unknown>>;

/** Stand in for required fields that are missing or broken. */
const REQUIRED = { region: 'us-east-1', worker_work_pool_name: 'pool' };

/** What remains of a stack file when the fields that the schema rejects are taken out. */
export function soundPart(values: Values): SoundPart {
  const broken: Path[] = [];
  let rest = values;
  let parsed = configSchema.safeParse(rest);
  while (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const rejected = rejectedBy(issue, rest);
      broken.push(...rejected, ...meantBy(issue));
      rest = rejected.reduce(without, rest);
    }
    parsed = configSchema.safeParse({ ...REQUIRED, ...rest });
  }
  return { config: parsed.data, broken };
}

/** The smallest part of the file that is to be taken out: a list as a whole, so that the rest keeps its indices. */
function rejectedBy(issue: z.core.$ZodIssue, values: Values): Path[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => upToList([...path, key]));
  return [whatIsThere(upToList(path), values)];
}

function upToList(path: Path): Path {
  const index = path.findIndex((part) => typeof part === 'number');
  return index < 0 ? path : path.slice(0, index);
}

/** What lacks a required field cannot stay. */
function whatIsThere(path: Path, values: Values): Path {
  return path.length > 1 && valueAt(values, path) === undefined ? whatIsThere(path.slice(0, -1), values) : path;
}

/** A field that is not known may stand for the one that it looks like. */
function meantBy(issue: z.core.$ZodIssue): Path[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.flatMap((key) => meantHere([...issue.path, key] as Path));
}

function without(values: Values, [part, ...below]: Path): Values {
  const entries = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    if (key !== String(part)) return [[key, value]];
    return below.length === 0 ? [] : [[key, without(value as Values, below)]];
  });
  return Object.fromEntries(entries);
}
