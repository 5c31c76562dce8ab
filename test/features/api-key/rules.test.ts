import { refusalOf, SELF_HOSTED } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';
const VERSION = '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'a key where there is no authentication',
    { ...SELF_HOSTED, prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' }, api_key: { version: 2 } },
    'api_key\n    has no effect: with prefect.auth: none there is no key\n    → remove it, or set api_key: null if it comes from a base',
  ],
  [
    'two places',
    { api_key: { secret_arn: SECRET, ssm_parameter: '/prefect/key' } },
    'api_key\n    set exactly one of: secret_arn, secret_name, ssm_parameter\n    → remove ssm_parameter',
  ],
  [
    'a version for a secret that exists',
    { api_key: { secret_name: 'team/prefect', version: 2 } },
    'api_key.version: 2\n    has no effect: it applies only to a secret that this stack creates\n    → remove it, or remove secret_name',
  ],
  [
    'a store for a parameter that exists',
    { api_key: { ssm_parameter: '/prefect/key', store: 'secret' } },
    'api_key.store: "secret"\n    has no effect: it applies only to a secret that this stack creates\n    → remove it, or remove ssm_parameter',
  ],
  [
    'a JSON key of a secret that is made',
    { api_key: { json_key: 'key' } },
    'api_key.json_key: "key"\n    has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name\n    → remove it',
  ],
  [
    'a JSON key of a parameter',
    { api_key: { ssm_parameter: '/prefect/key', json_key: 'key' } },
    'api_key.json_key: "key"\n    has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name\n    → remove it',
  ],
  [
    'a version id of a secret that is made',
    { api_key: { version_id: VERSION } },
    `api_key.version_id: "${VERSION}"\n    has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name\n    → remove it`,
  ],
  [
    'a stage beside a version',
    { api_key: { secret_arn: SECRET, version_stage: 'AWSCURRENT', version_id: VERSION } },
    'api_key.version_stage: "AWSCURRENT"\n    has no effect: version_id sets the version\n    → remove it, or remove version_id',
  ],
  [
    'a key that AWS keeps',
    { api_key: { kms_key: { alias: 'alias/aws/secretsmanager' } } },
    'api_key.kms_key.alias: "alias/aws/secretsmanager"\n    must be the alias of a customer-managed key: alias/NAME, not alias/aws/…\n    → remove kms_key: it is only for keys of your own',
  ],
  [
    'a version where the state keeps the key',
    { preset: 'reference', api_key: { version: 2 } },
    'api_key.version: 2\n    has no effect: with preset: reference the key is in the state, and each apply stores a new key\n    → remove it',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

test('accepts a version where the key is a parameter', () => {
  const fields = { preset: 'reference', api_key: { store: 'ssm_parameter', version: 2 } };
  expect(() => environmentOf(fields)).not.toThrow();
});
