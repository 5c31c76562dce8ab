import * as z from 'zod';
import { group, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits';
import { KINDS, type PhysicalName } from './physical-names';

const PATTERN: TextLimit = {
  pattern: /^[A-Za-z0-9_-]*(\{kind\}[A-Za-z0-9_-]*\{name\}|\{name\}[A-Za-z0-9_-]*\{kind\})[A-Za-z0-9_-]*$/,
  allowed: 'letters, digits, hyphens and underscores, with {kind} and {name} once each',
  example: '{name}-{kind}',
  source: 'names.ts: what every service takes in a name',
};

/** The characters of a name that the stack file sets; the length follows from the kind. */
const OWN_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_/.+=,@-]+$/,
  allowed: 'letters, digits and _ / . + = , @ - (a service may take fewer)',
  example: 'my-name',
  source: 'names.ts',
};

/** Further effects of a change. */
const CHANGES: Readonly<Record<string, string>> = {
  capacity_provider:
    ' ECS cannot remove a capacity provider while a service uses it: apply capacity: {type: fargate} first, and then the new name.',
};

const ownNames = Object.fromEntries(
  Object.entries(KINDS).map(([, { field, what }]) => [
    field,
    text(OWN_NAME)
      .optional()
      .describe(`The name of ${what}, instead of one from names.pattern. A change replaces it.${CHANGES[field] ?? ''}`),
  ]),
) as Record<(typeof KINDS)[PhysicalName]['field'], ReturnType<ReturnType<typeof text>['optional']>>;

export const names = group({
  pattern: text(PATTERN)
    .default('{kind}-{name}')
    .describe(
      'Pattern of all physical names: {kind} is for example prefect-worker, {name} is the field name. With {name}-{kind}, the names begin with the environment. A change replaces all resources.',
    ),
  random_suffix: z
    .boolean()
    .default(false)
    .describe(
      'Add a random suffix to the names of the secret and the security group, so that an environment can be created again right after terraform destroy, and a security group can be replaced without a gap.',
    ),
  ...ownNames,
}).describe('The physical names of resources. Default: the names of the reference module.');
