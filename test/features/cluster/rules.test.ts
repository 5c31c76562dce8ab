import { refusalOf } from '../../helpers/refusals';
import { reportOnFields } from '../../helpers/stack-files';
import { resourceAt, stackOf } from '../../helpers/synthesized';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'insights for a cluster that exists',
    { cluster: { existing: 'shared', container_insights: 'enabled' } },
    'cluster.container_insights: "enabled"\n    has no effect: it applies only to a cluster that this stack creates\n    → remove it, or remove cluster.existing',
  ],
  [
    'an audit for a cluster that exists',
    { cluster: { existing: 'shared', execute_command: {} } },
    'cluster.execute_command\n    has no effect: it applies only to a cluster that this stack creates\n    → remove it, or remove cluster.existing',
  ],
  [
    'a cluster of another region',
    { cluster: { existing: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shared' } },
    'cluster.existing: "arn:aws:ecs:eu-west-1:111122223333:cluster/shared"\n    must be a cluster in region us-east-1: a service runs in the region of its cluster\n    → set a cluster of this region, or change region',
  ],
  [
    'a cluster of another account',
    { aws: { account_id: '999988887777' }, cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/shared' } },
    'cluster.existing: "arn:aws:ecs:us-east-1:111122223333:cluster/shared"\n    must be a cluster of the account aws.account_id: a service runs in the account of its cluster\n    → set a cluster of this account, or change aws.account_id',
  ],
  [
    'a name that ECS does not take',
    { cluster: { existing: 'a b' } },
    'cluster.existing: "a b"\n    must be the name or the ARN of an ECS cluster\n    → did you mean existing: a-b?',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

describe('the record of ECS Exec sessions', () => {
  const KEY = `arn:aws:kms:us-east-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62`;
  const recorded = (execute_command: object) => {
    const terraform = stackOf({ cluster: { execute_command } });
    const cluster = resourceAt(terraform, 'aws_ecs_cluster.prefect_worker_cluster') as Record<string, unknown>;
    return cluster['configuration'];
  };

  test.each<[string, object, boolean]>([
    ['a group that is created with a key', { kms_key: KEY }, true],
    ['a group that is created without one', {}, false],
    ['an existing group beside a key for the session', { kms_key: KEY, log_group: '/team/exec' }, false],
    ['an existing group that is encrypted', { log_group: '/team/exec', log_group_encrypted: true }, true],
  ])('in %s demands an encrypted log: %#', (_, fields, encrypted) => {
    expect(JSON.stringify(recorded(fields))).toContain(`"cloud_watch_encryption_enabled":${encrypted}`);
  });

  test('fails on log_group_encrypted without log_group', () => {
    expect(reportOnFields({ cluster: { execute_command: { log_group_encrypted: true } } })).toContain(
      'cluster.execute_command.log_group_encrypted',
    );
  });
});
