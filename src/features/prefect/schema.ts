import * as z from 'zod';
import { apiUrlFault } from '../../values/api-url';
import { environmentVariableName, fromParameter, JSON_KEY, secretSource } from '../../values/aws-fields';
import { checked, EXAMPLES, group, oneWay, text, wholeNumber } from '../../values/fields';
import { API_URL, POOL_NAME } from '../../values/limits';

const apiUrl = z.union([
  checked(text(API_URL), apiUrlFault),
  oneWay({
    ...fromParameter,
    key_of_api_key_secret: text(JSON_KEY)
      .optional()
      .describe('The key of the URL in the JSON document that holds the API key too (api_key.json_key).'),
    secret: secretSource.optional().describe('A secret or SecureString that holds the URL; ECS reads it.'),
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

export const prefect = group({
  api_url: apiUrl
    .optional()
    .describe(
      'The whole URL of the API, for a server of your own, instead of prefect_account_id and prefect_workspace_id. Egress opens its port. A change restarts the worker.',
    ),
  auth: z
    .enum(['api_key', 'auth_string', 'none'])
    .optional()
    .describe(
      'How the worker proves who it is: api_key (Prefect Cloud), auth_string (basic auth of a server of your own, PREFECT_API_AUTH_STRING), or none. Default: api_key for Prefect Cloud; a server of your own must say it.',
    ),
  work_queues: z
    .array(text(POOL_NAME))
    .min(1, { error: 'must name at least one work queue' })
    .optional()
    .describe('Poll only these queues of the pool. Default: all.'),
  worker_name: text(POOL_NAME)
    .optional()
    .describe(
      'The name that the worker shows in Prefect; with several tasks all have it. Default: one of its own each.',
    ),
  limit: wholeNumber(1, 100_000)
    .optional()
    .describe("How many runs the worker submits at once. To limit running flows, use the pool's concurrency limit."),
  prefetch_seconds: wholeNumber(0, 86_400)
    .optional()
    .describe('How many seconds before its start a run is submitted. Default: 10.'),
  install_policy: z
    .enum(['always', 'if-not-present', 'never'])
    .optional()
    .describe('Whether the worker installs the package of its type at start. Default in hardened: never.'),
  create_pool_if_not_found: z
    .boolean()
    .optional()
    .describe(
      "Whether the worker may make a missing pool, from Prefect's default template: with the key in clear text and a public address for every flow run. Default: true in reference, false in hardened.",
    ),
  settings: z
    .record(environmentVariableName, z.string())
    .register(EXAMPLES, { example: { PREFECT_LOGGING_LEVEL: 'DEBUG' } })
    .default({})
    .describe('Any further setting of Prefect as an environment variable of the worker: PREFECT_…: "value".'),
  ca_certificate: secretSource
    .optional()
    .describe('A secret that holds the certificate (PEM) of the authority that signed the API’s own.'),
  custom_headers: secretSource
    .optional()
    .describe(
      'A secret that holds the headers to send with every call, as a JSON map (PREFECT_CLIENT_CUSTOM_HEADERS).',
    ),
}).describe('The Prefect API and how the worker works with it.');

EXAMPLES.add(prefect, { example: { api_url: 'https://prefect.example.com/api', auth: 'none' } });
