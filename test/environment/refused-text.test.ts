import { stringify } from 'yaml';
import { refusedTexts } from '../../src/environment/refused-text';
import { ConfigError } from '../../src/problems/errors';
import { environmentOf, layersWith, REQUIRED, reportOn, reportOnFields } from '../helpers/stack-files';

/** What is said of the texts of a file alone: the tests of whole reports show that nothing else repeats one. */
function reportOnTexts(fields: object): string {
  return new ConfigError(refusedTexts(layersWith(fields))).message;
}

const KEY = `pnu_${'a1B2'.repeat(9)}`;

test('an API key in a file is refused with the reason and the way to pass it, and not repeated', () => {
  const report = reportOnFields({ prefect_api_key: 'my-secret-value' });
  expect(report).toContain('test.yaml:9 prefect_api_key\n    must not be in a file');
  expect(report).toContain('export TF_VAR_prefect_api_key');
  expect(report).not.toContain('my-secret-value');
});

test.each([
  ['in a field that does not exist', { worker_key: KEY }],
  ['in a field of another kind', { worker_cpu: KEY }],
  ['in a free text', { worker_extra_pip_packages: `--index https://${KEY}@example.com` }],
  ['in a tag', { tags: { Key: KEY } }],
  ['as the name of a tag', { tags: { [KEY]: 'x' } }],
  ['as the name of a field', { [KEY]: 'x' }],
  ['in a list', { worker_subnets: [KEY] }],
  ['within a map where none belongs', { worker_cpu: { a: { b: KEY } } }],
  ['within a list where none belongs', { worker_cpu: [[KEY]] }],
  ['below a group', { api_key: { prefect_api_key: KEY } }],
])('a Prefect API key %s is refused, and not repeated', (_, fields) => {
  const report = reportOnFields(fields);
  expect(report).toMatch(/contains a Prefect API key|must not be in a file/);
  expect(report).not.toContain(KEY);
});

test.each([
  ['api_key', { api_key: { 'hunter2-xyz': null, version: 2 } }],
  ['api_key', { api_key: { 'hunter2-xyz': { within: ['it'] } } }],
  ['worker.secrets.DB', { worker: { secrets: { DB: { 'hunter2-xyz': 'x' } } } }],
  ['prefect.custom_headers', { prefect: { custom_headers: { 'X-Hunter2-xyz': 'hunter2-xyz' } } }],
])('a value that is pasted as a name below %s is refused, and not repeated', (group, fields) => {
  const report = reportOnFields(fields);
  expect(report).toContain(` ${group}\n    must not`);
  expect(report).not.toMatch(/hunter2/i);
  expect(report).not.toContain('within');
});

test('beside a name that may be a secret, other mistakes of the group are said', () => {
  const report = reportOnFields({ api_key: { 'hunter2-xyz': 'x', secretArn: 'y' } });
  expect(report).toContain('api_key.secretArn');
  expect(report).toContain('did you mean secret_arn?');
});

test('an API key below a field of another kind is not repeated', () => {
  const report = reportOnFields({ worker_subnets: [{ prefect_api_key: 'my-secret-value' }] });
  expect(report).toContain('worker_subnets[0].prefect_api_key\n    must not be in a file');
  expect(report).not.toContain('my-secret-value');
});

