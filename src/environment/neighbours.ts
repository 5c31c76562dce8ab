import type * as z from 'zod';
import { isMap } from '../stack-file/is-map';
import { isWithin, type Path, pathInWords } from '../stack-file/path';
import type { Environment } from './environment';
import { valueAt } from './origin';
import type { Finding } from './rule';
import { entryFindings } from './run-rules';
import { schemasAt } from './schema-fields';

type Values = Readonly<Record<string, unknown>>;
type Key = string | number;

/** A list, or a mapping with names of the user's own, of which some entries are broken and some are not. */
interface Collection {
  readonly path: Path;
  readonly broken: ReadonlySet<Key>;
  /** Names that are broken themselves. */
  readonly misnamed: ReadonlySet<Key>;
  readonly sound: readonly Key[];
}

/** What is broken deeper stands in as many collections; each costs two runs of the rules. */
const MOST_LEVELS = 3;

/** More are not read by anyone. */
const MOST_ISSUES = 50;

/**
 * What the rules say of the entries beside broken ones, in a list or a mapping that a rule reads as a whole. They are
 * asked twice: without the broken entries, and with a sound one in the place of each. What they say both times does not
 * depend on what is broken.
 */
export function neighbourFindings(
  values: Values,
  issues: readonly z.core.$ZodIssue[],
  resolve: (values: Values) => Environment,
): Finding[] {
  if (issues.length > MOST_ISSUES) return [];
  const around = issues.flatMap(placesOf).map((place) => entriesAround(place, values));
  const collections = collectionsOf(around.flat(), values);
  const tried = new Set<Collection>();
  return Array.from({ length: MOST_LEVELS }, (_, level) => {
    const paths = new Set(around.flatMap((entries) => entries[level] ?? []).map(({ path }) => pathInWords(path)));
    const ofLevel = collections.filter((one) => paths.has(pathInWords(one.path)) && !tried.has(one));
    for (const one of ofLevel) tried.add(one);
    return ofLevel.length === 0 ? [] : saidBothTimes(values, ofLevel, resolve);
  }).flat();
}

function saidBothTimes(
  values: Values,
  collections: readonly Collection[],
  resolve: (values: Values) => Environment,
): Finding[] {
  const beside = ({ path }: Finding) =>
    collections.some((one) => isWithin(path, one.path) && one.sound.includes(path[one.path.length] as Key));
  const deepestFirst = [...collections].sort((one, other) => other.path.length - one.path.length);
  const without = (change: Change) => deepestFirst.reduce((changed, one) => changedAt(changed, one, change), values);
  const replaced = entryFindings(resolve(without(withStandIns))).filter(beside);
  if (replaced.length === 0) return [];
  const said = new Set(replaced.map(keyOf));
  const outermostFirst = deepestFirst.reverse();
  return entryFindings(resolve(without(withoutBroken)))
    .map((finding) => placedInFile(finding, outermostFirst))
    .filter((finding) => beside(finding) && said.has(keyOf(finding)));
}

interface Place {
  readonly path: Path;
  /** The last part of the path is broken, not what stands there. */
  readonly isName: boolean;
}

/** Where something is broken; in a value that may be written in several ways, as far inside as one of them goes. */
function placesOf(issue: z.core.$ZodIssue): Place[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], isName: false }));
  const inner = issue.code === 'invalid_union' ? issue.errors.map((way) => way.flatMap(placesOf)) : [];
  const within = inner.find((way) => way.length > 0 && way.every((one) => one.path.length > 0));
  return within === undefined
    ? [{ path, isName: issue.code === 'invalid_key' }]
    : within.map((one) => ({ ...one, path: [...path, ...one.path] }));
}

interface Entry {
  readonly path: Path;
  readonly key: Key;
  readonly isMisnamed: boolean;
}

/** The entries that something stands in, the innermost first. */
function entriesAround({ path, isName }: Place, values: Values): Entry[] {
  return path
    .map((key, at) => ({ path: path.slice(0, at), key, isMisnamed: isName && at === path.length - 1 }))
    .filter((entry) => entry.path.length > 0 && isCollection(entry.path, valueAt(values, entry.path)))
    .reverse();
}

function isCollection(path: Path, value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 1;
  if (!isMap(value) || Object.keys(value).length < 2) return false;
  const types = schemasAt(path).map(({ _zod: { def } }) => def.type);
  return types.includes('record') && !types.includes('object');
}

function collectionsOf(entries: readonly Entry[], values: Values): Collection[] {
  const byPath = new Map<string, Entry[]>();
  for (const entry of entries) {
    const words = pathInWords(entry.path);
    byPath.set(words, [...(byPath.get(words) ?? []), entry]);
  }
  return [...byPath.values()]
    .map((together): Collection => {
      const { path } = together[0] as Entry;
      const value = valueAt(values, path);
      const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value as object);
      const broken = new Set(together.map(({ key }) => key));
      const misnamed = new Set(together.filter(({ isMisnamed }) => isMisnamed).map(({ key }) => key));
      return { path, broken, misnamed, sound: keys.filter((key) => !broken.has(key)) };
    })
    .filter(({ sound }) => sound.length > 0);
}

type Change = (entries: readonly (readonly [Key, unknown])[], collection: Collection) => (readonly [Key, unknown])[];

const withoutBroken: Change = (entries, { broken }) => entries.filter(([key]) => !broken.has(key));

const withStandIns: Change = (entries, { broken, misnamed, sound: [first = ''] }) => {
  const [, standIn] = entries.find(([key]) => key === first) ?? [];
  return entries.map(([key, value], at) => {
    if (!broken.has(key)) return [key, value];
    return [misnamed.has(key) ? `${first}${at}` : key, standIn];
  });
};

function changedAt<Value>(value: Value, collection: Collection, change: Change, depth = 0): Value {
  const key = collection.path[depth];
  if (Array.isArray(value)) {
    const entries = [...value.entries()];
    const changed = key === undefined ? change(entries, collection) : entries.map(below);
    return changed.map(([, entry]) => entry) as Value;
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(key === undefined ? change(entries, collection) : entries.map(below)) as Value;

  function below([name, entry]: readonly [Key, unknown]): readonly [Key, unknown] {
    return [name, name === key ? changedAt(entry, collection, change, depth + 1) : entry];
  }
}

/** With the indices that the entries of lists have in the file, before others were taken out. */
function placedInFile(finding: Finding, collections: readonly Collection[]): Finding {
  let placed = finding;
  for (const one of collections) placed = placedInList(placed, one);
  return placed;
}

function placedInList(finding: Finding, { path, sound }: Collection): Finding {
  const index = finding.path[path.length];
  if (typeof sound[0] !== 'number' || typeof index !== 'number' || !isWithin(finding.path, path)) return finding;
  const list = String(path.findLast((part) => typeof part === 'string'));
  const inText = (text: string) =>
    text.replaceAll(/\[(\d+)\]/g, (whole, at: string, offset: number) =>
      text.slice(0, offset).endsWith(list) ? `[${sound[Number(at)] ?? at}]` : whole,
    );
  return {
    ...finding,
    path: finding.path.with(path.length, sound[index] as number),
    message: inText(finding.message),
    ...(finding.hint !== undefined && { hint: inText(finding.hint) }),
  };
}

/** Of a clone, a rule may name another one of the same. */
function keyOf({ path, message, hint = '', warning }: Finding): string {
  return JSON.stringify([path, warning, ...[message, hint].map((text) => text.replaceAll(/\[\d+\]/g, '[]'))]);
}
