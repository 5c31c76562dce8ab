import * as z from 'zod';
import type { Path } from '../stack-file/path';
import type { Fault } from './fault';
import type { TextLimit } from './limits/text-limit';

// For the few values of a few files, compiling a checker takes longer than it saves.
z.config({ jitless: true });

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

export type CamelCased<Fields> = {
  readonly [Name in keyof Fields as Name extends string ? CamelCase<Name> : Name]: Fields[Name];
};

/** Examples of what fields may hold, for messages; where a schema has none, one is put together from its parts. */
export const EXAMPLES = z.registry<{ example: unknown }>();

/** Fields as a stack file has them, and as the code has them: names are converted here, once, and nowhere else. */
export function group<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape).transform(camelCased);
}

/** What a group says of which not exactly one of these fields is set. */
export function mustBeOne(fields: readonly string[]) {
  return { error: `set exactly one of: ${fields.join(', ')}`, params: { oneOf: fields } };
}

/** A group of which exactly one field is set. */
export function exactlyOneOf<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .refine((ways) => Object.keys(ways).length === 1, {
      ...mustBeOne(Object.keys(shape)),
      // The message on an unknown field lists these already.
      when: ({ issues }) => issues.length === 0,
    })
    .transform(camelCased);
}

function camelCased<Fields extends object>(fields: Fields): CamelCased<Fields> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [inCamelCase(name), value]),
  ) as CamelCased<Fields>;
}

/** Of fields, which each file has again. */
const inCamelCaseBefore = new Map<string, string>();

function inCamelCase(field: string): string {
  const name = inCamelCaseBefore.get(field) ?? camelCase(field);
  inCamelCaseBefore.set(field, name);
  return name;
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The name that the stack file has for a field. Names that are the user's own are no fields, and stay as they are. */
export function snakeCase(name: string): string {
  return /^[a-z][A-Za-z0-9]*$/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}

export function text({ pattern, longest, allowed, example }: TextLimit) {
  const error = `must be ${allowed}`;
  // Editors show it instead of the pattern.
  const field = z.string().regex(pattern, { error }).meta({ patternErrorMessage: error });
  return (longest === undefined ? field : field.max(longest, { error })).register(EXAMPLES, { example });
}

/** `field`, with the fault that `faultOf` finds in a value of the right form; of a message alone, the hint is an example. */
export function checked(field: z.ZodString, faultOf: (value: string) => Fault | string | undefined) {
  return field.superRefine((value, context) => {
    // A value of another form has its fault already.
    const fault = field.safeParse(value).success ? faultOf(value) : undefined;
    if (fault !== undefined) context.addIssue(issueOf(fault));
  });
}

/** A fault as zod has it, at a path below the value: what to do is one of its parameters. */
export function issueOf(fault: Fault | string, path: Path = []) {
  const { message, hint } = typeof fault === 'string' ? { message: fault, hint: undefined } : fault;
  return { code: 'custom' as const, message, path: [...path], params: { hint } };
}

interface Params {
  readonly hint?: string;
  /** Of these fields exactly one is to be set. */
  readonly oneOf?: readonly string[];
}

/** What a check of ours says besides its message. */
export function paramsOf(issue: z.core.$ZodIssue): Params {
  return issue.code === 'custom' ? (issue.params ?? {}) : {};
}

export function oneOf<const Value extends number>(values: readonly Value[], what: string) {
  return z.literal(values, { error: `must be ${what}: ${values.join(', ')}` });
}

export function wholeNumber(least: number, most: number, example?: number) {
  const field = z.int().min(least).max(most);
  return example === undefined ? field : field.register(EXAMPLES, { example });
}
