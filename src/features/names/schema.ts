import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
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

const GAP = 'No worker runs meanwhile.';
const LOST = 'The old one is deleted with its logs.';

/** What else a change of a name does. */
const NOTES: Readonly<Record<string, string>> = {
  service: GAP,
  cluster: GAP,
  log_group: LOST,
  flow_run_log_group: LOST,
  exec_log_group: LOST,
  flow_logs_group: LOST,
  flow_run_volume: 'The old file systems are deleted with their data.',
  flow_repository: 'The old one is deleted, unless it has images.',
  capacity_provider:
    'ECS cannot remove a capacity provider while a service uses it: apply capacity: {type: fargate} first, and then the new name.',
};

function namesChange(note: string | undefined) {
  const effect = 'replaces what it names';
  return note === undefined ? onChange(effect) : onChangeWith(note, effect);
}

const ownNames = Object.fromEntries(
  Object.entries(KINDS).map(([, { field, what }]) => [
    field,
    text(OWN_NAME)
      .optional()
      .describe(`The name of ${what}, instead of one from names.pattern.`)
      .meta(namesChange(NOTES[field])),
  ]),
) as Record<(typeof KINDS)[PhysicalName]['field'], ReturnType<ReturnType<typeof text>['optional']>>;

export const names = group({
  pattern: text(PATTERN)
    .default('{kind}-{name}')
    .describe(
      'Pattern of all physical names: {kind} is for example prefect-worker, {name} is the field name. With {name}-{kind}, the names begin with the environment.',
    )
    .meta(onChange('replaces everything')),
  random_suffix: z
    .boolean()
    .default(false)
    .describe(
      'Add a random suffix to the names of the secret and the security group, so that an environment can be created again right after terraform destroy, and a security group can be replaced without a gap.',
    )
    .meta(onChange('replaces what it names')),
  ...ownNames,
})
  .describe('The physical names of resources. Default: the names of the reference module.')
  .meta(onChange('does what terraform plan shows'));
