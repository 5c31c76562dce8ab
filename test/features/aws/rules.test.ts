import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/abc';
const NAMESPACE = 'arn:aws:servicediscovery:eu-west-1:111122223333:namespace/ns-a1b2c3d4e5f60718';
const PARAMETER = 'arn:aws:ssm:eu-west-1:111122223333:parameter/a';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbC123';

describe('what is in another region', () => {
  test.each<[string, object]>([
    ['logs.kms_key', { logs: { kms_key: KEY } }],
    ['api_key.kms_key', { api_key: { kms_key: KEY } }],
    ['crash_detection.kms_key', { crash_detection: { kms_key: KEY } }],
    ['service.service_connect.namespace', { service: { service_connect: { namespace: NAMESPACE } } }],
    ['vpc_id.ssm_parameter', { vpc_id: { ssm_parameter: PARAMETER } }],
    ['roles.execution.existing.ssm_parameter', { roles: { execution: { existing: { ssm_parameter: PARAMETER } } } }],
  ])('is refused at %s', (path, fields) => {
    const report = refusalOf(fields);
    expect(report).toContain(`${path}: `);
    expect(report).toContain('must be in us-east-1, not in eu-west-1');
  });

  test('is a secret with its key, by its whole ARN', () => {
    const secrets = { A: { secret_arn: SECRET, kms_key: KEY }, B: { ssm_parameter: PARAMETER, kms_key: KEY } };
    expect(environmentOf({ worker: { secrets } })).toBeDefined();
    expect(
      refusalOf({ worker: { secrets: { A: { secret_arn: SECRET, kms_key: KEY.replace('eu-west', 'us-east') } } } }),
    ).toContain('must be in eu-west-1, not in us-east-1');
  });

  test('is the key of a state, whose bucket is there', () => {
    const s3 = { bucket: 'a-bucket', region: 'eu-west-1', kms_key_id: KEY };
    expect(environmentOf({ backend: { s3 } })).toBeDefined();
  });
});
