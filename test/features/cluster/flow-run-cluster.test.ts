import { documentAt, stackOf } from '../../helpers/synthesized';

test('the name of the flow runs’ cluster from a parameter stands in policies and patterns as a local value', () => {
  const stack = stackOf({ flow_runs: { cluster: { ssm_parameter: '/team/batch-cluster' } } });
  const documents = [
    documentAt(stack, 'aws_cloudwatch_event_rule.prefect_worker_events_rule', 'event_pattern'),
    documentAt(stack, 'aws_iam_role_policy.prefect_worker_allow_ecs_task', 'policy'),
  ];
  for (const document of documents) {
    expect(JSON.stringify(document)).toContain(':cluster/${local.flow_run_cluster_name}"');
    expect(JSON.stringify(document)).not.toContain('split(');
  }
});
