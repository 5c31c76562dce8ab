import * as z from 'zod';
import { apiUrlFault } from '../../values/api-url';
import { environmentVariableName, fromParameter, JSON_KEY, secretSource } from '../../values/aws-fields';
import { onChange, onChangeWithPool } from '../../values/changes';
import { checked, EXAMPLES, exactlyOneOf, group, text, wholeNumber } from '../../values/fields';
import { API_URL, prefectName, WORK_QUEUE_NAME } from '../../values/limits/prefect';
import type { TextLimit } from '../../values/limits/text-limit';

const apiUrl = z.union([
  checked(text(API_URL), apiUrlFault),
  exactlyOneOf({
    ...fromParameter,
    key_of_api_key_secret: text(JSON_KEY)
      .optional()
      .describe('The key of the URL in the secret that also contains the API key (api_key.json_key).'),
    secret: secretSource.optional().describe('A secret or SecureString parameter with the URL; ECS reads it.'),
  }),
]);

/** Settings that another field decides, or that would put a secret into the file. */
export const DECIDED_SETTINGS: Readonly<Record<string, string>> = {
  PREFECT_API_URL: 'prefect.api_url',
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'prefect.auth: auth_string, and api_key',
  PREFECT_CLIENT_CUSTOM_HEADERS: 'prefect.custom_headers',
  PREFECT_API_SSL_CERT_FILE: 'prefect.ca_certificate',
  PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME: 'crash_detection.existing_queue',
  PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_REGION: 'crash_detection.existing_queue',
  PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_FORWARD_CRASHED_RUN_LOGS: 'crash_detection.forward_logs',
  PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_FORWARD_CRASHED_RUN_LOGS_MAX_EVENTS: 'crash_detection.forward_logs_max_events',
  EXTRA_PIP_PACKAGES: 'worker_extra_pip_packages',
};

/** Of Prefect Cloud. Its client has both as handle: ACCOUNT/WORKSPACE (client/schemas/objects.py, Workspace). */
const WORKSPACE: TextLimit = {
  pattern: /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/,
  allowed: 'ACCOUNT/WORKSPACE, each in lower-case letters, digits and hyphens, as prefect cloud workspace ls shows it',
  example: 'acme/data',
  source: 'https://docs.prefect.io/v3/how-to-guides/cloud/connect-to-cloud',
};

export const prefect = group({
  workspace: text(WORKSPACE)
    .optional()
    .describe(
      'The Prefect Cloud workspace by its handles, instead of prefect_account_id and prefect_workspace_id. Terraform then requires both IDs as inputs: a command of the runbook asks Prefect Cloud for them.',
    )
    .meta(onChangeWithPool('place', 'restarts the worker')),
  api_url: apiUrl
    .optional()
    .describe(
      'The URL of the API of a self-hosted server, instead of prefect_account_id and prefect_workspace_id. Egress to its port is allowed.',
    )
    .meta(
      onChangeWithPool(
        'place',
        'restarts the worker',
        'updates the security group rules',
        'updates the permissions',
        'requires an update of the work pool',
      ),
    ),
  auth: z
    .enum(['api_key', 'auth_string', 'none'])
    .optional()
    .describe(
      'How the worker authenticates: api_key (Prefect Cloud), auth_string (basic authentication of a self-hosted server, PREFECT_API_AUTH_STRING), or none (a server without authentication, or service.create: false where something else gives the tasks their key, such as a push work pool). Default: api_key for Prefect Cloud; required with api_url.',
    )
    .meta(
      onChange(
        'restarts the worker',
        'updates the permissions',
        'creates or deletes the secret',
        'requires an update of the work pool',
      ),
    ),
  work_queues: z
    .array(text(WORK_QUEUE_NAME))
    .min(1, { error: 'must have at least one work queue' })
    .optional()
    .describe('Poll only these work queues of the work pool. Default: all.'),
  worker_name: text(prefectName('a Prefect worker', 'etl-worker'))
    .optional()
    .describe('The name of the worker in Prefect; all tasks have the same. Default: a generated name for each task.'),
  limit: wholeNumber(1, 100_000, 20)
    .optional()
    .describe(
      'Maximum number of flow runs that the worker submits at the same time. To limit running flows, use the concurrency limit of the work pool.',
    ),
  prefetch_seconds: wholeNumber(0, 86_400, 60)
    .optional()
    .describe('Seconds before its scheduled start at which a flow run is submitted. Default: 10.'),
  install_policy: z
    .enum(['always', 'if-not-present', 'never'])
    .optional()
    .describe('When the worker installs the package of its type at start. Default in hardened: never.'),
  create_pool_if_not_found: z
    .boolean()
    .optional()
    .describe(
      "Let the worker create a missing work pool from Prefect's default template, which has the key in clear text and a public address for every flow run. Default: true in reference, false in hardened: until the pool exists, the worker waits and reports healthy.",
    ),
  settings: z
    .record(environmentVariableName, z.string())
    .register(EXAMPLES, { example: { PREFECT_LOGGING_LEVEL: 'DEBUG' } })
    .default({})
    .describe(
      'Further Prefect settings, as environment variables of the worker, for example PREFECT_LOGGING_LEVEL: DEBUG.',
    ),
  ca_certificate: secretSource
    .optional()
    .describe('A secret with the CA certificate (PEM) that signed the certificate of the API.')
    .meta(onChange('restarts the worker', 'updates the permissions', 'requires an update of the work pool')),
  custom_headers: secretSource
    .optional()
    .describe('A secret with headers for every request to the API, as a JSON object (PREFECT_CLIENT_CUSTOM_HEADERS).')
    .meta(onChange('restarts the worker', 'updates the permissions', 'requires an update of the work pool')),
})
  .describe('The Prefect API, and how the worker connects to it.')
  .meta(onChange('restarts the worker'));

EXAMPLES.add(prefect, { example: { api_url: 'https://prefect.example.com/api', auth: 'none' } });
