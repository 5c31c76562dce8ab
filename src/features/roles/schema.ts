import * as z from 'zod';
import { nearest } from '../../stack-file/nearest';
import { fromParameter, orParameter, POLICY_ARN, ROLE_NAME } from '../../values/aws-fields';
import { onChange, onChangeWith } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, exactlyOneOf, group, text } from '../../values/fields';
import {
  IAM_ACTION,
  IAM_PATH,
  IAM_RESOURCE,
  MOST_POLICIES,
  MOST_POLICY_CHARACTERS,
  ROLE_ARN,
  STATEMENT_ID,
} from '../../values/limits/iam';

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: readonly string[] = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike'],
  ...['StringNotLike', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'DateLessThan'],
  ...['DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals', 'IpAddress'],
  ...['NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null'],
];

/** IAM takes a set operator before it and IfExists behind, and minds no case. */
function operatorFault(test: string): Fault | undefined {
  const [, set = '', operator = '', end = ''] = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/is.exec(test) ?? [];
  const known = OPERATORS.some((name) => name.toLowerCase() === operator.toLowerCase());
  if (known && !(end !== '' && /^null$/i.test(operator))) return undefined;
  const close = nearest(operator, OPERATORS);
  return {
    message: 'must be an operator of IAM conditions',
    hint:
      close === undefined
        ? 'for example StringEquals, ArnLike or Bool'
        : `did you mean ${set}${close}${close === 'Null' ? '' : end}?`,
  };
}

const condition = group({
  test: checked(z.string().min(1), operatorFault)
    .register(EXAMPLES, { example: 'StringEquals' })
    .describe('The operator, for example StringEquals or ArnLike.'),
  variable: z
    .string()
    .regex(/^[^:\s]+:\S/, { error: 'must be a condition key: PREFIX:NAME' })
    .register(EXAMPLES, { example: 'aws:SourceAccount' })
    .describe('The condition key, for example aws:SourceAccount.'),
  values: z
    .array(z.string())
    .min(1)
    .register(EXAMPLES, { example: ['111122223333'] })
    .describe('Allowed values; one match is enough.'),
});

const statement = group({
  sid: text(STATEMENT_ID).optional().describe('Id of the statement.'),
  effect: z
    .enum(['Allow', 'Deny'])
    .default('Allow')
    .describe('Whether the statement allows the actions or denies them.'),
  actions: z.array(text(IAM_ACTION)).min(1).describe('The actions, as SERVICE:ACTION; * matches any text.'),
  resources: z.array(text(IAM_RESOURCE)).min(1).describe('ARNs of the resources; * matches any text.'),
  conditions: z.array(condition).default([]).describe('Conditions, which must all be met.'),
}).describe("A statement of an IAM policy, with the field names of Terraform's aws_iam_policy_document.");
export type ConfiguredStatement = z.output<typeof statement>;

/** All that a role may do; [] beside policies. */
const ownStatements = z.array(statement).refine((written) => leastCharacters(written) <= MOST_POLICY_CHARACTERS, {
  error: `must be at most ${MOST_POLICY_CHARACTERS} characters in all, as IAM allows for the inline policies of a role; beyond that, create a managed policy and set its ARN in policies`,
});
export const statements = ownStatements.min(1, { error: 'must have at least one statement' });
export const policies = z
  .array(orParameter(text(POLICY_ARN)))
  .max(MOST_POLICIES, {
    error: `must be at most ${MOST_POLICIES} policies, as IAM allows for a role (10, until AWS raises the quota of the account)`,
  })
  .default([]);

/** What a policy of these statements has at least. */
export function leastCharacters(written: readonly ConfiguredStatement[]): number {
  const texts = written.flatMap(({ actions, resources }) => [...actions, ...resources]);
  const around = '{"Effect":"Allow","Action":[],"Resource":[]}'.length;
  return texts.reduce((sum, one) => sum + one.length + '"",'.length, written.length * around);
}

