import { CreatedParameter, CreatedSecret } from '../../../../src/features/secrets/resources/created-secret';
import { AwsContext } from '../../../../src/terraform/aws-context';
import type { ResourceName } from '../../../../src/terraform/resource-name';
import { inStack, resourceAt, type Terraform } from '../../../helpers/synthesized';

const SECRET = 'aws_secretsmanager_secret.key';
const VERSION = 'aws_secretsmanager_secret_version.key_version';
const PARAMETER = 'aws_ssm_parameter.key';

function secret(props: { writeOnlyVersion?: number; kmsKeyArn?: string; name?: ResourceName } = {}): Terraform {
  return inStack((scope, show) => {
    const made = new CreatedSecret(scope, 'key', {
      aws: new AwsContext(scope, 'aws'),
      name: { name: 'prefect-api-key-dev' },
      recoveryWindowInDays: 7,
      value: '${var.key}',
      ...props,
    });
    show('value_from', made.valueFrom);
    show('arn', made.arn);
  });
}

describe('a secret', () => {
  test('without a version number keeps the value in the state, and is injected as it is', () => {
    const terraform = secret();
    expect(resourceAt(terraform, SECRET)).toEqual({ name: 'prefect-api-key-dev', recovery_window_in_days: 7 });
    expect(resourceAt(terraform, VERSION)).toEqual({ secret_id: `\${${SECRET}.id}`, secret_string: '${var.key}' });
    expect(terraform.output['value_from']?.['value']).toBe(`\${${SECRET}.arn}`);
    expect(terraform.output['arn']?.['value']).toBe(`\${${SECRET}.arn}`);
  });

  test('with a version number is written past plan and state, injected by version, and known at plan', () => {
    const terraform = secret({ writeOnlyVersion: 3 });
    expect(resourceAt(terraform, VERSION)).toEqual({
      secret_id: `\${${SECRET}.id}`,
      secret_string_wo: '${var.key}',
      secret_string_wo_version: 3,
    });
    expect(terraform.output['value_from']?.['value']).toBe(`\${${SECRET}.arn}:::\${${VERSION}.version_id}`);
    expect(terraform.output['arn']?.['value']).toMatch(/:secret:prefect-api-key-dev-\?{6}$/);
  });

  test('with everything set has its key and a name that nobody knows before', () => {
    const terraform = secret({
      writeOnlyVersion: 1,
      kmsKeyArn: 'arn-of-a-key',
      name: { namePrefix: 'prefect-api-key-dev-' },
    });
    expect(resourceAt(terraform, SECRET)).toEqual({
      name_prefix: 'prefect-api-key-dev-',
      recovery_window_in_days: 7,
      kms_key_id: 'arn-of-a-key',
    });
    expect(terraform.output['arn']?.['value']).toBe(`\${${SECRET}.arn}`);
  });
});

describe('a parameter', () => {
  test.each([
    ['prefect-api-key-dev', 'prefect-api-key-dev'],
    ['/team/prefect', 'team/prefect'],
  ])('named %s is written past plan and state, and read under %s', (name, inArn) => {
    const terraform = inStack((scope, show) => {
      const aws = new AwsContext(scope, 'aws');
      show('arn', new CreatedParameter(scope, 'key', { aws, name, value: '${var.key}', writeOnlyVersion: 2 }).arn);
    });
    expect(resourceAt(terraform, PARAMETER)).toEqual({
      name,
      type: 'SecureString',
      value_wo: '${var.key}',
      value_wo_version: 2,
    });
    expect(terraform.output['arn']?.['value']).toMatch(new RegExp(`:parameter/${inArn}$`));
  });
});