test.each<[what: string, secret: string]>([
  ['a token of GitHub', `${'gh'}p_${'a1'.repeat(18)}`],
  ['a token of GitHub', `${'github'}_pat_${'A1_'.repeat(10)}`],
  ['a token of GitLab', `${'glpat'}-${'aB3-'.repeat(5)}`],
  ['a token of Slack', `${'xoxb'}-1234567890-abcdef`],
  ['a webhook of Slack', `https://hooks.slack.com/services/${'T0A1B2C3D/B0A1B2C3D/'}${'aB3dE5fG'.repeat(3)}`],
  ['a JSON Web Token', ['eyJhbGciOiJIUzI1NiJ9AB', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N'].join('.')],
  ['a token of Docker Hub', `${'dckr'}_pat_${'aB3_'.repeat(7)}`],
  ['a token of PyPI', `${'pypi'}-AgEIcHlwaS5vcmc${'aB3-'.repeat(20)}`],
  ['a token of Databricks', `${'dapi'}${'0a1b'.repeat(8)}`],
  ['a token of Hugging Face', `${'hf'}_${'aBcD'.repeat(8)}ab`],
  ['a key of OpenAI', `${'sk'}-proj-${'aB3_'.repeat(18)}T3BlbkFJ${'aB3_'.repeat(18)}`],
  ['a key of Anthropic', `${'sk'}-ant-api03-${'aB3_'.repeat(23)}AA`],
  ['a key of Google', `${'AIza'}${'aB3_-'.repeat(7)}`],
  ['a secret of an application in Azure', `a~B8${'Q~'}${'aB3._'.repeat(6)}x`],
  ['a key of Stripe', `${'sk'}_live_${'aB3d'.repeat(6)}`],
  ['a token of HCP Terraform', `${'aB3dE5fG7hI9jK'}.atlasv1.${'aB3-'.repeat(16)}`],
  ['a token of Vault', `${'hvs'}.${'aB3_'.repeat(24)}`],
  ['an AWS access key', `${'ABIA'}${'ABC2'.repeat(4)}`],
  ['a webhook of Discord', `https://discord.com/api/webhooks/${'1234567890'.repeat(2)}/${'aB3_'.repeat(17)}`],
  ['a token of a bot of Telegram', `1234567890:A${'aB3_-'.repeat(6)}aB3d`],
  ['a key of PagerDuty', `${'pdus'}+_0A1B_${'aB3-'.repeat(6)}`],
  ['a key of PagerDuty', `${'u'}+${'aB3_'.repeat(4)}aB`],
  ['a key of PagerDuty', `https://events.pagerduty.com/integration/${'0a1b'.repeat(8)}/enqueue`],
  ['an AWS secret key', `export AWS_SECRET_ACCESS_KEY=${'aB3/'.repeat(10)}`],
  ['an AWS secret key', `{"SecretAccessKey": "${'aB3/'.repeat(10)}"}`],
  ['a key of Azure', `AccountName=a;AccountKey=${'aB3/'.repeat(21)}aB==;EndpointSuffix=core.windows.net`],
  ['a key of Azure', `https://a.blob.core.windows.net/c?sv=2022-11-02&sig=${'aB3d'.repeat(10)}%3D`],
  ['the credentials of a container registry', `{"auths": {"r.example.com": {"auth": "${'aB3d'.repeat(4)}"}}}`],
  ['a token of dbt', `${'dbtc'}_${'aB3_'.repeat(9)}`],
  ['a secret of a client of Google', `${'GOCSPX'}-${'aB3_'.repeat(7)}`],
  ['a key of Groq', `${'gsk'}_${'aB3d'.repeat(13)}`],
  ['a token of Shopify', `${'shpat'}_${'0a1b'.repeat(8)}`],
  ['a token of Supabase', `${'sbp'}_${'0a1b'.repeat(10)}`],
  ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----\nMIIEow'].join(' ')],
])('%s is refused wherever it stands, and not repeated', (what, secret) => {
  for (const fields of [
    { capacity: { type: 'ec2', ec2: { user_data: `curl -H "${secret}"` } } },
    { flow_runs: { environment: { HOOK: secret } } },
  ]) {
    const report = reportOnTexts(fields);
    expect(report).toContain(`contains ${what}`);
    expect(report).not.toContain(secret.slice(0, 12));
  }
});

test.each([
  ['a URL with a password', 'redis://:c4n4ry5f2c@cache.example.com:6379/0'],
  ['a connection string', 'Server=db;User ID=admin;Password=c4n4ry5f2c'],
  ['a header', 'Bearer c4n4ry5f2c81d09b7e'],
])('%s that stands in place of a field is refused as no field, and not repeated', (_, text) => {
  for (const fields of [{ [text]: 1 }, { worker: { [text]: 1 } }]) {
    const report = reportOnFields(fields);
    expect(report).toContain('is not a field');
    expect(report).not.toContain('c4n4ry5f2c');
  }
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe.each<[form: string, encode: (text: string) => string]>([
  ['in Base64', base64],
  ['in Base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
  ['in a header', (text) => `Authorization: Basic ${base64(`user:${text}`)}`],
  ['in Base64 behind a path', (text) => `v1/${base64(text)}`],
  ['percent-encoded', (text) => encodeURIComponent(`https://example.com/?q=${text}&r=`)],
  [
    'percent-encoded in every character',
    (text) => [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
  ],
])('%s', (_, encode) => {
  const text = encode(KEY);

  test('a Prefect API key is refused wherever it stands, and not repeated', () => {
    for (const fields of [{ tags: { Key: text } }, { [text]: 'x' }, { worker_cpu: text }, { worker_subnets: [text] }]) {
      const report = reportOnFields(fields);
      expect(report).toContain('contains a Prefect API key');
      expect(report).not.toContain(text.slice(-20));
    }
  });

  test('a password in a URL is not repeated', () => {
    const url = encode('https://admin:hunter2-hidden@example.com');
    expect(reportOnFields({ worker_cpu: url })).not.toContain(url.slice(-20));
  });
});

test.each([
  'sk-learn',
  'hf_model_name',
  'a.atlasv1.example',
  'eyJhIjoxfQ',
  'c3VibmV0LTBhNTFjOWUyN2YzYjY0ZDgw',
  '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  'a%20b%zz',
  '50%',
])('a text that is no secret in any form is repeated: %s', (text) => {
  expect(reportOnFields({ worker_cpu: text })).toContain(`worker_cpu: "${text}"`);
});

test('an AWS access key is refused, and not repeated', () => {
  const key = `AKIA${'ABCD'.repeat(4)}`;
  const report = reportOnFields({ aws: { profile: key } });
  expect(report).toContain('contains an AWS access key');
  expect(report).not.toContain(key);
});

test('a text that CDKTF would take for a reference is refused', () => {
  expect(reportOnFields({ worker_extra_pip_packages: 'x ${TfToken[TOKEN.1]}' })).toContain(
    'must not contain "TfToken["',
  );
});

const HIDDEN = 'hunter2-hidden';

describe('a secret is refused, and not repeated,', () => {
  test.each<[string, object, string, string]>([
    ['as api_key', { api_key: HIDDEN }, 'api_key', 'export TF_VAR_prefect_api_key'],
    ['as a key of prefect', { prefect: { api_key: HIDDEN } }, 'prefect.api_key', 'export TF_VAR_prefect_api_key'],
    [
      'as an auth string',
      { prefect: { auth_string: HIDDEN } },
      'prefect.auth_string',
      'set prefect.auth: auth_string, and pass it when Terraform asks',
    ],
    ...['PREFECT_API_KEY', 'PREFECT_API_AUTH_STRING', 'PREFECT_CLIENT_CUSTOM_HEADERS'].flatMap(
      (name): [string, object, string, string][] => {
        const environment = { [name]: HIDDEN };
        return [
          [`as the setting ${name}`, { prefect: { settings: environment } }, `prefect.settings.${name}`, 'remove it'],
          [`as ${name} of the worker`, { worker: { environment } }, `worker.environment.${name}`, 'remove it'],
          [`as ${name} of flow runs`, { flow_runs: { environment } }, `flow_runs.environment.${name}`, 'remove it'],
          [
            `as ${name} of a sidecar`,
            { worker: { sidecars: { a: { image: 'a:1', environment } } } },
            `worker.sidecars.a.environment.${name}`,
            'remove it',
          ],
          [
            `as ${name} of another worker`,
            { workers: { b: { worker: { environment } } } },
            `workers.b.worker.environment.${name}`,
            'remove it',
          ],
          [`as ${name} in Terraform`, { terraform: { locals: environment } }, `terraform.locals.${name}`, 'remove it'],
        ];
      },
    ),
    ['in place of its name', { worker: { secrets: { X: HIDDEN } } }, 'worker.secrets.X', 'set one of secret_arn'],
    ['as a number', { worker: { secrets: { X: 4711 } } }, 'worker.secrets.X', 'set one of secret_arn'],
    ['in a list', { worker: { secrets: { X: [HIDDEN] } } }, 'worker.secrets.X', 'set one of secret_arn'],
    ['as the key, in a list', { api_key: [HIDDEN] }, 'api_key', 'export TF_VAR_prefect_api_key'],
    ['as the key, in a list of lists', { api_key: [null, [HIDDEN]] }, 'api_key', 'export TF_VAR_prefect_api_key'],
    [
      'as a setting, in a list',
      { prefect: { settings: { PREFECT_API_KEY: [HIDDEN] } } },
      'prefect.settings.PREFECT_API_KEY',
      'export TF_VAR_prefect_api_key',
    ],
    ['as headers, in a list', { prefect: { custom_headers: [HIDDEN] } }, 'prefect.custom_headers', 'change the secret'],
    ['as a certificate, in a list', { prefect: { ca_certificate: [4711] } }, 'prefect.ca_certificate', 'secret_arn'],
    ['of flow runs', { flow_runs: { secrets: { X: HIDDEN } } }, 'flow_runs.secrets.X', 'set one of secret_arn'],
    ['as headers', { prefect: { custom_headers: HIDDEN } }, 'prefect.custom_headers', 'set one of secret_arn'],
    ['as a certificate', { prefect: { ca_certificate: HIDDEN } }, 'prefect.ca_certificate', 'set one of secret_arn'],
  ])('%s', (_, fields, path, hint) => {
    const report = reportOnFields(fields);
    expect(report).toContain(path);
    expect(report).toContain(hint);
    expect(report).not.toMatch(/hunter2|4711/);
  });

  test.each<[string, object]>([
    ['in the URL of the API', { prefect: { api_url: `https://admin:${HIDDEN}@prefect.example.com/api` } }],
    ['as a token in a URL', { image: { code: { git: { repository: `https://${HIDDEN}@git.example.com/a` } } } }],
    ['as the ARN of a secret', { api_key: { secret_arn: HIDDEN } }],
    ['as the name of a secret', { api_key: { secret_name: `${HIDDEN} $` } }],
    ['in place of the fields of prefect', { prefect: HIDDEN }],
    ['in a list in place of the fields of prefect', { prefect: ['api_url', HIDDEN] }],
    ['in a list as the ARN of a secret', { worker: { secrets: { X: { secret_arn: [HIDDEN] } } } }],
    ['as a variable of another type', { worker: { environment: { DB_PASSWORD: [HIDDEN] } } }],
  ])('%s', (_, fields) => {
    expect(reportOnFields(fields)).not.toContain(HIDDEN);
  });

  test('as a number that should be text', () => {
    const report = reportOnFields({ worker: { environment: { DB_PASSWORD: 471_147, WORKERS: 815 } } });
    expect(report).toContain('worker.environment.DB_PASSWORD\n');
    expect(report).not.toContain('471147');
    expect(report).toContain('815');
  });
});

test.each<[string, object]>([
  ['replaces', { api_key: { version: 2 }, prefect: { settings: { PREFECT_API_KEY: null } } }],
  ['removes', { api_key: null, prefect: null }],
])('a secret of a base that the environment %s is refused where it stands', (_, fields) => {
  const base = { ...REQUIRED, api_key: HIDDEN, prefect: { settings: { PREFECT_API_KEY: HIDDEN } } };
  const report = reportOn({ '_base.yaml': base, 'test.yaml': { extends: '_base.yaml', ...fields } });
  expect(report).toContain('stacks/_base.yaml:9 api_key\n');
  expect(report).toContain('stacks/_base.yaml:12 prefect.settings.PREFECT_API_KEY\n');
  expect(report).not.toContain(HIDDEN);
});

test('a list at a place for a mapping is shown where no secret is meant', () => {
  expect(reportOnFields({ worker: ['python'] })).toContain('worker: ["python"]\n');
});

test('null, which removes what a base has, is no secret', () => {
  const fields = { api_key: null, prefect_api_key: null, worker: { secrets: { X: null } } };
  expect(environmentOf(fields).worker.secrets).toEqual({});
});

describe('text that cannot be written', () => {
  test.each([
    ['NUL', '\u0000'],
    ['an escape', '\u001b[31m'],
    ['a backspace', '\b'],
    ['DEL', '\u007f'],
    ['a control character of Latin-1', '\u0085'],
  ])('is refused: %s', (_, character) => {
    const report = reportOnFields({ tags: { Team: `a${character}b` }, worker: { environment: { X: character } } });
    expect(report).toContain('tags.Team\n    contains a control character');
    expect(report).toContain('worker.environment.X\n    contains a control character');
    expect(report).not.toContain(character);
  });

  test.each(['"\\ud800"', '"x\\udc00y"'])('is refused: half of a surrogate pair, %s', (text) => {
    const file = `${stringify(REQUIRED)}worker:\n  environment:\n    X: ${text}\n    ${text}: x\n`;
    const report = reportOn({ 'test.yaml': file });
    expect(report).toContain('worker.environment.X\n    contains half of a surrogate pair');
    expect(report).toContain('worker.environment\n    contains half of a surrogate pair');
  });

  test('is not a line break, a tab or a character of two halves', () => {
    const X = 'a\tb\r\nc 😀 é';
    expect(environmentOf({ worker: { environment: { X } } }).worker.environment).toEqual({ X });
  });
});
