import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const role = (account: string) => `arn:aws:iam::${account}:role/mine`;
const policy = (account: string) => `arn:aws:iam::${account}:policy/mine`;
const OWN = { aws: { account_id: '111122223333' } };
const OTHER = '999988887777';

describe('an ARN of another account than aws.account_id', () => {
  test.each<[string, object]>([
    ['worker_task_role_arn', { worker_task_role_arn: role(OTHER) }],
    ['roles.execution.existing', { roles: { execution: { existing: role(OTHER) } } }],
    ['roles.permissions_boundary', { roles: { permissions_boundary: policy(OTHER) } }],
    ['roles.task.policies[1]', { roles: { task: { policies: [policy('111122223333'), policy(OTHER)] } } }],
    ['flow_runs.passable_roles[0]', { flow_runs: { passable_roles: [role(OTHER)] } }],
    [
      'crash_detection.existing_queue',
      { crash_detection: { existing_queue: `arn:aws:sqs:us-east-1:${OTHER}:events` } },
    ],
  ])('fails in %s', (path, fields) => {
    const report = reportOnFields({ ...OWN, ...fields });
    expect(report).toContain(` ${path}: `);
    expect(report).toContain(`is in the account ${OTHER}, but aws.account_id is 111122223333`);
  });

  test.each<[string, object]>([
    [
      'a secret',
      {
        api_key: {
          secret_arn: `arn:aws:secretsmanager:us-east-1:${OTHER}:secret:key-AbC123`,
          kms_key: `arn:aws:kms:us-east-1:${OTHER}:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62`,
        },
      },
    ],
    ['a policy of AWS', { roles: { task: { policies: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] } } }],
    ['a topic', { alarms: { topic: `arn:aws:sns:us-east-1:${OTHER}:alarms` } }],
  ])('may be that of %s', (_, fields) => {
    expect(() => environmentOf({ ...OWN, ...fields })).not.toThrow();
  });
});

test('two accounts fail without aws.account_id, too', () => {
  const fields = { worker_task_role_arn: role('111122223333'), flow_runs: { passable_roles: [role(OTHER)] } };
  expect(reportOnFields(fields)).toContain(
    `flow_runs.passable_roles[0]: "${role(OTHER)}"\n    is in the account ${OTHER}, but worker_task_role_arn is in 111122223333`,
  );
});
