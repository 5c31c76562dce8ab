import { PRIVATE_KEY, SECRET_SHAPES, type SecretShape } from './secret-shapes';

/** User and password, or a token, before the host of a URL. In a path that was put together one slash is left. */
export const USER_IN_URL = /:\/\/?[^\s/?#]*@/;

/**
 * A value of a connection string, a query or a header that is a secret by its name, and no variable: those who write
 * messages use no `=` and no scheme of HTTP.
 */
export const NAMED_SECRET =
  /((?:password|passwd|pwd|passphrase|secret|token|(?:api|access|account)[_-]?key)(?:=["']?|"\s{0,9}:\s{0,9}")|\b(?:Bearer|Basic)\s)([^\s"'&;,${<*|][^\s"'&;,]{3,})/i;

/** What follows an option of a command that takes a secret, also as the next one of a list; no reference to a variable. */
const OPTION = /--(?:[a-z]+-)*(?:password|passwd|passphrase|token|secret|auth-string|(?:api|access|secret)-key)/;
const OPTION_WITH_SECRET = new RegExp(
  `(${OPTION.source}["']?[\\s,=]\\s{0,9}["']?)([^\\s"',\\]\${<(-][^\\s"',\\]]*)`,
  'g',
);
const OPTION_ALONE = new RegExp(`^${OPTION.source}$`);

/** The words of a command without what such an option is followed by. */
export function withoutOptionSecrets(words: readonly unknown[]): readonly unknown[] {
  const isSecret = (word: unknown, before: unknown) =>
    typeof word === 'string' && typeof before === 'string' && OPTION_ALONE.test(before) && /^[^-$<{(]/.test(word);
  return words.map((word, at) => (isSecret(word, words[at - 1]) ? SHOWN_INSTEAD : word));
}

const SHOWN_INSTEAD = '(hidden: looks like a secret)';

/** Parts of a text that may be another one in Base64, or percent-encoded as in a URL. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}/g;
const WORD = /[^\s"]+/g;
const PERCENT_ENCODED = /%[0-9A-Fa-f]{2}/;

/** What a text holds in another form, as headers, user data and URLs do. */
export function encodedIn(text: string): string[] {
  const parts = [...(text.match(BASE64) ?? []).map(fromBase64), ...(text.match(WORD) ?? []).map(fromUrl)];
  return parts.filter((part) => part !== '');
}

/** Of a part that begins with other characters the rest is decoded from there. */
function fromBase64(part: string): string {
  return [0, 1, 2, 3].map((from) => Buffer.from(part.slice(from), 'base64').toString('latin1')).join('\n');
}

function fromUrl(part: string): string {
  if (!PERCENT_ENCODED.test(part)) return '';
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Any of the shapes, asked at once: nearly no text has one. */
const ANY_SHAPE = new RegExp(SECRET_SHAPES.map(({ pattern }) => pattern.source).join('|'));

/** The shapes of secrets that a text has. */
export function secretsIn(text: string): SecretShape[] {
  return ANY_SHAPE.test(text) ? SECRET_SHAPES.filter(({ pattern }) => pattern.test(text)) : [];
}

/** Stricter than {@link USER_IN_URL}: what is no Base64 decodes to any characters. */
const USER_IN_DECODED_URL = /[a-z]:\/\/[!-.0->@-~]*@/i;

/** Whether what a part of a text decodes to is a secret by its shape. */
export function isSecretInside(text: string): boolean {
  return USER_IN_DECODED_URL.test(text) || ANY_SHAPE.test(text);
}

/** Also glued to a word before it. */
const ANY_SHAPE_INSIDE = new RegExp(
  SECRET_SHAPES.map(({ pattern }) => pattern.source.replace(/^\\b/, '')).join('|'),
  'g',
);

const EVERY_USER_IN_URL = new RegExp(USER_IN_URL, 'g');
const EVERY_NAMED_SECRET = new RegExp(NAMED_SECRET, 'gi');
/** What follows the first line of a private key is the key. */
const WHOLE_PRIVATE_KEY = new RegExp(`${PRIVATE_KEY.source}.*`, 's');

/** A text for people, without what is a secret by its shape: whoever put the text together need not think of it. */
export function withoutSecrets(text: string): string {
  const withoutUser = text.replaceAll(EVERY_USER_IN_URL, '://…@');
  const withoutKey = withoutUser.replace(WHOLE_PRIVATE_KEY, SHOWN_INSTEAD);
  const withoutTokens = withoutKey
    .replaceAll(ANY_SHAPE_INSIDE, SHOWN_INSTEAD)
    .replaceAll(EVERY_NAMED_SECRET, `$1${SHOWN_INSTEAD}`)
    .replaceAll(OPTION_WITH_SECRET, `$1${SHOWN_INSTEAD}`);
  return withoutTokens
    .replaceAll(BASE64, (part) => (isSecretInside(fromBase64(part)) ? SHOWN_INSTEAD : part))
    .replaceAll(WORD, (part) => (isSecretInside(fromUrl(part)) ? SHOWN_INSTEAD : part));
}
