type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Whether an EventBridge pattern matches an event, for the part of the language that we use; fails on every other.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matches(pattern: Json, event: Json | undefined): boolean {
  if (!isMap(pattern)) throw new Error(`a pattern must be a map: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field.startsWith('$')) throw new Error(`not understood: ${field}`);
    const value = isMap(event) ? event[field] : undefined;
    return Array.isArray(wanted) ? matchesOne(wanted, value) : matches(wanted, value);
  });
}

function matchesOne(wanted: readonly Json[], value: Json | undefined): boolean {
  const values = Array.isArray(value) ? value : [value];
  return wanted.some((one) => values.some((actual) => matchesValue(one, actual)));
}

function matchesValue(wanted: Json, value: Json | undefined): boolean {
  if (typeof wanted === 'string') return wanted === value;
  if (isMap(wanted) && Object.keys(wanted).join() === 'prefix' && typeof wanted['prefix'] === 'string') {
    return typeof value === 'string' && value.startsWith(wanted['prefix']);
  }
  throw new Error(`not understood: ${JSON.stringify(wanted)}`);
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
