import { type Expression, quoted } from '../../terraform/terraform-text';

/**
 * What is asked of a secret before it is stored: Secrets Manager takes no empty value and stops the apply halfway, and
 * a client that gets a key with a line break fails with the whole key in its log. Terraform shows no such value.
 */
type Checks = readonly (readonly [condition: string, must: string])[];

/** A key, which goes into an HTTP header. */
export function keyChecks({ code }: Expression): Checks {
  return [[matches('^[!-~]+$', code), 'be one line of visible ASCII characters: no space, no line break, not empty']];
}

/** User and password, which Prefect encodes. */
export function authStringChecks({ code }: Expression): Checks {
  return [[isOneLine(code), 'be one line, USER:PASSWORD, without a space at either end, and not empty']];
}

/** Any secret. A certificate or a key in several lines ends with a line break, a word must not. */
export function secretChecks({ code }: Expression): Checks {
  return [
    [
      `${isOneLine(code)} || ${matches('^[^\\s\\p{C}][^\\p{C}]*\\r?\\n[\\s\\S]*[^\\s\\p{C}]', code)}`,
      'not be empty, not begin with a space, and not end with a space or a line break where it is one line',
    ],
  ];
}

function isOneLine(code: string): string {
  return matches('^[^\\s\\p{C}]([^\\p{C}]*[^\\s\\p{C}])?$', code);
}

function matches(pattern: string, code: string): string {
  return `can(regex(${quoted(pattern)}, ${code}))`;
}
