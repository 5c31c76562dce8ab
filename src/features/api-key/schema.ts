import * as z from 'zod';
import { kmsKey, secretFields } from '../../values/aws-fields';
import { EXAMPLES, group, wholeNumber } from '../../values/fields';

const keyNote =
  'The key itself never stands in a file: Terraform asks for it, or reads it from TF_VAR_prefect_api_key.';

const { secret_arn, secret_name, ssm_parameter, json_key, version_id, version_stage } = secretFields;

export const apiKey = group({
  version: wholeNumber(1, 1_000_000_000)
    .optional()
    .describe(
      `Raise by one to store a new key at the next apply, which also replaces the running tasks. Default: 1. ${keyNote}`,
    ),
  store: z
    .enum(['secret', 'ssm_parameter'])
    .optional()
    .describe('Where a created key is kept: a Secrets Manager secret (default), or a SecureString parameter.'),
  secret_arn,
  secret_name,
  ssm_parameter,
  json_key,
  version_stage,
  version_id,
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed key of the created secret, or of the existing one. Default: the one that AWS keeps, which costs nothing.',
    ),
}).describe(
  `Where the worker's credential (the API key, or with prefect.auth: auth_string that string) is kept: created by this stack, or one that exists. ${keyNote}`,
);

EXAMPLES.add(apiKey, { example: { secret_name: 'team/my-secret' } });
