import type * as z from 'zod';
import type { Problem } from '../errors';
import { maybeSecret } from '../features/secrets/held-secret';
import type { Layers } from '../stack-file/extends';
import { suggestion } from '../stack-file/nearest';
import { type Path, pathInWords } from '../stack-file/path';
import { isRefused } from './refused-text';
import { renamed, reshaped } from './renamed';
import type { Finding } from './rule';
import { descriptionOf, fieldsAt } from './schema-fields';

/** What zod says of a stack file, in the user's words. */
export function schemaProblems(error: z.ZodError, layers: Layers): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, layers));
}

/** What a rule says of a stack file. */
export function ruleProblem({ path, message, hint, warning }: Finding, layers: Layers): Problem {
  const { value, ...place } = at(path, layers);
  return { ...place, value: warning === 'plain-secret' ? undefined : value, message, hint, warning };
}

function at(path: Path, layers: Layers) {
  return { ...layers.origin(path), path: pathInWords(path), value: valueAt(layers.values, path) };
}

/** A problem without what must not be repeated: what may be a secret, and maps, which may hold anything. */
export function fitToShow({ value, ...problem }: Problem): Problem {
  const isMap = (part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part);
  const mustHide =
    maybeSecret(problem.path ?? '', value) ||
    [value].flat(Infinity).some((part) => isMap(part) || isRefused(String(part)));
  if (!mustHide) return { value, ...problem };
  const { hint = '', ...rest } = problem;
  const repeats = typeof value !== 'object' && value !== undefined && hint.includes(String(value));
  return repeats || hint === '' ? rest : { hint, ...rest };
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], values);
}

function issueProblems(issue: z.core.$ZodIssue, layers: Layers): Problem[] {
  const path = issue.path as Path;
  const place = at(path, layers);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const now = renamed([...path, key]);
        return {
          ...layers.origin([...path, key]),
          path: pathInWords([...path, key]),
          message: now ? 'was renamed' : 'is not a field',
          hint: now ? `write ${pathInWords(now)}` : suggestion(key, fieldsAt(path)),
        };
      });
    case 'invalid_type':
      if (Array.isArray(place.value) && reshaped(path) !== undefined) return [listNoMore(place, path)];
      return [place.value === undefined ? missing(place) : { ...place, ...wrongType(issue, place.value) }];
    case 'invalid_value': {
      if (place.value === undefined) return [missing(place)];
      const allowed = issue.values.map(String);
      const message = issue.message.startsWith('must be') ? issue.message : 'is not one of the values known here';
      return [{ ...place, message, hint: suggestion(String(place.value), allowed) }];
    }
    case 'invalid_union':
      if (Array.isArray(place.value) && reshaped(path) !== undefined) return [listNoMore(place, path)];
      return [unionProblems(issue, layers, place)].flat();
    case 'invalid_key':
      return [{ ...place, message: issue.issues[0]?.message ?? issue.message }];
    case 'too_small':
      return [{ ...place, message: own(issue.message) ?? `must be at least ${issue.minimum}` }];
    case 'too_big':
      return [{ ...place, message: own(issue.message) ?? `must be at most ${issue.maximum}` }];
    default:
      return [{ ...place, message: issue.message }];
  }
}

/** What the one way of writing a value says, of those that it may be written in, that the user went for. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, layers: Layers, place: ReturnType<typeof at>): Problem[] {
  if (place.value === undefined) return [missing(place)];
  const isOfAnotherKind = ({ path, code }: z.core.$ZodIssue) =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const meant = issue.errors.find((ways) => !ways.some(isOfAnotherKind));
  if (meant === undefined) {
    const ways = issue.errors.flatMap((errors) => errors.filter(isOfAnotherKind).map(kindInWords));
    return [{ ...place, message: `must be ${[...new Set(ways)].join(', or ')}` }];
  }
  return meant.flatMap((inner) => issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, layers));
}

function kindInWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.join(', ');
  return issue.code === 'invalid_type' ? (KINDS_IN_WORDS[issue.expected] ?? issue.expected) : issue.message;
}

function listNoMore(place: ReturnType<typeof at>, path: Path): Problem {
  return { ...place, message: 'must be a mapping, no list', hint: `write ${reshaped(path)}` };
}

function own(message: string): string | undefined {
  return message.startsWith('must') ? message : undefined;
}

function missing({ path, ...place }: ReturnType<typeof at>): Problem {
  return { ...place, path, message: 'is required', hint: descriptionOf(path) };
}

const KINDS_IN_WORDS: Partial<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of names to texts',
};

function wrongType(issue: z.core.$ZodIssueInvalidType, value: unknown): Pick<Problem, 'message' | 'hint'> {
  if (issue.expected === 'string' && typeof value !== 'object') {
    return { message: 'must be text', hint: `write it in quotes: ${JSON.stringify(String(value))}` };
  }
  const hint = typeof value === 'string' && issue.expected !== 'object' ? 'write it without quotes' : undefined;
  return {
    message: `must be ${KINDS_IN_WORDS[issue.expected] ?? issue.expected}`,
    hint: isNumber(value) ? hint : undefined,
  };
}

function isNumber(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}
