import { refusalOf } from '../../helpers/refusals';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'insights for a cluster that exists',
    { cluster: { existing: 'shared', container_insights: 'enabled' } },
    'cluster.container_insights: "enabled"\n    must be left out beside existing: the cluster belongs to others, who set it',
  ],
  [
    'an audit for a cluster that exists',
    { cluster: { existing: 'shared', execute_command: {} } },
    'cluster.execute_command\n    must be left out beside existing: the cluster belongs to others, who set it',
  ],
  [
    'a cluster of another region',
    { cluster: { existing: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shared' } },
    'cluster.existing: "arn:aws:ecs:eu-west-1:111122223333:cluster/shared"\n    must be a cluster in region us-east-1: a service runs in its own region',
  ],
  [
    'a cluster of another account',
    { aws: { account_id: '999988887777' }, cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/shared' } },
    'cluster.existing: "arn:aws:ecs:us-east-1:111122223333:cluster/shared"\n    must be a cluster of the account aws.account_id: a service runs in its own account',
  ],
  [
    'a name that ECS does not take',
    { cluster: { existing: 'a b' } },
    'cluster.existing: "a b"\n    must be the name or the ARN of an ECS cluster\n    → for example existing: my-cluster',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
