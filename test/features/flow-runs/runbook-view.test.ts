import { flowRunsView } from '../../../src/features/flow-runs/runbook-view';
import { environmentOf } from '../../helpers/stack-files';

test('flow runs are in the cluster of the worker, and have a log group', () => {
  expect(flowRunsView(environmentOf())).toEqual({
    flowRunClusters: ['prefect-worker-test'],
    flowRunLogGroups: ['prefect-flow-runs-test'],
  });
});

test('flow runs of further workers may be in another cluster, and log into another group; each stands there once', () => {
  const environment = environmentOf({
    cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/platform' },
    image: { repository: {} },
    workers: {
      a: { worker_work_pool_name: 'a', flow_runs: { cluster: { ssm_parameter: '/heavy/cluster' } } },
      b: { worker_work_pool_name: 'b', flow_runs: { log: { group: 'worker' } } },
      c: { worker_work_pool_name: 'c' },
    },
  });
  expect(flowRunsView(environment)).toEqual({
    flowRunClusters: [
      'platform',
      '"$(aws ssm get-parameter --region us-east-1 --name /heavy/cluster --query Parameter.Value --output text)"',
    ],
    flowRunLogGroups: ['prefect-flow-runs-test', 'prefect-flow-runs-test-a', 'prefect-worker-log-group-test'],
  });
});

test('no log group is read where flow runs have none, or one that can only be queried', () => {
  const logGroups = (fields: object) => flowRunsView(environmentOf(fields)).flowRunLogGroups;
  expect(logGroups({ flow_runs: { log: { group: 'none' } } })).toEqual([]);
  expect(logGroups({ logs: { class: 'INFREQUENT_ACCESS' }, flow_runs: { log: { group: 'worker' } } })).toEqual([]);
});

test('of the reference, whose flow runs the pool alone knows, there is the cluster', () => {
  expect(flowRunsView(environmentOf({ preset: 'reference' }))).toEqual({
    flowRunClusters: ['prefect-worker-test'],
    flowRunLogGroups: [],
  });
});
