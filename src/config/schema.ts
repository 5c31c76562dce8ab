import * as z from 'zod';
import {
  ACCOUNT_ID,
  EXTERNAL_ID,
  FARGATE_CPU,
  IMAGE,
  LOG_RETENTION_DAYS,
  MOST_TASKS,
  NAME,
  POOL_NAME,
  ROLE_ARN,
  S3_BUCKET,
  S3_KEY,
  SECRET_ARN,
  SECRET_RECOVERY_DAYS,
  SESSION_NAME,
  SUBNET_ID,
  TAG_KEY,
  TAG_VALUE,
  type TextLimit,
  UUID,
  VPC_ID,
  WORKER_TYPE,
} from './limits';
import { LONGEST_NAME, LONGEST_NAME_REASON } from './names';
import { PRESETS } from './presets';
import { REGIONS } from './regions';

// For the few values of a few files, compiling a checker takes longer than it saves.
z.config({ jitless: true });

/**
 * The stack file: the only door by which a value comes in. Every field tells the person who fills it in what it does
 * and what happens when it changes. What no single field can know is in rules.ts.
 */

function text({ pattern, allowed }: TextLimit) {
  return z.string().regex(pattern, { error: `must be ${allowed}` });
}

function oneOf<const Value extends number>(values: readonly Value[], what: string) {
  return z.literal(values, { error: `must be ${what}: ${values.join(', ')}` });
}

const ephemeralKeyNote =
  'The key itself never stands in a file: Terraform asks for it, or reads it from TF_VAR_prefect_api_key.';

const awsSchema = z
  .strictObject({
    account_id: text(ACCOUNT_ID)
      .optional()
      .describe('The AWS account this environment belongs to. Terraform then refuses to touch any other.'),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe('Profile of the AWS configuration on the machine that applies. Default: the environment decides.'),
    assume_role: z
      .strictObject({
        role_arn: text(ROLE_ARN).describe('The role that Terraform assumes to apply.'),
        external_id: text(EXTERNAL_ID).optional().describe("The external id that the role's trust policy asks for."),
        session_name: text(SESSION_NAME).optional().describe('The name CloudTrail shows for what Terraform did.'),
      })
      .optional()
      .describe('Apply as another role, usually one in another account.'),
  })
  .describe('Whose credentials apply this environment, and in which account.');

const backendSchema = z
  .strictObject({
    local: z
      .strictObject({
        path: z
          .string()
          .min(1)
          .default('terraform.tfstate')
          .describe('The state file, relative to generated/stacks/ENV. Moving it by hand is yours to do.'),
      })
      .optional()
      .describe('State in a file on the machine that applies: for trying out, and for one person.'),
    s3: z
      .strictObject({
        bucket: text(S3_BUCKET).describe('The bucket, which must exist, with versioning on.'),
        key: text(S3_KEY)
          .optional()
          .describe('Path of the state in the bucket. Default: prefect-ecs-worker/ENV.tfstate'),
        region: z.enum(REGIONS).optional().describe("The bucket's region. Default: the environment's."),
        use_lockfile: z
          .boolean()
          .default(true)
          .describe('Lock the state with a file beside it, so that two people never apply at once.'),
        encrypt: z.boolean().default(true).describe('Have S3 encrypt the state.'),
      })
      .optional()
      .describe('State in an S3 bucket, shared and locked: for everything that has to last.'),
  })
  .describe(
    'Where Terraform keeps the state: local or s3. After a change run terraform init -migrate-state. Default: a local file.',
  );

const apiKeySchema = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .optional()
      .describe(
        'Raise by one to store a new key at the next apply, which also replaces the running tasks. Default: 1. ' +
          ephemeralKeyNote,
      ),
    secret_arn: text(SECRET_ARN)
      .optional()
      .describe(
        'A secret that exists and holds nothing but the key. None is created, and Terraform does not ask for the key.',
      ),
  })
  .describe(`How the worker gets its Prefect API key. ${ephemeralKeyNote}`);

