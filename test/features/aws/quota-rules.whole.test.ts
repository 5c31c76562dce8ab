import { environmentOf } from '../../helpers/stack-files';
import { documentAt, stackOf } from '../../helpers/synthesized';

test.each([
  ['a cluster of its own', {}],
  ['an existing cluster', { cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/shared' } }],
])('with %s, the event patterns are as long as the warnings say', (_, cluster) => {
  const workers = Object.fromEntries(
    Array.from({ length: 45 }, (_, index) => [
      `team_${index}`,
      { worker_work_pool_name: `the-pool-of-the-team-number-${index}` },
    ]),
  );
  const fields = { alarms: {}, workers, ...cluster };
  const stack = stackOf(fields);
  const values: Readonly<Record<string, string>> = {
    'data.aws_partition.current.partition': 'aws',
    'data.aws_region.current.id': 'us-east-1',
    'data.aws_caller_identity.current.account_id': '111122223333',
    'data.aws_ecs_cluster.prefect_worker_cluster.arn': 'arn:aws:ecs:us-east-1:111122223333:cluster/shared',
    'data.aws_ecs_cluster.prefect_worker_cluster.cluster_name': 'shared',
    ...Object.fromEntries(
      Object.entries(stack.variable).map(([name, block]) => [`var.${name}`, String(block['default'])]),
    ),
  };
  const lengths = ['prefect_worker_events_rule', 'prefect_worker_service_events_rule'].map((rule) => {
    const pattern = documentAt(stack, `aws_cloudwatch_event_rule.${rule}`, 'event_pattern');
    return JSON.stringify(pattern).replace(/\$\{([^}]+)\}/g, (_, code) => values[code] ?? code).length;
  });
  const warnings = environmentOf(fields).warnings.filter(({ warning }) => warning === 'default-quota');
  expect(warnings.map(({ message }) => Number(/to (\d+) /.exec(message)?.[1]))).toEqual(lengths);
});
