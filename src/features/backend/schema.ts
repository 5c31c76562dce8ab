import * as z from 'zod';
import { hostFault } from '../../values/api-url';
import { regionName } from '../../values/aws-fields';
import { onChange } from '../../values/changes';
import { checked, EXAMPLES, group, text } from '../../values/fields';
import { ROLE_ARN } from '../../values/limits/iam';
import { S3_KEY } from '../../values/limits/storage';
import { HCP_NAME, HCP_PROJECT, STATE_KEY, STATE_URL } from '../../values/limits/terraform';
import { s3Bucket } from '../../values/s3-bucket';

const local = group({
  path: z.string().min(1).default('terraform.tfstate').describe('The state file, relative to generated/stacks/ENV.'),
}).describe('State in a file on the machine that runs Terraform: for tests, and for one person.');

const s3 = group({
  bucket: s3Bucket().describe('An existing bucket with versioning enabled.'),
  key: text(S3_KEY).optional().describe('Path of the state in the bucket. Default: prefect-ecs-worker/ENV.tfstate'),
  region: regionName
    .register(EXAMPLES, { example: 'eu-central-1' })
    .optional()
    .describe("The bucket's region. Default: the environment's."),
  use_lockfile: z
    .boolean()
    .default(true)
    .describe('Lock the state with a lock file in the bucket, so that only one apply runs at a time.'),
  encrypt: z.boolean().default(true).describe('Encrypt the state in S3.'),
  kms_key_id: text(STATE_KEY)
    .optional()
    .describe('The customer-managed KMS key that encrypts the state. Default: the encryption of the bucket.'),
  role_arn: text(ROLE_ARN)
    .optional()
    .describe('A role to assume only for the state, if the bucket is in another account.'),
  profile: z
    .string()
    .min(1)
    .register(EXAMPLES, { example: 'terraform-states' })
    .optional()
    .describe('AWS profile only for the state. Default: the usual AWS credentials.'),
}).describe('State in an S3 bucket, shared and locked: recommended for every environment that lasts.');

const hcp = group({
  organization: text(HCP_NAME).describe('The organization of HCP Terraform or Terraform Enterprise.'),
  workspace: text(HCP_NAME).optional().describe('The workspace of this environment. Default: prefect-ecs-worker-ENV.'),
  project: text(HCP_PROJECT).optional().describe('The project in which the workspace is created if it does not exist.'),
  hostname: z
    .string()
    .regex(/^[a-z0-9.-]+$/, { error: 'must be a host name' })
    .register(EXAMPLES, { example: 'terraform.example.com' })
    .optional()
    .describe('The host of Terraform Enterprise. Default: app.terraform.io.'),
}).describe('State and runs in HCP Terraform (Terraform Cloud).');

const http = group({
  address: checked(text(STATE_URL), hostFault).describe(
    "The address of this environment's state. Each environment requires its own.",
  ),
  lock_address: checked(text(STATE_URL), hostFault)
    .optional()
    .describe('The address that locks the state. Default: no locking.'),
  unlock_address: checked(text(STATE_URL), hostFault)
    .optional()
    .describe('The address that unlocks the state. Default: lock_address.'),
  lock_method: z
    .enum(['LOCK', 'POST', 'PUT'])
    .optional()
    .describe('HTTP method for the lock. Default: LOCK. GitLab requires POST.'),
  unlock_method: z
    .enum(['UNLOCK', 'POST', 'DELETE'])
    .optional()
    .describe('HTTP method for the unlock. Default: UNLOCK. GitLab requires DELETE.'),
}).describe(
  'State behind a REST API, for example of GitLab. Set user and password in TF_HTTP_USERNAME and TF_HTTP_PASSWORD.',
);

export const backend = group({
  local: local.optional(),
  s3: s3.optional(),
  hcp: hcp.optional(),
  http: http.optional(),
  at_init: z
    .enum(['s3', 'http', 'azurerm', 'gcs', 'pg', 'consul'])
    .optional()
    .describe('Write only the type of the backend; pass all settings to terraform init -backend-config.'),
})
  .describe('Where Terraform stores the state; set exactly one. Default: a local file.')
  .meta(onChange('requires terraform init -migrate-state'));

EXAMPLES.add(backend, { example: { s3: { bucket: 'my-terraform-states' } } });
