import { WorkerCluster } from '../../src/features/cluster/resources/worker-cluster';
import { named } from '../../src/terraform/named-value';
import { inStack } from '../helpers/synthesized';

test('a value has a local name, made once', () => {
  const terraform = inStack((scope, show) => {
    for (const _ of [1, 2]) show(`it_${_}`, named(scope, 'a', ['x']).toString());
  });
  expect(terraform.locals).toEqual({ a: ['x'] });
  expect(terraform.output).toMatchObject({ it_1: { value: '${local.a}' }, it_2: { value: '${local.a}' } });
});

test('a name that is something else’s fails, where the local would not be there', () => {
  inStack((scope) => {
    new WorkerCluster(scope, 'a', { name: 'x' });
    expect(() => named(scope, 'a', 'x')).toThrow('a is something else than a local');
  });
});
