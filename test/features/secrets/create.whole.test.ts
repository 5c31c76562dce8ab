import { templateFileName } from '../../../src/features/work-pool/template-file-name';
import { SELF_HOSTED } from '../../helpers/refusals';
import { addressesOf, documentAt, fileBeside, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';
const VERSION = '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER_KEY = KEY.replace('1234abcd', '5678abcd');
const DEFINITION = 'aws_ecs_task_definition.prefect_worker_task_definition';
const READ = 'aws_iam_role_policy.ssm_allow_read_prefect_api_key';
const HERE = 'arn:${data.aws_partition.current.partition}:';
const IN_REGION = '${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}';

/** What ECS injects, by variable. */
function injected(terraform: Terraform): Record<string, string> {
  const [{ secrets = [] } = {}] = documentAt(terraform, DEFINITION, 'container_definitions') as {
    secrets?: { name: string; valueFrom: string }[];
  }[];
  return Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, valueFrom]));
}

/** The rights on secrets and keys: action, resource, and by way of which service. */
function rights(terraform: Terraform): unknown[] {
  const { Statement } = documentAt(terraform, READ, 'policy') as { Statement: Record<string, unknown>[] };
  return Statement.map(({ Action, Resource, Condition }) => [
    Action,
    Resource,
    ...Object.values((Condition as { StringEquals?: object } | undefined)?.StringEquals ?? {}),
  ]);
}

const via = (service: string, region = '${data.aws_region.current.id}') =>
  `${service}.${region}.\${data.aws_partition.current.dns_suffix}`;

describe('an API key that exists', () => {
  test.each([
    ['in a secret, by its ARN', { secret_arn: SECRET }, SECRET, SECRET],
    [
      'in a secret, by its name',
      { secret_name: 'team/prefect' },
      '${data.aws_secretsmanager_secret.secret_team_prefect.arn}',
      '${data.aws_secretsmanager_secret.secret_team_prefect.arn}',
    ],
    ['under a key of JSON', { secret_arn: SECRET, json_key: 'api_key' }, `${SECRET}:api_key::`, SECRET],
    ['at a stage', { secret_arn: SECRET, version_stage: 'BLUE' }, `${SECRET}::BLUE:`, SECRET],
    ['as one version', { secret_arn: SECRET, version_id: VERSION }, `${SECRET}:::${VERSION}`, SECRET],
    [
      'under a key that reads like Terraform',
      { secret_arn: SECRET, json_key: '${key}' },
      `${SECRET}:$\${key}::`,
      SECRET,
    ],
    [
      'in a parameter, by its name',
      { ssm_parameter: '/team/prefect' },
      `${HERE}ssm:${IN_REGION}:parameter/team/prefect`,
      `${HERE}ssm:${IN_REGION}:parameter/team/prefect`,
    ],
    [
      'in a parameter, by its ARN',
      { ssm_parameter: 'arn:aws:ssm:us-east-1:111122223333:parameter/x' },
      'arn:aws:ssm:us-east-1:111122223333:parameter/x',
      'arn:aws:ssm:us-east-1:111122223333:parameter/x',
    ],
  ])('%s is injected, and may be read', (_, api_key, valueFrom, arn) => {
    const terraform = stackOf({ api_key });
    expect(injected(terraform)).toEqual({ PREFECT_API_KEY: valueFrom });
    const action = 'ssm_parameter' in api_key ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue';
    expect(rights(terraform)).toEqual([[action, arn]]);
    expect(terraform.variable).not.toHaveProperty('prefect_api_key');
    expect(terraform.variable).not.toHaveProperty('secrets_manager_recovery_in_days');
  });

  test.each([
    ['a secret', { secret_name: 'team/prefect' }, KEY, via('secretsmanager')],
    [
      'a secret of another region, whose key is there',
      { secret_arn: SECRET.replace('us-east-1', 'eu-west-1') },
      KEY.replace('us-east-1', 'eu-west-1'),
      via('secretsmanager', 'eu-west-1'),
    ],
    ['a parameter', { ssm_parameter: '/team/prefect' }, KEY, via('ssm')],
  ])('may be decrypted by way of %s only', (_, source, kms_key, service) => {
    const terraform = stackOf({ api_key: { ...source, kms_key } });
    expect(rights(terraform).at(-1)).toEqual(['kms:Decrypt', kms_key, service]);
  });
});

