import { heldName, heldSecret } from '../features/secrets/held-secret';
import type { Problem } from '../problems/errors';
import type { SecretShape } from '../problems/secret-shapes';
import { encodedIn, isSecretInside, NAMED_SECRET, secretsIn, USER_IN_URL } from '../problems/secret-texts';
import type { Layers } from '../stack-file/extends';
import { type Path, pathInWords } from '../stack-file/path';
import { valueAt } from './origin';

const REVOKE = 'remove it, revoke it, and read a new one from Secrets Manager or Parameter Store at run time';

interface RefusedText {
  readonly message: string;
  readonly hint: string;
}

/** Ways out of secrets that have one of their own, by what they are. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  'a Prefect API key': 'remove it, revoke it, and pass a new one when Terraform asks: export TF_VAR_prefect_api_key',
  'an AWS access key': 'remove it, deactivate it, and use a profile or credentials in environment variables',
};

/** A secret must not be anywhere in a stack file, in whatever form. What is found is never repeated. */
function refusedSecret({ what }: SecretShape): RefusedText {
  return { message: `contains ${what}, and stack files are in version control`, hint: WAYS_OUT[what] ?? REVOKE };
}

/** Texts that cannot be written. */
const UNWRITABLE: readonly (RefusedText & { readonly pattern: RegExp })[] = [
  {
    pattern: /TfToken\[/,
    message: 'must not contain "TfToken[": CDKTF replaces such text, and it cannot be escaped',
    hint: 'write it in another way',
  },
  {
    // All of Unicode's Cc but tab, line feed and carriage return: neither JSON of AWS nor a terminal takes them as text.
    pattern: /[^\P{Cc}\t\n\r]/u,
    message: 'contains a control character, which is not visible and which AWS rejects',
    hint: 'remove it; only tabs and line breaks are allowed',
  },
  {
    pattern: /\p{Cs}/u,
    message: 'contains half of a surrogate pair, which is not a character',
    hint: 'write the character itself, or both halves: "\\ud83d\\ude00"',
  },
];

/** Whether a report may repeat `text`. */
export function isRefused(text: string): boolean {
  return (
    USER_IN_URL.test(text) ||
    NAMED_SECRET.test(text) ||
    encodedIn(text).some(isSecretInside) ||
    refusedIn(text).length > 0
  );
}

function refusedIn(text: string): RefusedText[] {
  const shapes = new Set([text, ...encodedIn(text)].flatMap(secretsIn));
  return [...[...shapes].map(refusedSecret), ...UNWRITABLE.filter(({ pattern }) => pattern.test(text))];
}

/** What in the files may not be there at all, whatever the field: also where a later file replaces or removes it. */
export function refusedTexts(layers: Layers): Problem[] {
  return layers.files.flatMap(({ file, values, locate }) =>
    foundIn(values).map(({ path, name: _, ...problem }) => ({
      file,
      ...(path.length > 0 && { line: locate(path).line, path: pathInWords(path) }),
      ...problem,
    })),
  );
}

/** Where a secret may stand as a name, with all that is below it: a report must not repeat these. */
export function heldPaths(layers: Layers): string[] {
  return layers.files.flatMap(({ values }) =>
    foundIn(values).flatMap(({ path, name }) => (name === undefined ? [] : pathsFrom(values, [...path, name]))),
  );
}

function pathsFrom(values: object, path: Path): string[] {
  const inner = children(valueAt(values, path)).flatMap(([part]) => pathsFrom(values, [...path, part]));
  return [pathInWords(path), ...inner];
}

interface Refused {
  readonly path: Path;
  /** What in it may be the secret. */
  readonly name?: string;
  readonly message: string;
  readonly hint: string;
}

/** By the values of a file: a base is the same one for all that extend it. */
const knownOf = new WeakMap<object, readonly Refused[]>();

function foundIn(values: object): readonly Refused[] {
  const refused = knownOf.get(values) ?? [...found(values, [])];
  knownOf.set(values, refused);
  return refused;
}

function* found(value: unknown, path: Path): Generator<Refused> {
  for (const [part, child] of children(value)) {
    const childPath = [...path, part];
    const heldInName = heldName(path, part);
    if (heldInName !== undefined) {
      yield { path, name: String(part), ...heldInName };
      continue;
    }
    const held = heldSecret(childPath, child);
    if (held !== undefined) {
      yield { path: childPath, ...held };
      continue;
    }
    const ofKey = refusedIn(String(part));
    for (const { message, hint } of ofKey) yield { path, message, hint };
    const ofValue = typeof child === 'string' ? refusedIn(child) : [];
    for (const refused of ofValue.filter(({ message }) => ofKey.every((one) => one.message !== message))) {
      yield { path: childPath, message: refused.message, hint: refused.hint };
    }
    yield* found(child, childPath);
  }
}

function children(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}
