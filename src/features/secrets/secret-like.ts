/** Words that a variable with a secret ends in. */
const SECRET_NAME =
  /(^|_)(passwords?|passwd|pwd|passphrase|secrets?|tokens?|credentials?|(api|access|private|secret|signing|encryption)_?key)$/i;
/** Of a variable that is not set: where a shell is. */
const NO_SECRETS = ['PWD', 'OLDPWD'];
/** A URL with a password in it. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:[^/?#\s@]+@/i;

/** Whether a variable looks like one that holds a secret. */
export function isSecretLike(name: string, value: string): boolean {
  return (SECRET_NAME.test(name) && !NO_SECRETS.includes(name)) || URL_WITH_PASSWORD.test(value);
}