describe('an API key that is created', () => {
  test('in a secret under a key of one’s own', () => {
    const terraform = stackOf({ api_key: { kms_key: { alias: 'alias/team' } } });
    const key = '${data.aws_kms_alias.kms_key_alias_team.target_key_arn}';
    expect(resourceAt(terraform, 'aws_secretsmanager_secret.prefect_api_key')['kms_key_id']).toBe(key);
    expect(rights(terraform).at(-1)).toEqual(['kms:Decrypt', key, via('secretsmanager')]);
  });

  test('in a parameter, past the state', () => {
    const terraform = stackOf({ api_key: { store: 'ssm_parameter', version: 3, kms_key: KEY } });
    expect(resourceAt(terraform, 'aws_ssm_parameter.prefect_api_key')).toEqual({
      name: 'prefect-api-key-${var.name}',
      type: 'SecureString',
      value_wo: '${var.prefect_api_key}',
      value_wo_version: 3,
      key_id: KEY,
      lifecycle: { create_before_destroy: true },
    });
    expect(injected(terraform)).toEqual({ PREFECT_API_KEY: '${aws_ssm_parameter.prefect_api_key.arn}' });
    expect(rights(terraform)).toEqual([
      ['ssm:GetParameters', `${HERE}ssm:${IN_REGION}:parameter/prefect-api-key-\${var.name}`],
      ['kms:Decrypt', KEY, via('ssm')],
    ]);
    expect(addressesOf(terraform).join()).not.toMatch('aws_secretsmanager');
    expect(terraform.variable).not.toHaveProperty('secrets_manager_recovery_in_days');
  });

  test('in a parameter below a path of its own', () => {
    const terraform = stackOf({ api_key: { store: 'ssm_parameter' }, names: { secret: '/team/prefect' } });
    expect(resourceAt(terraform, 'aws_ssm_parameter.prefect_api_key')['name']).toBe('/team/prefect');
    expect(rights(terraform)).toEqual([['ssm:GetParameters', `${HERE}ssm:${IN_REGION}:parameter/team/prefect`]]);
  });

  test('in a parameter needs a Terraform that knows write-only values, in the reference too', () => {
    const stack = stackOf({ preset: 'reference', api_key: { store: 'ssm_parameter' } });
    expect(fileBeside(stack, 'versions.tf')).toContain('required_version = ">= 1.11.0"');
  });

  test('under a random name may be read by its own ARN', () => {
    const terraform = stackOf({ names: { random_suffix: true } });
    const secret = 'aws_secretsmanager_secret.prefect_api_key';
    expect(resourceAt(terraform, secret)['name_prefix']).toBe('prefect-api-key-${var.name}-');
    expect(rights(terraform)).toEqual([['secretsmanager:GetSecretValue', `\${${secret}.arn}`]]);
  });
});

describe('in the reference', () => {
  test('a key of one’s own may be decrypted with', () => {
    const terraform = stackOf({ preset: 'reference', api_key: { secret_arn: SECRET, kms_key: KEY } });
    expect(rights(terraform).at(-1)).toEqual(['kms:Decrypt', KEY, via('secretsmanager', 'us-east-1')]);
  });
});

test('an auth string has its own setting, input, secret and name', () => {
  const terraform = stackOf({ ...SELF_HOSTED, prefect: { api_url: 'https://p.example.com/api', auth: 'auth_string' } });
  expect(Object.keys(injected(terraform))).toEqual(['PREFECT_API_AUTH_STRING']);
  expect(terraform.variable['prefect_api_auth_string']).toMatchObject({ ephemeral: true, sensitive: true });
  expect(terraform.variable).not.toHaveProperty('prefect_api_key');
  expect(resourceAt(terraform, 'aws_secretsmanager_secret.prefect_api_auth_string')['name']).toBe(
    'prefect-api-auth-string-${var.name}',
  );
});

test('without authentication there is no secret, no input and no right to read one', () => {
  const terraform = stackOf({ ...SELF_HOSTED, prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' } });
  expect(injected(terraform)).toEqual({});
  expect(addressesOf(terraform)).not.toContain(READ);
  expect(JSON.stringify(terraform)).not.toMatch(/secretsmanager|prefect_api_key/);
  // Prefect's own template has variables of such names, whatever the values.
  expect(fileBeside(terraform, templateFileName())).not.toMatch(/arn:[^"]*secretsmanager/);
});

describe('secrets of the worker’s own', () => {
  const terraform = stackOf({
    api_key: { secret_arn: SECRET },
    worker: {
      secrets: {
        DB_URL: { secret_name: 'team/db', json_key: 'url', kms_key: KEY },
        LICENSE: { ssm_parameter: '/team/license', kms_key: OTHER_KEY },
        TOKEN: { create: true, version: 2, kms_key: KEY },
      },
    },
  });
  const made = 'aws_secretsmanager_secret.worker_secret_token';

  test('are injected beside the key', () => {
    expect(injected(terraform)).toEqual({
      PREFECT_API_KEY: SECRET,
      TOKEN: `\${${made}.arn}:::\${aws_secretsmanager_secret_version.worker_secret_token_version.version_id}`,
      DB_URL: '${data.aws_secretsmanager_secret.secret_team_db.arn}:url::',
      LICENSE: `${HERE}ssm:${IN_REGION}:parameter/team/license`,
    });
  });

  test('are made with a value that is asked for, past plan and state', () => {
    expect(resourceAt(terraform, made)).toMatchObject({
      name: 'prefect-worker-secret-${var.name}-TOKEN',
      kms_key_id: KEY,
    });
    expect(resourceAt(terraform, 'aws_secretsmanager_secret_version.worker_secret_token_version')).toMatchObject({
      secret_string_wo: '${var.worker_secret_token}',
      secret_string_wo_version: 2,
    });
    expect(terraform.variable['worker_secret_token']).toMatchObject({
      ephemeral: true,
      sensitive: true,
      nullable: false,
    });
  });

  test('can be restored for as long as the input says, though the key is in no secret of ours', () => {
    expect(resourceAt(terraform, made)['recovery_window_in_days']).toBe('${var.secrets_manager_recovery_in_days}');
    expect(terraform.variable['secrets_manager_recovery_in_days']).toMatchObject({ default: 30 });
  });

  test('may be read and decrypted, each in its own way', () => {
    expect(rights(terraform)).toEqual([
      [
        'secretsmanager:GetSecretValue',
        [
          SECRET,
          `${HERE}secretsmanager:${IN_REGION}:secret:prefect-worker-secret-\${var.name}-TOKEN-??????`,
          '${data.aws_secretsmanager_secret.secret_team_db.arn}',
        ],
      ],
      expect.anything(),
      ['ssm:GetParameters', `${HERE}ssm:${IN_REGION}:parameter/team/license`],
      ['kms:Decrypt', OTHER_KEY, via('ssm')],
    ]);
    expect(rights(terraform)[1]).toEqual(['kms:Decrypt', KEY, via('secretsmanager')]);
  });
});
