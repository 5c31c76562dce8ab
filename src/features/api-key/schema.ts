import * as z from 'zod';
import { kmsKey, secretFields } from '../../values/aws-fields';
import { onChange, onChangeToo, onChangeWith, onPresence } from '../../values/changes';
import { EXAMPLES, group, wholeNumber } from '../../values/fields';

const keyNote = 'The key itself is never in a file: Terraform asks for it, or reads it from TF_VAR_prefect_api_key.';

const { secret_arn, secret_name, ssm_parameter, json_key, version_id, version_stage } = secretFields;

/** Where the key is: without any of them the stack creates a secret. */
const SECRET = onChangeToo('updates the permissions', 'creates or deletes the secret');

export const apiKey = group({
  version: wholeNumber(1, 1_000_000_000, 2)
    .optional()
    .describe(`Raise it by one to store a new key at the next apply; the worker restarts. Default: 1. ${keyNote}`)
    .meta(onChange('restarts the worker', 'updates the secret')),
  store: z
    .enum(['secret', 'ssm_parameter'])
    .optional()
    .describe(
      'Where the key is stored: secret (Secrets Manager, default), or ssm_parameter (a SecureString parameter).',
    )
    .meta(
      onChangeWith(
        'The old one is deleted.',
        'creates or deletes the secret',
        'restarts the worker',
        'updates the permissions',
        'requires an update of the work pool',
      ),
    ),
  secret_arn: secret_arn.meta(SECRET),
  secret_name: secret_name.meta(SECRET),
  ssm_parameter: ssm_parameter.meta(SECRET),
  json_key,
  version_stage,
  version_id,
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the created or existing secret. Default: the AWS managed key, which is free.',
    )
    .meta(onChange('updates the secret', 'updates the permissions')),
})
  .describe(
    `The secret with the worker's credential (the API key; with prefect.auth: auth_string, the auth string): created by this stack, or an existing one. ${keyNote}`,
  )
  .meta(
    onPresence(
      [
        'restarts the worker',
        'updates the permissions',
        'creates or deletes the secret',
        'requires an update of the work pool',
      ],
      ['restarts the worker', 'requires an update of the work pool'],
    ),
  );

EXAMPLES.add(apiKey, { example: { secret_name: 'team/my-secret' } });
