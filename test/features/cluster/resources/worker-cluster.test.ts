import { WorkerCluster } from '../../../../src/features/cluster/resources/worker-cluster';
import { inStack, resourceAt } from '../../../helpers/synthesized';

const CLUSTER = 'aws_ecs_cluster.prefect_worker_cluster';

test('a cluster with only a name leaves Container Insights to the setting of the account', () => {
  const terraform = inStack((scope) => new WorkerCluster(scope, 'cluster', { name: 'prefect-worker-dev' }));
  expect(resourceAt(terraform, CLUSTER)).toEqual({ name: 'prefect-worker-dev' });
});

test.each(['disabled', 'enabled', 'enhanced'] as const)('a cluster with Container Insights %s says so', (insights) => {
  const terraform = inStack((scope) => new WorkerCluster(scope, 'cluster', { name: 'x', containerInsights: insights }));
  expect(resourceAt(terraform, CLUSTER)['setting']).toEqual([{ name: 'containerInsights', value: insights }]);
});

test('a cluster runs tasks on Fargate', () => {
  const terraform = inStack((scope) => new WorkerCluster(scope, 'cluster', { name: 'prefect-worker-dev' }));
  expect(resourceAt(terraform, 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers')).toEqual(
    {
      capacity_providers: ['FARGATE'],
      cluster_name: `\${${CLUSTER}.name}`,
    },
  );
});
