import { WorkerCluster } from '../../src/features/cluster/resources/worker-cluster';
import { named } from '../../src/terraform/named-value';
import { sharedAddresses } from '../../src/terraform/unique-addresses';
import { addressesOf, inStack, stackAround, stackOf } from '../helpers/synthesized';

describe('two elements of one address', () => {
  test('are found wherever they stand, with both places', () => {
    inStack((scope) => {
      new WorkerCluster(scope, 'one', { name: 'a' });
      new WorkerCluster(scope, 'other', { name: 'b' });
      const [cluster] = sharedAddresses(stackAround(scope));
      expect(cluster).toEqual({
        address: 'aws_ecs_cluster.prefect_worker_cluster',
        elements: ['test/one/prefect_worker_cluster', 'test/other/prefect_worker_cluster'],
      });
    });
  });
});

test('schedules of all workers have addresses of their own, whatever their names', () => {
  const at = (min: number) => ({ schedule: `cron(0 ${min} * * ? *)`, min, max: min });
  const terraform = stackOf({
    service: { schedule: { a_b: at(1), 'a-b': at(2) } },
    workers: { b: { service: { schedule: { a: at(5) } } }, a_b: { service: { schedule: { a: at(6), b: at(7) } } } },
  });
  expect(addressesOf(terraform).filter((address) => address.includes('scheduled_action'))).toEqual([
    'aws_appautoscaling_scheduled_action.prefect_further_worker_a_b-a',
    'aws_appautoscaling_scheduled_action.prefect_further_worker_a_b-b',
    'aws_appautoscaling_scheduled_action.prefect_further_worker_b-a',
    'aws_appautoscaling_scheduled_action.prefect_worker_a-b',
    'aws_appautoscaling_scheduled_action.prefect_worker_a_b',
  ]);
});

test('two values under one local name fail', () => {
  inStack((scope) => {
    named(scope, 'a', ['x']);
    expect(() => named(scope, 'a', ['y'])).toThrow('a is the name of another value');
  });
});
