import { heldSecret } from '../features/secrets/held-secret';
import type { Problem } from '../problems/errors';
import { encodedIn, isSecretInside, SECRET_TEXTS, USER_IN_URL } from '../problems/secret-texts';
import type { Layers } from '../stack-file/extends';
import { type Path, pathInWords } from '../stack-file/path';

const REVOKE = 'remove it, revoke it, and read a new one from Secrets Manager or Parameter Store at run time';

interface RefusedText {
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
}

/** Texts that must not be anywhere in a stack file, in whatever form. What is found is never repeated. */
const SECRETS: readonly RefusedText[] = [
  {
    pattern: SECRET_TEXTS.prefectKey,
    message: 'contains a Prefect API key, and stack files are in version control',
    hint: 'remove it, revoke it, and pass a new one when Terraform asks: export TF_VAR_prefect_api_key',
  },
  {
    pattern: SECRET_TEXTS.awsKey,
    message: 'contains an AWS access key, and stack files are in version control',
    hint: 'remove it, deactivate it, and use a profile or credentials in environment variables',
  },
  {
    pattern: SECRET_TEXTS.github,
    message: 'contains a token of GitHub, and stack files are in version control',
    hint: REVOKE,
  },
  {
    pattern: SECRET_TEXTS.gitlab,
    message: 'contains a token of GitLab, and stack files are in version control',
    hint: REVOKE,
  },
  {
    pattern: SECRET_TEXTS.slack,
    message: 'contains a token of Slack, and stack files are in version control',
    hint: REVOKE,
  },
  {
    pattern: SECRET_TEXTS.privateKey,
    message: 'contains a private key, and stack files are in version control',
    hint: REVOKE,
  },
];

/** Texts that cannot be written. */
const UNWRITABLE: readonly RefusedText[] = [
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
  return USER_IN_URL.test(text) || encodedIn(text).some(isSecretInside) || refusedIn(text).length > 0;
}

function refusedIn(text: string): RefusedText[] {
  const forms = [text, ...encodedIn(text)];
  return [
    ...SECRETS.filter(({ pattern }) => forms.some((form) => pattern.test(form))),
    ...UNWRITABLE.filter(({ pattern }) => pattern.test(text)),
  ];
}

/** What in the files may not be there at all, whatever the field: also where a later file replaces or removes it. */
export function refusedTexts(layers: Layers): Problem[] {
  return layers.files.flatMap(({ file, values, locate }) =>
    [...found(values, [])].map(({ path, ...problem }) => ({
      file,
      ...(path.length > 0 && { line: locate(path).line, path: pathInWords(path) }),
      ...problem,
    })),
  );
}

interface Refused {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

function* found(value: unknown, path: Path): Generator<Refused> {
  for (const [part, child] of children(value)) {
    const childPath = [...path, part];
    const held = heldSecret(childPath, child);
    if (held !== undefined) {
      yield { path: childPath, ...held };
      continue;
    }
    const ofKey = refusedIn(String(part));
    for (const { message, hint } of ofKey) yield { path, message, hint };
    const ofValue = typeof child === 'string' ? refusedIn(child) : [];
    for (const refused of ofValue.filter((one) => !ofKey.includes(one))) {
      yield { path: childPath, message: refused.message, hint: refused.hint };
    }
    yield* found(child, childPath);
  }
}

function children(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}
