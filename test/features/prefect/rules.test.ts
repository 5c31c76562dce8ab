import { refusalOf, SELF_HOSTED } from '../../helpers/refusals';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'no account for Prefect Cloud',
    { prefect_account_id: undefined },
    'prefect_account_id\n    is required\n    → set prefect_account_id and prefect_workspace_id, or prefect.workspace, for Prefect Cloud; or prefect.api_url for a self-hosted server',
  ],
  [
    'an account beside a URL',
    { prefect_workspace_id: undefined, prefect: { api_url: 'https://p.example.com/api', auth: 'none' } },
    'prefect_account_id: "6e02a1db-07de-4760-a15d-60d8fe0b04e1"\n    has no effect: prefect.api_url is the whole URL\n    → remove it, or set prefect_account_id: null if it comes from a base',
  ],
  [
    'a server that does not say how it knows the worker',
    { ...SELF_HOSTED, prefect: { api_url: 'https://p.example.com/api' } },
    'prefect.auth\n    is required with prefect.api_url; allowed: api_key, auth_string, none\n    → set auth_string if the server has PREFECT_SERVER_API_AUTH_STRING, none if it has no authentication, api_key for Prefect Cloud by PrivateLink',
  ],
  [
    'an auth string for Prefect Cloud',
    { prefect: { auth: 'auth_string' } },
    'prefect.auth: "auth_string"\n    must be api_key for Prefect Cloud\n    → set auth: api_key, or remove it; none is available with service.create: false',
  ],
  [
    'no authentication at Prefect Cloud',
    {
      ...SELF_HOSTED,
      prefect: {
        api_url:
          'https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185',
        auth: 'none',
      },
    },
    'prefect.auth: "none"\n    must be api_key for Prefect Cloud\n    → set auth: api_key, or remove it; none is available with service.create: false',
  ],
  [
    'a URL beside a key that is made',
    { ...SELF_HOSTED, prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'api_key' } },
    'prefect.api_url.key_of_api_key_secret: "url"\n    requires the API key in an existing secret that is a JSON document\n    → set api_key.secret_arn or api_key.secret_name, and api_key.json_key',
  ],
  [
    'a URL beside a key that is the whole secret',
    {
      ...SELF_HOSTED,
      prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'api_key' },
      api_key: { secret_arn: SECRET },
    },
    'prefect.api_url.key_of_api_key_secret: "url"\n    requires the API key in an existing secret that is a JSON document\n    → set api_key.secret_arn or api_key.secret_name, and api_key.json_key',
  ],
  [
    'a URL beside no key',
    { ...SELF_HOSTED, prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'none' } },
    'prefect.api_url.key_of_api_key_secret: "url"\n    requires the API key in an existing secret that is a JSON document\n    → set api_key.secret_arn or api_key.secret_name, and api_key.json_key',
  ],
  [
    'a URL beside the key under a name that ECS would take for more than a name',
    { ...SELF_HOSTED, prefect: { api_url: { key_of_api_key_secret: 'a:b' }, auth: 'api_key' } },
    'prefect.api_url.key_of_api_key_secret: "a:b"\n    must be a key of the JSON document in the secret, without colons and spaces\n    → for example key_of_api_key_secret: api_key',
  ],
  [
    'a URL in two ways',
    { ...SELF_HOSTED, prefect: { api_url: { ssm_parameter: '/x', key_of_api_key_secret: 'url' }, auth: 'none' } },
    'prefect.api_url\n    set exactly one of: ssm_parameter, key_of_api_key_secret, secret\n    → remove one of the two',
  ],
  [
    'a URL in no secret',
    { ...SELF_HOSTED, prefect: { api_url: { secret: {} }, auth: 'none' } },
    'prefect.api_url.secret\n    set exactly one of: secret_arn, secret_name, ssm_parameter\n    → for example secret_arn: arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123',
  ],
  [
    'a URL in two secrets',
    { ...SELF_HOSTED, prefect: { api_url: { secret: { secret_arn: SECRET, ssm_parameter: '/x' } }, auth: 'none' } },
    'prefect.api_url.secret\n    set exactly one of: secret_arn, secret_name, ssm_parameter\n    → remove one of the two',
  ],
  [
    'a certificate in two secrets',
    { prefect: { ca_certificate: { secret_arn: SECRET, secret_name: 'x' } } },
    'prefect.ca_certificate\n    set exactly one of: secret_arn, secret_name, ssm_parameter\n    → remove one of the two',
  ],
  [
    'headers in no secret',
    { prefect: { custom_headers: { json_key: 'x' } } },
    'prefect.custom_headers\n    set exactly one of: secret_arn, secret_name, ssm_parameter\n    → for example secret_arn: arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123\nprefect.custom_headers.json_key: "x"\n    has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name\n    → remove it',
  ],
  [
    'the URL as a setting',
    { prefect: { settings: { PREFECT_API_URL: 'x' } } },
    'prefect.settings.PREFECT_API_URL: "x"\n    cannot be set here: prefect.api_url sets it\n    → set prefect.api_url instead',
  ],
  [
    'headers in the environment',
    { worker: { environment: { PREFECT_CLIENT_CUSTOM_HEADERS: '{}' } } },
    'worker.environment.PREFECT_CLIENT_CUSTOM_HEADERS\n    must not be in a file: stack files are in version control, and everybody who reads them could use the key\n    → remove it, change its credentials, and set an existing secret: prefect.custom_headers',
  ],
  [
    'the key among the secrets',
    { worker: { secrets: { PREFECT_API_KEY: { secret_arn: SECRET } } } },
    'worker.secrets.PREFECT_API_KEY\n    cannot be set here: api_key sets it\n    → set api_key instead',
  ],
  [
    'the variable of the certificate',
    { prefect: { ca_certificate: { secret_arn: SECRET } }, worker: { environment: { CA_CERTIFICATE: 'x' } } },
    'worker.environment.CA_CERTIFICATE: "x"\n    cannot be set here: prefect.ca_certificate sets it\n    → set prefect.ca_certificate instead',
  ],
  [
    'packages as a setting',
    { prefect: { settings: { EXTRA_PIP_PACKAGES: 's3fs' } } },
    'prefect.settings.EXTRA_PIP_PACKAGES: "s3fs"\n    cannot be set here: worker_extra_pip_packages sets it\n    → set worker_extra_pip_packages instead',
  ],
  [
    'packages as a secret',
    { worker: { secrets: { EXTRA_PIP_PACKAGES: { create: true } } } },
    'worker.secrets.EXTRA_PIP_PACKAGES\n    cannot be set here: worker_extra_pip_packages sets it\n    → set worker_extra_pip_packages instead',
  ],
  [
    'no work queue',
    { prefect: { work_queues: [] } },
    'prefect.work_queues: []\n    must have at least one work queue\n    → for example work_queues: [high-priority]',
  ],
  [
    'a queue that would be read as an option',
    { prefect: { work_queues: ['--help'] } },
    'prefect.work_queues[0]: "--help"\n    must be the name of a Prefect work queue: in one line, without / % & < > and not beginning with a hyphen\n    → for example high-priority',
  ],
  ['a limit of nothing', { prefect: { limit: 0 } }, 'prefect.limit: 0\n    must be at least 1\n    → set 1 or more'],
  [
    'a password in a URL',
    { ...SELF_HOSTED, prefect: { api_url: 'https://u:p@p.example.com/api', auth: 'none' } },
    'prefect.api_url\n    must be the URL of a Prefect API, which ends in /api, without user, password and query: https://HOST[:PORT]/api, the port from 1 to 65535\n    → for example api_url: https://prefect.example.com/api',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