export const configSchema = z.strictObject({
  preset: z
    .enum(['hardened', 'reference'])
    .default('hardened')
    .describe(
      'A set of defaults. hardened: least privilege, the key out of the state, an apply that fails when the worker does. reference: plans exactly what the reference Terraform module plans, the key in the state included.',
    ),
  region: z.enum(REGIONS).describe('The AWS region. A change builds everything anew in the other region.'),
  name: text(NAME)
    .max(LONGEST_NAME, { error: `must be at most ${LONGEST_NAME} characters: ${LONGEST_NAME_REASON}` })
    .optional()
    .describe(
      "What every physical name ends in. Default: the file's name. A change replaces everything, the secret included.",
    ),
  vpc_id: text(VPC_ID).describe('The VPC of the worker. A change replaces the security group and moves the worker.'),
  worker_subnets: z
    .array(text(SUBNET_ID))
    .min(1, { error: 'must name at least one subnet' })
    .describe(
      'Subnets of the VPC, each with a way out to Prefect Cloud, to AWS and to the registry: a NAT gateway, since the tasks have no public address.',
    ),
  prefect_account_id: text(UUID).describe('The Prefect Cloud account. A change restarts the worker.'),
  prefect_workspace_id: text(UUID).describe('The Prefect Cloud workspace. A change restarts the worker.'),
  worker_work_pool_name: text(POOL_NAME).describe('The work pool that the worker polls. A change restarts the worker.'),
  worker_cpu: oneOf(FARGATE_CPU, "one of Fargate's CPU sizes, in units of 1/1024 vCPU")
    .default(1024)
    .describe(
      'CPU of one worker task, in units of 1/1024 vCPU. The flow runs have their own, in the work pool. A change restarts the worker.',
    ),
  worker_memory: z
    .int()
    .default(2048)
    .describe(
      'Memory of one worker task, in MiB; which sizes Fargate takes depends on worker_cpu. A change restarts the worker.',
    ),
  worker_desired_count: z
    .int()
    .min(0)
    .max(MOST_TASKS)
    .default(1)
    .describe('How many tasks of the worker run. 0 stops it and keeps everything else.'),
  worker_extra_pip_packages: z
    .string()
    .optional()
    .describe(
      `Packages that the image's entry point installs at every start, separated by spaces. Default: none in hardened (build them into the image), ${JSON.stringify(PRESETS.reference.workerExtraPipPackages)} in reference.`,
    ),
  worker_image: text(IMAGE)
    .optional()
    .describe(
      `The worker's container image. Default: ${PRESETS.hardened.workerImage} in hardened, ${PRESETS.reference.workerImage} in reference. A change restarts the worker.`,
    ),
  worker_log_retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe(
      'Days that the log group keeps events; 0 keeps them for ever. Events older than a lowered number are lost.',
    ),
  secrets_manager_recovery_in_days: z
    .int()
    .min(SECRET_RECOVERY_DAYS.immediately)
    .max(SECRET_RECOVERY_DAYS.most)
    .refine((days) => days === SECRET_RECOVERY_DAYS.immediately || days >= SECRET_RECOVERY_DAYS.least, {
      error: 'must be 0, or 7 to 30',
    })
    .default(30)
    .describe(
      'Days in which a deleted secret can be restored, 7 to 30, and its name cannot be used again. 0 deletes it at once, for environments that come and go.',
    ),
  worker_task_role_arn: text(ROLE_ARN)
    .optional()
    .describe('A role of yours for the worker, with all the rights it needs. Default: one is created.'),
  worker_type: text(WORKER_TYPE)
    .default('ecs')
    .describe('The type of the worker and of its work pool. Only an ecs worker gets rights to run tasks.'),
  aws: awsSchema.optional(),
  backend: backendSchema.optional(),
  tags: z
    .record(text(TAG_KEY), text(TAG_VALUE))
    .default({})
    .describe('Tags on everything that the stack makes, and on the tasks it runs.'),
  api_key: apiKeySchema.optional(),
  cluster: z
    .strictObject({
      container_insights: z
        .enum(['disabled', 'enabled', 'enhanced'])
        .optional()
        .describe(
          'CloudWatch Container Insights of the cluster. Billed per metric and task family, and every deployment that runs here is a family of its own. Default: disabled in hardened, as the account has it in reference.',
        ),
    })
    .optional()
    .describe('The ECS cluster that is made for the worker and its flow runs.'),
});

/** A stack file that passed, with the defaults that hold in every preset. */
export type Config = z.output<typeof configSchema>;
