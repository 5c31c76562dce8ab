import * as z from 'zod';
import { group, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits';
import { KINDS, type PhysicalName } from './physical-names';

const PATTERN: TextLimit = {
  pattern: /^[A-Za-z0-9_-]*(\{kind\}[A-Za-z0-9_-]*\{name\}|\{name\}[A-Za-z0-9_-]*\{kind\})[A-Za-z0-9_-]*$/,
  allowed: 'a text of letters, digits, hyphens and underscores with {kind} and {name} in it, each once',
  example: '{name}-{kind}',
  source: 'names.ts: what every service takes in a name',
};

/** What may be in a name that the user gives; the length follows from the kind (names.ts). */
const OWN_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_/.+=,@-]+$/,
  allowed: 'letters, digits and _ / . + = , @ - (a service may take fewer)',
  example: 'my-name',
  source: 'names.ts',
};

/** What else a change does. */
const CHANGES: Readonly<Record<string, string>> = {
  capacity_provider:
    ' AWS takes no provider off a cluster while a service uses it: apply capacity: {type: fargate} first, and then the new name.',
};

const ownNames = Object.fromEntries(
  Object.entries(KINDS).map(([, { field, what }]) => [
    field,
    text(OWN_NAME)
      .optional()
      .describe(`The name of ${what}, whatever the pattern says. A change replaces it.${CHANGES[field] ?? ''}`),
  ]),
) as Record<(typeof KINDS)[PhysicalName]['field'], ReturnType<ReturnType<typeof text>['optional']>>;

export const names = group({
  pattern: text(PATTERN)
    .default('{kind}-{name}')
    .describe(
      'How every physical name is built: {kind} is prefect-worker, prefect-api-key and so on, {name} is name. {name}-{kind} puts the environment first. A change replaces everything.',
    ),
  random_suffix: z
    .boolean()
    .default(false)
    .describe(
      'Give the secret and the security group a random end of their own, so that an environment can be made again right after it was destroyed, and a security group be replaced without a gap.',
    ),
  ...ownNames,
}).describe("The physical names. Default: the reference module's.");
