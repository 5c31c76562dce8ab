/** A value of Terraform's; what only an apply knows is {@link UNKNOWN}, alone or as a part of a string. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Stands for what cannot be known without Terraform. No text has this character: it is for private use. */
export const UNKNOWN = '\uE002';

/** Whether all of a value is known. */
export function isKnown(value: Value): boolean {
  if (typeof value === 'string') return !value.includes(UNKNOWN);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isKnown);
}

/** An expression that this small reader does not know. */
export class NotRead extends Error {}

/** The member or element of this name; none: an error in Terraform, and unknown to the doctor. */
export function memberOf(value: Value, name: Value): Value {
  if (value === UNKNOWN || typeof value !== 'object' || value === null) return UNKNOWN;
  return (value as Readonly<Record<string, Value>>)[String(name)] ?? UNKNOWN;
}

export function attempt(value: () => Value): Value {
  try {
    return value();
  } catch (error) {
    if (error instanceof NotRead) return UNKNOWN;
    throw error;
  }
}
