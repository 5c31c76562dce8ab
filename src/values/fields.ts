import * as z from 'zod';
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

/** A group of which exactly one field is set. */
export function exactlyOneOf<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .refine((ways) => Object.keys(ways).length === 1, {
      error: `set exactly one of: ${Object.keys(shape).join(', ')}`,
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

/** `field`, with the fault that `fault` finds in a value of the right form. */
export function checked(field: z.ZodString, fault: (value: string) => string | undefined) {
  return field.superRefine((value, context) => {
    // A value of another form has its fault already.
    const message = field.safeParse(value).success ? fault(value) : undefined;
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

export function oneOf<const Value extends number>(values: readonly Value[], what: string) {
  return z.literal(values, { error: `must be ${what}: ${values.join(', ')}` });
}

export function wholeNumber(least: number, most: number, example?: number) {
  const field = z.int().min(least).max(most);
  return example === undefined ? field : field.register(EXAMPLES, { example });
}
