import * as z from 'zod';
import { KMS_KEY_ARN, regionName } from '../../values/aws-fields';
import { EXAMPLES, group, text } from '../../values/fields';
import { HCP_NAME, HTTPS_URL, ROLE_ARN, S3_BUCKET, S3_KEY } from '../../values/limits';

const local = group({
  path: z
    .string()
    .min(1)
    .default('terraform.tfstate')
    .describe('The state file, relative to generated/stacks/ENV. Moving it by hand is yours to do.'),
}).describe('State in a file on the machine that applies: for trying out, and for one person.');

const s3 = group({
  bucket: text(S3_BUCKET).describe('The bucket, which must exist, with versioning on.'),
  key: text(S3_KEY).optional().describe('Path of the state in the bucket. Default: prefect-ecs-worker/ENV.tfstate'),
  region: regionName.optional().describe("The bucket's region. Default: the environment's."),
  use_lockfile: z
    .boolean()
    .default(true)
    .describe('Lock the state with a file beside it, so that two people never apply at once.'),
  encrypt: z.boolean().default(true).describe('Have S3 encrypt the state.'),
  kms_key_id: text(KMS_KEY_ARN)
    .optional()
    .describe("The customer-managed key to encrypt the state with. Default: the bucket's own encryption."),
  role_arn: text(ROLE_ARN)
    .optional()
    .describe('A role to assume for the state alone, where the bucket is in another account.'),
  profile: z.string().min(1).optional().describe('Profile for the state alone. Default: the environment decides.'),
}).describe('State in an S3 bucket, shared and locked: for everything that has to last.');

const hcp = group({
  organization: text(HCP_NAME).describe('The organization of HCP Terraform or Terraform Enterprise.'),
  workspace: text(HCP_NAME).optional().describe('The workspace of this environment. Default: prefect-ecs-worker-ENV.'),
  project: text(HCP_NAME).optional().describe('The project in which a missing workspace is created.'),
  hostname: z
    .string()
    .regex(/^[a-z0-9.-]+$/, { error: 'must be a host name' })
    .register(EXAMPLES, { example: 'terraform.example.com' })
    .optional()
    .describe('The host of a Terraform Enterprise of your own. Default: app.terraform.io.'),
}).describe('State and runs in HCP Terraform (Terraform Cloud).');

const http = group({
  address: text(HTTPS_URL).describe("The address of this environment's state. No two environments may have the same."),
  lock_address: text(HTTPS_URL).optional().describe('Where to lock. Default: no locking.'),
  unlock_address: text(HTTPS_URL).optional().describe('Where to unlock. Default: lock_address.'),
  lock_method: z.enum(['LOCK', 'POST', 'PUT']).optional().describe('Default: LOCK. GitLab wants POST.'),
  unlock_method: z.enum(['UNLOCK', 'POST', 'DELETE']).optional().describe('Default: UNLOCK. GitLab wants DELETE.'),
}).describe(
  'State behind a REST API, as GitLab has one. User and password come from TF_HTTP_USERNAME and TF_HTTP_PASSWORD.',
);

export const backend = group({
  local: local.optional(),
  s3: s3.optional(),
  hcp: hcp.optional(),
  http: http.optional(),
  at_init: z
    .enum(['s3', 'http', 'azurerm', 'gcs', 'pg', 'consul'])
    .optional()
    .describe('Only the kind of backend is written; everything else is given to terraform init -backend-config.'),
}).describe(
  'Where Terraform keeps the state; one of them. After a change run terraform init -migrate-state. Default: a local file.',
);

EXAMPLES.add(backend, { example: { s3: { bucket: 'my-terraform-states' } } });
