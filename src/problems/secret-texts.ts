/** What is a secret by its shape, wherever it stands. */
export const SECRET_TEXTS = {
  prefectKey: /\bpn[ub]_[A-Za-z0-9]{8,}/,
  awsKey: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  github: /\b(gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/,
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  gitlab: /\bgl(pat|dt|rt|cbt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{20,}/,
  // https://api.slack.com/authentication/token-types
  slack: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/,
  // https://www.rfc-editor.org/rfc/rfc7468
  privateKey: /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/,
} as const;

/** User and password, or a token, before the host of a URL. In a path that was put together one slash is left. */
export const USER_IN_URL = /:\/\/?[^\s/?#]*@/;

const SHOWN_INSTEAD = '(hidden: looks like a secret)';

/** A text for people, without what is a secret by its shape: whoever put the text together need not think of it. */
export function withoutSecrets(text: string): string {
  const { privateKey, ...tokens } = SECRET_TEXTS;
  const withoutUser = text.replaceAll(new RegExp(USER_IN_URL, 'g'), '://…@');
  // What follows the first line of a private key is the key.
  const withoutKey = withoutUser.replace(new RegExp(`${privateKey.source}.*`, 's'), SHOWN_INSTEAD);
  return Object.values(tokens).reduce(
    (rest, pattern) => rest.replaceAll(new RegExp(`${pattern.source.replace(/^\\b/, '')}`, 'g'), SHOWN_INSTEAD),
    withoutKey,
  );
}
