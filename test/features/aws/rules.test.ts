import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';
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

describe('what nobody but a service of AWS can use', () => {
  test.each([
    [
      'worker_task_role_arn',
      {
        worker_task_role_arn: 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      },
      'is a service-linked role',
    ],
    [
      'roles.task.policies[0]',
      { roles: { task: { policies: ['arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy'] } } },
      'is a policy of service-linked roles',
    ],
  ])('is refused in %s', (path, fields, message) => {
    expect(refusalOf(fields)).toContain(path);
    expect(refusalOf(fields)).toContain(message);
  });

  test('is another thing than the path service-role', () => {
    const policies = ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'];
    expect(environmentOf({ roles: { task: { policies } } })).toBeDefined();
  });
});

describe('a secret of another account', () => {
  const secret_arn = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:team/db-AbC123';
  const kms_key = 'arn:aws:kms:us-east-1:444455556666:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';
  const aws = { account_id: '111122223333' };

  test.each([
    ['api_key.secret_arn', { api_key: { secret_arn } }],
    ['worker.secrets.DB.secret_arn', { worker: { secrets: { DB: { secret_arn } } } }],
    ['flow_runs.secrets.DB.secret_arn', { flow_runs: { secrets: { DB: { secret_arn } } } }],
  ])('requires its key in %s', (path, fields) => {
    const refused = refusalOf({ aws, ...fields });
    expect(refused).toContain(path);
    expect(refused).toContain('requires kms_key: the secret is in the account 444455556666');
  });

  test.each([
    ['with its key', { aws, api_key: { secret_arn, kms_key } }],
    ['where the account is not known', { api_key: { secret_arn } }],
    ['with a role that exists', { aws, api_key: { secret_arn }, roles: { execution: { existing: { name: 'mine' } } } }],
  ])('is taken %s', (_, fields) => {
    expect(environmentOf(fields)).toBeDefined();
  });
});
