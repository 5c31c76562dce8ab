import {
  CreatedParameter,
  type CreatedParameterProps,
  CreatedSecret,
  type CreatedSecretProps,
} from '../../../../src/features/secrets/resources/created-secret';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { inStack, resourceAt, type Terraform } from '../../../helpers/synthesized';

const SECRET = 'aws_secretsmanager_secret.prefect_api_key';
const VERSION = 'aws_secretsmanager_secret_version.prefect_api_key_version';
const PARAMETER = 'aws_ssm_parameter.prefect_api_key';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/a-key';

function secret(props: Partial<CreatedSecretProps> = {}): Terraform {
  return inStack((scope, show) => {
    const { valueFrom, arn, secretArn } = new CreatedSecret(scope, 'prefect_api_key', {
      aws: new AwsContext(scope, 'aws'),
      name: { name: 'prefect-api-key-dev' },
      recoveryWindowInDays: 7,
      value: '${var.prefect_api_key}',
      ...props,
    });
    show('value_from', valueFrom);
    show('arn_in_policies', arn);
    show('whole_arn', secretArn);
  });
}

function parameter(props: Partial<CreatedParameterProps> = {}): Terraform {
  return inStack((scope, show) => {
    const { valueFrom, arn } = new CreatedParameter(scope, 'prefect_api_key', {
      aws: new AwsContext(scope, 'aws'),
      name: 'prefect-api-key-dev',
      value: '${var.prefect_api_key}',
      writeOnlyVersion: 3,
      ...props,
    });
    show('value_from', valueFrom);
    show('arn_in_policies', arn);
  });
}

const shown = ({ output }: Terraform, name: string) => output[name]?.['value'];

/** An ARN that a plan knows. */
function planned(service: string, resource: string): string {
  return `arn:\${data.aws_partition.current.partition}:${service}:\${data.aws_region.current.id}:\${data.aws_caller_identity.current.account_id}:${resource}`;
}

test('a secret without a version number keeps the key in the state, and is injected as it is', () => {
  const terraform = secret();
  expect(resourceAt(terraform, SECRET)).toEqual({ name: 'prefect-api-key-dev', recovery_window_in_days: 7 });
  expect(resourceAt(terraform, VERSION)).toEqual({
    secret_id: `\${${SECRET}.id}`,
    secret_string: '${var.prefect_api_key}',
  });
  for (const name of ['value_from', 'arn_in_policies', 'whole_arn']) {
    expect(shown(terraform, name)).toBe(`\${${SECRET}.arn}`);
  }
});

describe('a secret with a version number', () => {
  const terraform = secret({ writeOnlyVersion: 3 });

  test('is written past plan and state, and injected by the id of its version', () => {
    expect(resourceAt(terraform, VERSION)).toEqual({
      secret_id: `\${${SECRET}.id}`,
      secret_string_wo: '${var.prefect_api_key}',
      secret_string_wo_version: 3,
    });
    expect(shown(terraform, 'value_from')).toBe(`\${${SECRET}.arn}:::\${${VERSION}.version_id}`);
  });

  test('is named in policies in a way that a plan shows, and elsewhere by its whole ARN', () => {
    expect(shown(terraform, 'arn_in_policies')).toBe(planned('secretsmanager', 'secret:prefect-api-key-dev-??????'));
    expect(shown(terraform, 'whole_arn')).toBe(`\${${SECRET}.arn}`);
  });
});

test('a secret whose name has a random end can only be named by reference', () => {
  const terraform = secret({ writeOnlyVersion: 3, name: { namePrefix: 'prefect-api-key-dev-' } });
  expect(resourceAt(terraform, SECRET)).toEqual({ name_prefix: 'prefect-api-key-dev-', recovery_window_in_days: 7 });
  expect(shown(terraform, 'arn_in_policies')).toBe(`\${${SECRET}.arn}`);
});

describe('a parameter', () => {
  test('is a SecureString that is written past plan and state, and injected without a version', () => {
    const terraform = parameter();
    expect(resourceAt(terraform, PARAMETER)).toEqual({
      name: 'prefect-api-key-dev',
      type: 'SecureString',
      value_wo: '${var.prefect_api_key}',
      value_wo_version: 3,
    });
    expect(shown(terraform, 'value_from')).toBe(`\${${PARAMETER}.arn}`);
    expect(shown(terraform, 'arn_in_policies')).toBe(planned('ssm', 'parameter/prefect-api-key-dev'));
  });

  test('below a path has one slash before it in its ARN', () => {
    expect(shown(parameter({ name: '/team/prefect' }), 'arn_in_policies')).toBe(
      planned('ssm', 'parameter/team/prefect'),
    );
  });
});

test.each([
  ['a secret', SECRET, 'kms_key_id', secret],
  ['a parameter', PARAMETER, 'key_id', parameter],
])('%s is encrypted with the key that is given', (_, address, attribute, make) => {
  expect(resourceAt(make({ kmsKeyArn: KEY }), address)[attribute]).toBe(KEY);
});
