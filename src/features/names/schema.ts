import * as z from 'zod';
import { type Effect, onChange, onChangeWith } from '../../values/changes';
import { group, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits/text-limit';
import { KINDS, type PhysicalName } from './name-kinds';
import { RANDOM_FIELDS } from './random-names';

const PATTERN: TextLimit = {
  pattern: /^[A-Za-z0-9_-]*(\{kind\}[A-Za-z0-9_-]*\{name\}|\{name\}[A-Za-z0-9_-]*\{kind\})[A-Za-z0-9_-]*$/,
  allowed: 'letters, digits, hyphens and underscores, with {kind} and {name} once each',
  example: '{name}-{kind}',
  source: 'names.ts: what every service takes in a name',
};

const SUFFIX: TextLimit = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  allowed: 'lower-case letters, digits and hyphens in between',
  example: 'k3x9',
  source: 'physical-names.ts: what every service takes in a name, those of ECR repositories included',
};

/** The characters of a name that the stack file sets; the length follows from the kind. */
const OWN_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_/.+=,@-]+$/,
  allowed: 'letters, digits and _ / . + = , @ - (a service may allow fewer)',
  example: 'my-name',
  source: 'names.ts',
};

const GAP = 'No worker runs meanwhile.';
const IN_USE = 'ECS cannot remove a capacity provider while a service uses it';
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
  capacity_provider: `${IN_USE}: apply capacity: {type: fargate} first, and then the new name.`,
  instances: `The capacity provider is replaced with its group, and AWS takes no second one of its name. ${IN_USE}: apply capacity: {type: fargate} first, and then the new name.`,
};

/** What tasks of the worker use, so that they move to the new one. */
const OF_THE_WORKER: readonly string[] = [
  ...['secret', 'auth_string_secret', 'worker_secret', 'execution_role', 'task_role', 'log_group', 'task_family'],
  ...['container', 'service', 'cluster', 'security_group', 'event_queue', 'capacity_provider', 'instances'],
  'worker_volume',
];

/** What the base job template refers to. */
const OF_THE_POOL: readonly string[] = [
  ...['secret', 'auth_string_secret', 'execution_role', 'cluster', 'security_group', 'capacity_provider'],
  ...['flow_run_security_group', 'flow_run_log_group', 'flow_run_execution_role', 'flow_run_task_role'],
  ...['flow_run_family', 'flow_run_volume', 'flow_repository', 'container'],
];

function namesChange(field: string) {
  // AWS has it as a tag.
  if (field === 'vpc') return onChange('updates what it names');
  const effects: Effect[] = [
    'replaces what it names',
    'updates what refers to it',
    ...(OF_THE_WORKER.includes(field) ? (['restarts the worker'] as const) : []),
    ...(OF_THE_POOL.includes(field) ? (['requires an update of the work pool'] as const) : []),
  ];
  const note = NOTES[field];
  return note === undefined ? onChange(...effects) : onChangeWith(note, ...effects);
}

const ownNames = Object.fromEntries(
  Object.entries(KINDS).map(([, { field, what }]) => [
    field,
    text(OWN_NAME).optional().describe(`The name of ${what}. Default: by names.pattern.`).meta(namesChange(field)),
  ]),
) as Record<(typeof KINDS)[PhysicalName]['field'], ReturnType<ReturnType<typeof text>['optional']>>;

export const names = group({
  pattern: text(PATTERN)
    .default('{kind}-{name}')
    .describe(
      'Pattern of the names of all resources: {kind} is for example prefect-worker, {name} is the field name. With {name}-{kind}, the names begin with the environment.',
    )
    .meta(onChange('replaces everything')),
  suffix: text(SUFFIX)
    .optional()
    .describe(
      'Added, after a hyphen, to all names from names.pattern: prefect-worker-prod-k3x9. Two stacks of the same name can then be in one account. init --suffix writes a random one.',
    )
    .meta(
      onChangeWith(
        `${GAP} Log groups are deleted with their logs, file systems with their data.`,
        'replaces everything',
      ),
    ),
  random_suffix: z
    .union([z.boolean(), z.array(z.enum(RANDOM_FIELDS)).min(1)])
    .default(false)
    .describe(
      'Terraform adds 26 random characters to names (name_prefix). true: to those of secrets and security groups, so that an environment can be created again right after terraform destroy, and a security group is replaced without a gap. A list: to these, for example [security_group, execution_role, log_group]; the first plan does not show names that refer to them. All other names can only have a suffix.',
    )
    .meta(
      onChangeWith(
        'A change for instances is a change of names.instances: apply capacity: {type: fargate} first.',
        ...(['replaces what it names', 'restarts the worker', 'requires an update of the work pool'] as const),
      ),
    ),
  ...ownNames,
}).describe('The names of resources in AWS. Default: those of the reference module.');
