import type { Problem } from '../errors';
import type { Layers } from './extends';
import { type Path, pathInWords } from './path';

/** Texts that must not be anywhere in a stack file. What is found is never repeated: it may be a secret. */
const REFUSED: readonly { readonly pattern: RegExp; readonly message: string; readonly hint: string }[] = [
  {
    pattern: /\bpn[ub]_[A-Za-z0-9]{8,}/,
    message: 'holds a Prefect API key, and a stack file goes into version control',
    hint: 'take it out, revoke it, and pass a new one when Terraform asks: export TF_VAR_prefect_api_key',
  },
  {
    pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
    message: 'holds an AWS access key, and a stack file goes into version control',
    hint: "take it out, deactivate it, and use a profile or the environment's credentials",
  },
  {
    pattern: /TfToken\[/,
    message: 'must not hold "TfToken[": CDKTF takes it for a reference of its own, and nothing can escape it',
    hint: 'write it in another way',
  },
];

/** Whether a report may repeat `text`. */
export function isRefused(text: string): boolean {
  return REFUSED.some(({ pattern }) => pattern.test(text));
}

const KEY_FIELD = 'prefect_api_key';

/** What in the file may not be there at all, whatever the field. */
export function refusedTexts(layers: Layers): Problem[] {
  return [...apiKeyFields(layers.values, []), ...texts(layers.values, [])].map(({ path, ...problem }) => ({
    ...layers.origin(path),
    path: path.length === 0 ? undefined : pathInWords(path),
    ...problem,
  }));
}

interface Refused {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

function* apiKeyFields(value: unknown, path: Path): Generator<Refused> {
  for (const [part, child] of children(value)) {
    const childPath = [...path, part];
    if (part === KEY_FIELD) {
      yield {
        path: childPath,
        message:
          'must not be in a file: a stack file goes into version control, and everyone who reads it could use the key',
        hint: 'take it out, revoke the key, and pass a new one when Terraform asks for it: export TF_VAR_prefect_api_key (or name an existing secret by api_key.secret_arn)',
      };
    } else yield* apiKeyFields(child, childPath);
  }
}

function* texts(value: unknown, path: Path): Generator<Refused> {
  for (const [part, child] of children(value)) {
    if (part === KEY_FIELD) continue;
    for (const { pattern, message, hint } of REFUSED) {
      if (pattern.test(String(part)) || (typeof child === 'string' && pattern.test(child))) {
        yield { path: pattern.test(String(part)) ? path : [...path, part], message, hint };
      }
    }
    yield* texts(child, [...path, part]);
  }
}

function children(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}
