import type * as z from 'zod';
import { maybeSecret } from '../features/secrets/held-secret';
import type { Problem } from '../problems/errors';
import type { Layers } from '../stack-file/extends';
import { isMap } from '../stack-file/is-map';
import { FEW, nearest, suggestion, suggestionOfValue } from '../stack-file/nearest';
import { type Path, pathInWords } from '../stack-file/path';
import { paramsOf } from '../values/fields';
import { adviceOn } from './advice';
import { beyond, withinBounds } from './bounds';
import { exampleAt, exampleHint, shapesAt } from './expected-shape';
import { fieldInWords, meantFields } from './meant-fields';
import { settingNamed } from './meant-settings';
import { nearestName } from './nearest-name';
import { numberMeant } from './number-spellings';
import { valueAt } from './origin';
import { spelledHere } from './other-spellings';
import { nameAsTag } from './other-texts';
import { isRefused } from './refused-text';
import { accepts } from './rejected';
import { renamed } from './renamed';
import { type Finding, toOne } from './rule';
import { descriptionOf, fieldsAt, schemasAt } from './schema-fields';
import { synonym } from './synonyms';

/** More are not read, and each costs a search for what was meant. */
const MOST_OF_A_FILE = 50;

/** The problems that the schema finds in a stack file; after the first dozens, how many more there are. */
export function schemaProblems(error: z.ZodError, layers: Layers): Problem[] {
  const found = error.issues.flatMap(oneOfEachKey).filter(isNoLimitOfNumbers).filter(isNoLengthOfAnotherType);
  const issues = found.length > MOST_OF_A_FILE ? found : withoutWrittenOtherwise(found, layers);
  const problems = issues.slice(0, MOST_OF_A_FILE).flatMap((issue) => issueProblems(issue, layers));
  const more = issues.length - MOST_OF_A_FILE;
  if (more <= 0) return problems;
  const message = `${more} more problem${more === 1 ? ' is' : 's are'} not listed`;
  return [...problems, { file: layers.origin([]).file, message, hint: 'correct those that are listed first' }];
}

/** Of a number that JavaScript cannot count exactly, the report shows the limit of the field. */
function isNoLimitOfNumbers(issue: z.core.$ZodIssue, _: number, all: readonly z.core.$ZodIssue[]): boolean {
  const isSafe = issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER;
  return !isSafe || !all.some((other) => other !== issue && other.path.join() === issue.path.join());
}

/** Zod counts the characters of a text that stands for a list. */
function isNoLengthOfAnotherType(issue: z.core.$ZodIssue, _: number, all: readonly z.core.$ZodIssue[]): boolean {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return true;
  return !all.some(({ code, path }) => code === 'invalid_type' && path.join() === issue.path.join());
}

/** A required field that the file has under another name: the message on that one says what to do. */
function withoutWrittenOtherwise(issues: readonly z.core.$ZodIssue[], layers: Layers): z.core.$ZodIssue[] {
  const meant = new Set(
    issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const path = [...issue.path, ...issue.keys] as Path;
      const fields = adviceOn(path) === undefined ? meantFields(path, valueAt(layers.values, path)) : [];
      return fields.length === 1 ? fields.map(pathInWords) : [];
    }),
  );
  return issues.filter(
    ({ path }) => !meant.has(pathInWords(path as Path)) || valueAt(layers.values, path as Path) !== undefined,
  );
}

function oneOfEachKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

/** The problem that a rule finds in a stack file. */
export function ruleProblem({ path, message, hint, warning, origin }: Finding, layers: Layers): Problem {
  const { value, ...place } = at(path, layers);
  return { ...place, ...origin, value: warning === 'plain-secret' ? undefined : value, message, hint, warning };
}

function at(path: Path, layers: Layers) {
  return { ...layers.origin(path), path: pathInWords(path), value: valueAt(layers.values, path) };
}

type Place = ReturnType<typeof at>;

/** A problem without what must not be repeated: what may be a secret, and mappings, which may hold anything. */
export function fitToShow({ value, ...problem }: Problem): Problem {
  if (mayShow(problem.path ?? '', value)) return { value, ...problem };
  const { hint = '', ...rest } = problem;
  return hint === '' || repeats(hint, value) ? rest : { hint, ...rest };
}

/** Whether a text has a value in it, not only as a part of a word: a value may be a single letter. */
function repeats(text: string, value: unknown): boolean {
  if (typeof value === 'object' || value === undefined) return false;
  const parts = text.split(String(value));
  return parts.some((part, index) => index > 0 && !/\w$/.test(parts[index - 1] as string) && !/^\w/.test(part));
}

