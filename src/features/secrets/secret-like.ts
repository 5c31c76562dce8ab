import { NAMED_SECRET } from '../../problems/secret-texts';

/** Words that a variable with a secret ends in. */
const SECRET_NAME =
  /(^|[_-])(passwords?|passwd|pwd|passphrase|secrets?|tokens?|credentials?|auth[_-]?string|(api|access|private|secret|signing|encryption)[_-]?key)$/i;
/** Of a variable that is not set: where a shell is. */
const NO_SECRETS = ['PWD', 'OLDPWD'];

/** A URL with a password in it that is not a variable. */
const URL_WITH_PASSWORD = /[a-z0-9+.-]:\/\/[^/?#\s:@]*:[^/?#\s@${][^/?#\s@]*@/i;

/** Whether a variable looks like one that holds a secret. */
export function isSecretLike(name: string, value: string): boolean {
  const isPlaceholder = /^\{\{[^{}]*\}\}$/.test(value);
  return (SECRET_NAME.test(name) && !NO_SECRETS.includes(name) && !isPlaceholder) || hasSecret(value);
}

/** Whether a text has a secret in it, by its form. Keys of well-known makers are refused in any text. */
export function hasSecret(text: string): boolean {
  return URL_WITH_PASSWORD.test(text) || NAMED_SECRET.test(text);
}
