/** What is wrong with a credential's form, in words; undefined: nothing. */
export function fault(value: string): string | undefined {
  if (value === '') return 'is empty';
  if (/[\r\n]/.test(value)) return 'has a line break';
  if (value !== value.trim()) return 'begins or ends with a space';
  // An HTTP header takes visible characters of ASCII.
  if (/[^\x20-\x7e]/.test(value)) return 'has a character that no HTTP header takes';
  return undefined;
}

/** Where ECS reads a secret from: `valueFrom` of a container. */
export type SecretReference =
  | { readonly kind: 'secret'; readonly id: string; readonly jsonKey?: string; readonly version?: string }
  | { readonly kind: 'parameter'; readonly id: string };

/**
 * The parts of `valueFrom`: an ARN of Secrets Manager with `:json-key:version-stage:version-id` behind it, or the ARN
 * or name of a parameter (ECS API reference, Secret).
 */
export function secretReference(valueFrom: string): SecretReference {
  const [, , service, , , kind, ...rest] = valueFrom.split(':');
  if (service !== 'secretsmanager' || kind !== 'secret') return { kind: 'parameter', id: valueFrom };
  const [name, jsonKey, , version] = rest;
  return {
    kind: 'secret',
    id: valueFrom.split(':').slice(0, 6).concat(String(name)).join(':'),
    ...(jsonKey && { jsonKey }),
    ...(version && { version }),
  };
}

/** The value of a key of a secret that is a JSON object; undefined: it is none, or has no such key. */
export function valueOfKey(text: string, key: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)[key];
    return value === undefined || value === null ? undefined : String(value);
  } catch {
    return undefined;
  }
}
