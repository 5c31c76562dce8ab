import { SELF_HOSTED } from '../../helpers/refusals';
import { documentAt, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';
import { workerVariables } from '../../helpers/worker-variables';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';
const DEFINITION = 'aws_ecs_task_definition.prefect_worker_task_definition';

interface Container {
  readonly command: readonly string[];
  readonly environment: unknown;
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

function container(terraform: Terraform): Container {
  const [only] = documentAt(terraform, DEFINITION, 'container_definitions') as Container[];
  return only as Container;
}

/** What the worker is told beyond the pool and the type. */
function command(prefect: object, fields: object = {}): readonly string[] {
  return container(stackOf({ prefect, ...fields })).command.slice(7);
}

/** The values that the environment is written with. */
function variables(fields: object): string {
  return String(container(stackOf(fields)).environment);
}

describe('the command', () => {
  test.each([
    ['work queues', { work_queues: ['high', 'low'] }, ['--work-queue', 'high', '--work-queue', 'low']],
    ['a name', { worker_name: 'ecs worker' }, ['--name', 'ecs worker']],
    ['a name that reads like Terraform', { worker_name: '${var.name}' }, ['--name', '$${var.name}']],
    ['a queue that reads like Terraform', { work_queues: ['${var.name}'] }, ['--work-queue', '$${var.name}']],
    ['a limit', { limit: 5 }, ['--limit', '5']],
    ['seconds to prefetch', { prefetch_seconds: 0 }, ['--prefetch-seconds', '0']],
    ['an install policy', { install_policy: 'never' }, ['--install-policy', 'never']],
  ])('has %s', (_, prefect, words) => {
    expect(command(prefect)).toEqual([...words, '--with-healthcheck', '--no-create-pool-if-not-found']);
  });

  test('makes a missing pool only where that is wanted', () => {
    expect(command({ create_pool_if_not_found: true })).not.toContain('--no-create-pool-if-not-found');
    expect(command({ create_pool_if_not_found: false }, { preset: 'reference' })).toEqual([
      '--no-create-pool-if-not-found',
    ]);
  });

  test('writes a certificate to a file before it starts the worker', () => {
    const terraform = stackOf({ prefect: { ca_certificate: { secret_arn: SECRET, json_key: 'ca' } } });
    expect(container(terraform).command.slice(0, 6)).toEqual([
      'sh',
      '-c',
      'printf \'%s\\n\' "$CA_CERTIFICATE" > /tmp/prefect-ca.pem && exec "$0" "$@"',
      'prefect',
      'worker',
      'start',
    ]);
    expect(container(terraform).secrets).toContainEqual({ name: 'CA_CERTIFICATE', valueFrom: `${SECRET}:ca::` });
    expect(String(container(terraform).environment)).toContain(
      '{ name = "PREFECT_API_SSL_CERT_FILE", value = "/tmp/prefect-ca.pem" }',
    );
  });
});

describe('the URL of the API', () => {
  const at = (api_url: unknown, fields: object = {}) =>
    stackOf({ ...SELF_HOSTED, prefect: { api_url, auth: 'none' }, ...fields });

  test('is Prefect Cloud’s, of account and workspace', () => {
    expect(variables({})).toContain(
      '{ name = "PREFECT_API_URL", value = "https://api.prefect.cloud/api/accounts/${var.prefect_account_id}/workspaces/${var.prefect_workspace_id}" }',
    );
  });

  test('is an input where the stack file names it', () => {
    const terraform = at('http://prefect.internal:4200/api');
    expect(terraform.variable['prefect_api_url']).toMatchObject({ default: 'http://prefect.internal:4200/api' });
    expect(String(container(terraform).environment)).toContain(
      '{ name = "PREFECT_API_URL", value = "${var.prefect_api_url}" }',
    );
    expect(terraform.variable).not.toHaveProperty('prefect_account_id');
    expect(terraform.variable).not.toHaveProperty('prefect_workspace_id');
  });

  test('is what a parameter says', () => {
    const terraform = at({ ssm_parameter: '/prefect/url' });
    expect(terraform.locals?.['prefect_api_url']).toBe(
      '${data.aws_ssm_parameter.ssm_parameter_prefect_url.insecure_value}',
    );
    expect(String(container(terraform).environment)).toContain('value = "${local.prefect_api_url}"');
  });

  test('is what ECS reads from a secret', () => {
    const terraform = at({ secret: { secret_arn: SECRET } });
    expect(container(terraform).secrets).toEqual([{ name: 'PREFECT_API_URL', valueFrom: SECRET }]);
    expect(String(container(terraform).environment)).not.toContain('PREFECT_API_URL');
  });

  test('is in the secret of the key, under another key of JSON', () => {
    const terraform = stackOf({
      ...SELF_HOSTED,
      prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'api_key' },
      api_key: { secret_arn: SECRET, json_key: 'key' },
    });
    expect(container(terraform).secrets).toEqual([
      { name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:key::` },
      { name: 'PREFECT_API_URL', valueFrom: `${SECRET}:url::` },
    ]);
    expect(documentAt(terraform, 'aws_iam_role_policy.ssm_allow_read_prefect_api_key', 'policy')).toMatchObject({
      Statement: [{ Action: 'secretsmanager:GetSecretValue', Resource: SECRET }],
    });
  });
});

test('headers are read from a secret', () => {
  const terraform = stackOf({ prefect: { custom_headers: { secret_name: 'team/headers' } } });
  expect(container(terraform).secrets).toContainEqual({
    name: 'PREFECT_CLIENT_CUSTOM_HEADERS',
    valueFrom: '${data.aws_secretsmanager_secret.secret_team_headers.arn}',
  });
});

describe('a variable of the worker', () => {
  test.each([
    ['is a setting', { prefect: { settings: { PREFECT_LOGGING_LEVEL: 'DEBUG' } } }, 'PREFECT_LOGGING_LEVEL', 'DEBUG'],
    ['is text, literally', { worker: { environment: { A: 'x${var.name}%{y}"q"' } } }, 'A', 'x$${var.name}%%{y}\\"q\\"'],
    [
      'is what a parameter says',
      { worker: { environment: { A: { ssm_parameter: '/team/a' } } } },
      'A',
      '${data.aws_ssm_parameter.ssm_parameter_team_a.insecure_value}',
    ],
    [
      'is what the stack makes',
      { worker: { environment: { A: { stack: 'cluster_arn' } } } },
      'A',
      '${aws_ecs_cluster.prefect_worker_cluster.id}',
    ],
    [
      'is a list, with commas',
      { worker: { environment: { A: { stack: 'subnet_ids' } } } },
      'A',
      '${local.worker_subnet_ids_as_text}',
    ],
  ])('%s', (_, fields, name, value) => {
    expect(workerVariables(stackOf(fields))[name]).toBe(value);
  });
});

test('a plain stack has none of all that', () => {
  const terraform = stackOf();
  expect(container(terraform).command.slice(7)).toEqual(['--with-healthcheck', '--no-create-pool-if-not-found']);
  expect(resourceAt(terraform, DEFINITION)).not.toHaveProperty('volume');
  expect(terraform.data).not.toHaveProperty('aws_ssm_parameter');
});