export const existingRole = z.union([
  text(ROLE_ARN),
  exactlyOneOf({
    ...fromParameter,
    name: text(ROLE_NAME).optional().describe('The name of a role of this account; looked up at each plan.'),
  }),
]);
export type ExistingRole = z.output<typeof existingRole>;

/** What a created role may do. `failing`: what happens without a permission of the default policy. */
export function permissionsOfRole(failing: string) {
  return {
    policies: policies
      .describe('ARNs of further policies for the created role.')
      .meta(onChange('updates the permissions')),
    statements: statements
      .optional()
      .describe('Further statements for the created role.')
      .meta(onChange('updates the permissions')),
    own_statements: ownStatements
      .optional()
      .describe(
        `The whole policy of the created role, instead of the default one; [] with policies: only these. Without a required permission, ${failing}.`,
      )
      .meta(onChange('updates the permissions')),
  };
}

const execution = group({
  existing: existingRole
    .optional()
    .describe('An existing role with all permissions that ECS needs to start the worker. No role is created.'),
  ...permissionsOfRole('the worker does not start'),
})
  .describe('The execution role, which ECS uses to start the worker: reads secrets, pulls the image, writes the log.')
  .meta(
    onChange(
      'restarts the worker',
      'creates or deletes the execution role',
      'updates the permissions',
      'requires an update of the work pool',
    ),
  );

const task = group({
  existing: existingRole
    .optional()
    .describe('An existing role; like worker_task_role_arn, but also by name or SSM parameter.'),
  none: z.boolean().default(false).describe('Create no task role, for a worker that does not call AWS.'),
  ...permissionsOfRole('flow runs do not start'),
  register_task_definitions: z
    .enum(['any_family', 'own_families'])
    .default('any_family')
    .describe(
      'own_families limits ecs:RegisterTaskDefinition to the task families of this work pool. AWS documents this, but users report denied calls: test it before you use it.',
    )
    .meta(onChange('updates the permissions')),
})
  .describe('The task role of the worker, which starts, monitors and stops the tasks of flow runs.')
  .meta(onChange('restarts the worker', 'creates or deletes the task role', 'updates the permissions'));

export const roles = group({
  path: text(IAM_PATH)
    .default('/')
    .describe('The IAM path of created roles.')
    .meta(
      onChangeWith(
        'Change names.suffix with it: an account takes no second role of one name, whatever its path.',
        'replaces the roles',
        'restarts the worker',
        'requires an update of the work pool',
      ),
    ),
  permissions_boundary: orParameter(text(POLICY_ARN))
    .optional()
    .describe('ARN of the permissions boundary of created roles.')
    .meta(onChange('updates the roles')),
  policy_type: z
    .enum(['inline', 'managed'])
    .default('inline')
    .describe(
      'What the permissions of created roles are: inline policies, or customer-managed policies, for accounts in which inline policies are not allowed (the rule iam-no-inline-policy-check of AWS Config). A managed policy has at most 6,144 characters.',
    )
    .meta(onChange('updates the permissions')),
  source_conditions: z
    .boolean()
    .default(true)
    .describe(
      'Only tasks of this account and region can assume the created roles (in hardened). AWS documents this for task roles; for execution roles it is not tested on AWS.',
    )
    .meta(onChange('updates the roles')),
  one_for_both: z
    .boolean()
    .default(false)
    .describe(
      'Use one role for both: the execution role also gets the permissions of the worker, and no task role is created.',
    )
    .meta(onChange('restarts the worker', 'creates or deletes the task role', 'updates the permissions')),
  execution: execution.optional(),
  task: task.optional(),
}).describe(
  'The IAM roles of the worker. Default: an execution role and a task role are created with the permissions that they need.',
);

EXAMPLES.add(condition, { example: { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] } });
EXAMPLES.add(roles, { example: { permissions_boundary: 'arn:aws:iam::111122223333:policy/my-boundary' } });