function mayShow(path: string, value: unknown): boolean {
  if (maybeSecret(path, value)) return false;
  return ![value].flat(Infinity).some((part) => isMap(part) || isRefused(String(part)));
}

function issueProblems(issue: z.core.$ZodIssue, layers: Layers): Problem[] {
  const path = issue.path as Path;
  const place = at(path, layers);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField([...path, key], layers));
    case 'invalid_type':
      return [place.value === undefined ? missing(path, place) : wrongShape(path, place, layers)];
    case 'invalid_value':
      return [place.value === undefined ? missing(path, place) : notAllowed(issue, path, place, layers)];
    case 'invalid_union':
      return unionProblems(issue, layers, place);
    case 'invalid_key':
      return [nameProblem(issue, place)];
    case 'too_small':
    case 'too_big':
      return [{ ...place, message: own(issue.message) ?? beyond(issue), hint: withinBounds(issue, path, place.value) }];
    case 'invalid_format':
      return [{ ...place, message: own(issue.message) ?? 'has an invalid format', hint: hintFor(path, place, layers) }];
    default:
      return [ownProblem(issue, path, place, layers)];
  }
}

function nameProblem(issue: z.core.$ZodIssueInvalidKey, place: Place): Problem {
  const near = settingNamed(issue.path as Path) ?? nearestName(String(issue.path.at(-1)), issue.issues);
  return {
    ...place,
    message: nameFault(issue.issues[0]) ?? issue.message,
    hint:
      near === undefined ? (hintOf(issue.issues[0]) ?? exampleHint(issue.path.slice(0, -1) as Path)) : `write ${near}`,
  };
}

function hintOf(issue: z.core.$ZodIssue | undefined): string | undefined {
  return issue && paramsOf(issue).hint;
}

/** What a check of ours found. */
function ownProblem(issue: z.core.$ZodIssue, path: Path, place: Place, layers: Layers): Problem {
  const { hint, oneOf } = paramsOf(issue);
  return { ...place, message: issue.message, hint: hint ?? hintOnValue(oneOf, path, place, layers) };
}

function hintOnValue(oneOf: readonly string[] | undefined, path: Path, place: Place, layers: Layers) {
  const { value } = place;
  if (!isMap(value)) return hintFor(path, place, layers);
  return oneOf === undefined
    ? exampleHint(path)
    : toOne(
        path,
        oneOf,
        oneOf.filter((name) => Object.hasOwn(value, name)),
      );
}

function nameFault(issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue === undefined) return undefined;
  return own(issue.message) ?? (issue.code === 'too_small' || issue.code === 'too_big' ? beyond(issue) : issue.message);
}

function unknownField(path: Path, layers: Layers): Problem {
  const group = pathInWords(path.slice(0, -1));
  const meant = meantFields(path, valueAt(layers.values, path)).map((field) => {
    if (pathInWords(field.slice(0, -1)) === group) return String(field.at(-1));
    return field.length === 1 ? `${fieldInWords(field)} at the top level` : fieldInWords(field);
  });
  const now = renamed(path);
  const advice = adviceOn(path) ?? nameAsTag(path, valueAt(layers.values, path));
  return {
    ...layers.origin(path),
    path: pathInWords(path),
    message: now !== undefined ? 'was renamed' : group === '' ? 'is not a field' : `is not a field of ${group}`,
    hint:
      now !== undefined
        ? `write ${pathInWords(now)}, or run: npx prefect-ecs-worker upgrade`
        : advice !== undefined
          ? advice
          : meant.length > 0
            ? `did you mean ${meant.join(' or ')}?`
            : suggestion('', fieldsAt(path.slice(0, -1))),
  };
}

