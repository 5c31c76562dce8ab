import * as z from 'zod';
import { fromParameter, orParameter, POLICY_ARN, ROLE_NAME } from '../../values/aws-fields';
import { EXAMPLES, group, oneWay, text } from '../../values/fields';
import {
  IAM_ACTION,
  IAM_PATH,
  IAM_RESOURCE,
  MOST_POLICIES,
  MOST_POLICY_CHARACTERS,
  ROLE_ARN,
  STATEMENT_ID,
} from '../../values/limits';

const condition = group({
  test: z.string().min(1).describe('The operator: StringEquals, ArnLike, …'),
  variable: z.string().min(1).describe('The key: aws:SourceAccount, ecs:cluster, …'),
  values: z.array(z.string()).min(1).describe('What it is compared with; one that fits is enough.'),
});

export const statement = group({
  sid: text(STATEMENT_ID).optional().describe('A name for the statement.'),
  effect: z.enum(['Allow', 'Deny']).default('Allow').describe('Allow or Deny.'),
  actions: z.array(text(IAM_ACTION)).min(1).describe('The actions, as SERVICE:ACTION; * stands for any part.'),
  resources: z.array(text(IAM_RESOURCE)).min(1).describe('ARNs of what it is about; * stands for any part.'),
  conditions: z.array(condition).default([]).describe('All of them must hold.'),
}).describe("A statement of an IAM policy, in the words of Terraform's aws_iam_policy_document.");
export type ConfiguredStatement = z.output<typeof statement>;

export const statements = z
  .array(statement)
  .min(1, { error: 'must have at least one statement' })
  .refine((written) => leastCharacters(written) <= MOST_POLICY_CHARACTERS, {
    error: `must be at most ${MOST_POLICY_CHARACTERS} characters in all, as IAM allows for the inline policies of a role; beyond that, create a managed policy and set its ARN in policies`,
  });
export const policies = z
  .array(orParameter(text(POLICY_ARN)))
  .max(MOST_POLICIES, {
    error: `must be at most ${MOST_POLICIES} policies, as IAM allows for a role (10, until AWS raises the quota of the account)`,
  })
  .default([]);

/** What a policy of these statements has at least. */
function leastCharacters(written: readonly ConfiguredStatement[]): number {
  const texts = written.flatMap(({ actions, resources }) => [...actions, ...resources]);
  const around = '{"Effect":"Allow","Action":[],"Resource":[]}'.length;
  return texts.reduce((sum, one) => sum + one.length + '"",'.length, written.length * around);
}

export const existingRole = z.union([
  text(ROLE_ARN),
  oneWay({
    ...fromParameter,
    name: text(ROLE_NAME).optional().describe('A role of this account, by its name; its path is looked up.'),
  }),
]);
export type ExistingRole = z.output<typeof existingRole>;

const execution = group({
  existing: existingRole
    .optional()
    .describe('A role that exists, with every right that ECS needs to start the worker. None is made then.'),
  policies: policies.describe('ARNs of further policies for the created role.'),
  statements: statements.optional().describe('Further statements for the created role.'),
  own_statements: statements
    .optional()
    .describe('The whole policy of the created role, instead of ours. What is missing keeps the worker from starting.'),
}).describe('The role with which ECS starts the worker: reads secrets, pulls the image, writes the log.');

const task = group({
  existing: existingRole.optional().describe('A role that exists; the same as worker_task_role_arn, with look-ups.'),
  none: z.boolean().default(false).describe('The worker has no role at all: for a worker that calls nothing of AWS.'),
  policies: policies.describe('ARNs of further policies for the created role.'),
  statements: statements.optional().describe('Further statements for the created role.'),
  own_statements: statements
    .optional()
    .describe('The whole policy of the created role, instead of ours. What is missing keeps flow runs from starting.'),
  register_task_definitions: z
    .enum(['any_family', 'own_families'])
    .default('any_family')
    .describe(
      'own_families narrows ecs:RegisterTaskDefinition to the families of this pool. AWS documents it, people report denials: try it before you rely on it.',
    ),
}).describe('The role that the worker itself has: it runs, watches and stops the tasks of flow runs.');

export const roles = group({
  path: text(IAM_PATH).default('/').describe('The path of created roles. A change makes them anew.'),
  permissions_boundary: orParameter(text(POLICY_ARN))
    .optional()
    .describe('ARN of the policy that bounds what created roles can ever do.'),
  source_conditions: z
    .boolean()
    .default(true)
    .describe(
      'Whether only tasks of this account and region may take the created roles on (in hardened). AWS documents it for task roles; it was not tried on AWS for execution roles.',
    ),
  one_for_both: z
    .boolean()
    .default(false)
    .describe('One role is both: the execution role gets the rights of the worker too, and no task role is made.'),
  execution: execution.optional(),
  task: task.optional(),
}).describe('The IAM roles. Default: two are made, each with what it needs.');

EXAMPLES.add(condition, { example: { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] } });
EXAMPLES.add(roles, { example: { permissions_boundary: 'arn:aws:iam::111122223333:policy/my-boundary' } });
