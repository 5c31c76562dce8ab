import type * as z from 'zod';
import type { Problem } from '../errors';
import type { Layers } from './extends';
import { suggestion } from './nearest';
import { type Path, pathInWords } from './path';
import { isRefused } from './refused-text';
import type { Finding } from './rules';
import { configSchema } from './schema';

/** What zod says of a stack file, in the user's words. */
export function schemaProblems(error: z.ZodError, layers: Layers): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, layers));
}

/** What a rule says of a stack file. */
export function ruleProblem({ path, message, hint }: Finding, layers: Layers): Problem {
  return { ...at(path, layers), message, hint };
}

function at(path: Path, layers: Layers) {
  return { ...layers.origin(path), path: pathInWords(path), value: valueAt(layers.values, path) };
}

/** A problem without what must not be repeated: texts that are refused, and maps, which may hold anything. */
export function fitToShow({ value, ...problem }: Problem): Problem {
  const isMap = (part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part);
  const hidden = [value].flat(Infinity).some((part) => isMap(part) || isRefused(String(part)));
  return hidden ? problem : { value, ...problem };
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], values);
}

function issueProblems(issue: z.core.$ZodIssue, layers: Layers): Problem[] {
  const path = issue.path as Path;
  const place = at(path, layers);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        ...layers.origin([...path, key]),
        path: pathInWords([...path, key]),
        message: 'is not a field',
        hint: suggestion(key, fieldsAt(path)),
      }));
    case 'invalid_type':
      return [place.value === undefined ? missing(place) : { ...place, ...wrongType(issue, place.value) }];
    case 'invalid_value': {
      if (place.value === undefined) return [missing(place)];
      const allowed = issue.values.map(String);
      const message = issue.message.startsWith('must be') ? issue.message : 'is not one of the values known here';
      return [{ ...place, message, hint: suggestion(String(place.value), allowed) }];
    }
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

function own(message: string): string | undefined {
  return message.startsWith('must') ? message : undefined;
}

function missing({ path, ...place }: ReturnType<typeof at>): Problem {
  return { ...place, path, message: 'is required', hint: descriptionOf(path) };
}

function wrongType(issue: z.core.$ZodIssueInvalidType, value: unknown): Pick<Problem, 'message' | 'hint'> {
  if (issue.expected === 'string' && typeof value !== 'object') {
    return { message: 'must be text', hint: `write it in quotes: ${JSON.stringify(String(value))}` };
  }
  const words: Partial<Record<string, string>> = {
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of fields',
    record: 'a map of names to texts',
  };
  const hint = typeof value === 'string' && issue.expected !== 'object' ? 'write it without quotes' : undefined;
  return { message: `must be ${words[issue.expected] ?? issue.expected}`, hint: isNumber(value) ? hint : undefined };
}

function isNumber(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

function descriptionOf(path: string): string | undefined {
  const field = (configSchema.shape as Record<string, z.ZodType>)[path];
  return field?.description;
}

/** The fields that the schema has where `path` leads. */
function fieldsAt(path: Path): string[] {
  let schema: unknown = configSchema;
  for (const part of path) schema = unwrap(shapeOf(schema)?.[part]);
  return Object.keys(shapeOf(schema) ?? {});
}

function unwrap(schema: unknown): unknown {
  return schema !== null && typeof schema === 'object' && 'unwrap' in schema && typeof schema.unwrap === 'function'
    ? unwrap(schema.unwrap())
    : schema;
}

function shapeOf(schema: unknown): Record<string | number, unknown> | undefined {
  return (schema as { shape?: Record<string | number, unknown> } | undefined)?.shape;
}