/** The problems of the way of writing a value that the user chose, of those that the schema allows. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, layers: Layers, place: Place): Problem[] {
  const path = issue.path as Path;
  if (place.value === undefined) return [missing(path, place)];
  const isOfAnotherKind = ({ path: inner, code }: z.core.$ZodIssue) =>
    inner.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const listed = issue.errors.flat().find((inner) => inner.code === 'invalid_value' && inner.path.length === 0);
  if (listed?.code === 'invalid_value' && isNearOne(place.value, listed)) {
    const problem = notAllowed(listed, path, place, layers);
    // It is a slip of one way of writing the value, of several.
    return listed.values.length > FEW
      ? [problem]
      : [
          {
            ...problem,
            message: `must be ${shapesAt(path)}`,
            hint: suggestion(synonym(place.value, namesOf(listed)) ?? String(place.value), namesOf(listed)),
          },
        ];
  }
  const meant = issue.errors.find((ways) => !ways.some(isOfAnotherKind));
  if (meant === undefined) return [wrongShape(path, place, layers)];
  const inner = meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
  return withoutWrittenOtherwise(inner.flatMap(oneOfEachKey), layers).flatMap((one) => issueProblems(one, layers));
}

function isNearOne(value: unknown, issue: z.core.$ZodIssueInvalidValue): boolean {
  const known = namesOf(issue);
  return typeof value === 'string' && (nearest(value, known) ?? synonym(value, known)) !== undefined;
}

function namesOf({ values }: z.core.$ZodIssueInvalidValue): string[] {
  return values.map(String);
}

/** A value that is none of those on a list. */
function notAllowed(issue: z.core.$ZodIssueInvalidValue, path: Path, place: Place, layers: Layers): Problem {
  const numbers = issue.values.filter((value): value is number => typeof value === 'number');
  const message = own(issue.message) ?? 'invalid value';
  if (numbers.length > 0) return { ...place, ...numberNotAllowed(message, numbers, path, place) };
  if (path[0] === 'work_pool') return { ...place, message, hint: 'did you mean worker_work_pool_name?' };
  if (typeof place.value === 'object') return wrongShape(path, place, layers);
  const known = namesOf(issue);
  const same = synonym(place.value, known);
  const ofName =
    nearest(String(place.value), known) === undefined && same === undefined ? nameBeside(path, place) : undefined;
  if (ofName !== undefined) return { ...place, message, hint: `${ofName} ${suggestionOfValue('', known)}` };
  const hint = same !== undefined ? `did you mean ${same}?` : suggestionOfValue(String(place.value), known);
  return { ...place, message, hint };
}

/** `logs: {group: /ecs/prefect}` is the name of the group. */
function nameBeside(path: Path, { value }: Place): string | undefined {
  const ways = path.at(-1) === 'group' ? schemasAt([...path.slice(0, -1), 'name']) : [];
  return String(value).includes('/') && accepts(ways, value) ? `did you mean name: ${value}?` : undefined;
}

function numberNotAllowed(message: string, allowed: readonly number[], path: Path, { value }: Place) {
  const given = numberMeant(path, value);
  if (typeof value === 'string' && given !== undefined && allowed.includes(given)) {
    return { message, hint: `write ${given === Number(value) ? 'it without quotes: ' : ''}${path.at(-1)}: ${given}` };
  }
  if (allowed.includes(0) && /^(never|for ?ever|infinite|unlimited|none)$/i.test(String(value))) {
    return { message, hint: `write ${path.at(-1)}: 0` };
  }
  return { message, hint: between(given ?? Number.NaN, allowed) ?? exampleHint(path) };
}

/** The allowed numbers on both sides of one that is not. */
function between(given: number, allowed: readonly number[]): string | undefined {
  const below = allowed.filter((number) => number < given);
  const above = allowed.filter((number) => number > given);
  const near = [...(below.length > 0 ? [Math.max(...below)] : []), ...(above.length > 0 ? [Math.min(...above)] : [])];
  return Number.isNaN(given) || near.length === 0
    ? undefined
    : `the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(' and ')}`;
}

function wrongShape(path: Path, place: Place, layers: Layers): Problem {
  return { ...place, message: `must be ${shapesAt(path)}`, hint: hintFor(path, place, layers) };
}

/** How the value is written here, or else an example. */
function hintFor(path: Path, { value, path: words }: Place, layers: Layers): string | undefined {
  return (
    spelledHere({ path, value, written: layers.written(path), mayShow: mayShow(words, value) }) ?? exampleHint(path)
  );
}

/** A message of ours: zod's own begin otherwise. */
function own(message: string): string | undefined {
  return /^(Invalid|Too (small|big)|Unrecognized)/.test(message) ? undefined : message;
}

function missing(path: Path, place: Place): Problem {
  const description = descriptionOf(path);
  const example = exampleAt(path);
  const hint = [
    `add it${example === undefined ? '' : `, for example ${example}`}`,
    ...(description ? [description] : []),
  ];
  return { ...place, message: 'is required', hint: hint.join('. ') };
}
