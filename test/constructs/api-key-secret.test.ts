import { ApiKeySecret } from '../../src/constructs/api-key-secret';
import { inStack, resourceAt } from '../helpers/synthesized';

const SECRET = 'aws_secretsmanager_secret.prefect_api_key';
const VERSION = 'aws_secretsmanager_secret_version.prefect_api_key_version';

function secret(props: { writeOnlyVersion?: number } = {}) {
  return inStack((scope, show) => {
    const { valueFrom } = new ApiKeySecret(scope, 'api_key', {
      name: 'prefect-api-key-dev',
      recoveryWindowInDays: 7,
      value: '${var.prefect_api_key}',
      ...props,
    });
    show('value_from', valueFrom);
  });
}

test('a secret without a version number keeps the key in the state, and is injected as it is', () => {
  const terraform = secret();
  expect(resourceAt(terraform, SECRET)).toEqual({ name: 'prefect-api-key-dev', recovery_window_in_days: 7 });
  expect(resourceAt(terraform, VERSION)).toEqual({
    secret_id: `\${${SECRET}.id}`,
    secret_string: '${var.prefect_api_key}',
  });
  expect(terraform.output['value_from']?.['value']).toBe(`\${${SECRET}.arn}`);
});

test('a secret with a version number is written past plan and state, and injected by the id of its version', () => {
  const terraform = secret({ writeOnlyVersion: 3 });
  expect(resourceAt(terraform, VERSION)).toEqual({
    secret_id: `\${${SECRET}.id}`,
    secret_string_wo: '${var.prefect_api_key}',
    secret_string_wo_version: 3,
  });
  expect(terraform.output['value_from']?.['value']).toBe(`\${${SECRET}.arn}:::\${${VERSION}.version_id}`);
});
