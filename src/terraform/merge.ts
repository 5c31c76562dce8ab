import { Expression, type JsonDocument } from './terraform-text';

export type JsonMap = { readonly [key: string]: JsonDocument | undefined };

/** Maps merge, everything else replaces, null removes; in the mappings of a list too. */
export function merge(below: JsonMap, over: JsonMap): JsonMap {
  const merged: Record<string, JsonDocument | undefined> = { ...below };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const current = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) ? merge(isMap(current) ? current : {}, value) : withoutNulls(value);
  }
  return merged;
}

function withoutNulls(value: JsonDocument): JsonDocument {
  return Array.isArray(value) ? value.map((part) => (isMap(part) ? merge({}, part) : withoutNulls(part))) : value;
}

export function isMap(value: JsonDocument | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Expression);
}
