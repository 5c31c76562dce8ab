import { refusalOf, SELF_HOSTED } from '../../helpers/refusals';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'a key where there is no authentication',
    { ...SELF_HOSTED, prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' }, api_key: { version: 2 } },
    'api_key\n    must be left out with prefect.auth: none\n    → where it comes from a base, take it away: api_key: null',
  ],
  [
    'two places',
    { api_key: { secret_arn: SECRET, ssm_parameter: '/prefect/key' } },
    'api_key\n    must name one place, not secret_arn and ssm_parameter',
  ],
  [
    'a version for a secret that exists',
    { api_key: { secret_name: 'team/prefect', version: 2 } },
    'api_key.version: 2\n    must be left out beside secret_name: it is about the secret that this stack would create',
  ],
  [
    'a store for a parameter that exists',
    { api_key: { ssm_parameter: '/prefect/key', store: 'secret' } },
    'api_key.store: "secret"\n    must be left out beside ssm_parameter: it is about the secret that this stack would create',
  ],
  [
    'a JSON key of a secret that is made',
    { api_key: { json_key: 'key' } },
    'api_key.json_key: "key"\n    must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
  ],
  [
    'a JSON key of a parameter',
    { api_key: { ssm_parameter: '/prefect/key', json_key: 'key' } },
    'api_key.json_key: "key"\n    must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
  ],
  [
    'a version id of a secret that is made',
    { api_key: { version_id: 'abc' } },
    'api_key.version_id: "abc"\n    must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
  ],
  [
    'a stage beside a version',
    { api_key: { secret_arn: SECRET, version_stage: 'AWSCURRENT', version_id: 'abc' } },
    'api_key.version_stage: "AWSCURRENT"\n    must be left out beside version_id, which names the version already',
  ],
  [
    'a key that AWS keeps',
    { api_key: { kms_key: { alias: 'alias/aws/secretsmanager' } } },
    'api_key.kms_key.alias: "alias/aws/secretsmanager"\n    must be the alias of a key of your own: alias/NAME, and not alias/aws/…, whose keys no policy can be given for\n    → for example alias: alias/my-key',
  ],
  [
    'a version where the state keeps the key',
    { preset: 'reference', api_key: { version: 2 } },
    'api_key.version: 2\n    must be left out with preset: reference, which keeps the key in the state and so stores every new one by itself',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
