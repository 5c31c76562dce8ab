import { refuseOwnTerraform } from '../../src/stack/refuse-own-terraform';
import { environmentOf } from '../helpers/stack-files';

test('what a stack file refers to must exist before anything is generated', () => {
  const environments = [environmentOf({ outputs: { a: { expression: 'aws_foo.bar.arn' } } }), environmentOf()];
  expect(() => refuseOwnTerraform(environments)).toThrow('refers to aws_foo.bar, which this stack does not have');
});

test.each<[string, object]>([
  ['nothing of its own', {}],
  ['a value of the stack', { outputs: { a: 'cluster_arn' } }],
  ['what exists', { outputs: { a: { expression: 'aws_ecs_cluster.prefect_worker_cluster.arn' } } }],
])('a stack file with %s is taken', (_, fields) => {
  expect(() => refuseOwnTerraform([environmentOf(fields)])).not.toThrow();
});
