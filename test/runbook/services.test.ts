import { describedServices, unpolledPools } from '../../src/runbook/services';
import { environmentOf } from '../helpers/stack-files';

test('one command describes at most ten services', () => {
  const services = Array.from({ length: 21 }, (_, index) => `service-${index}`);
  expect(describedServices(services).map((names) => names.split(' ').length)).toEqual([10, 10, 1]);
  expect(describedServices(services).join(' ')).toBe(services.join(' '));
  expect(describedServices(['one'])).toEqual(['one']);
  expect(describedServices([])).toEqual([]);
});

test('a pool is unpolled where all of its workers run no task, and nothing starts any', () => {
  const worker = { worker_work_pool_name: 'a', worker_desired_count: 0 };
  const unpolled = (workers: object) => unpolledPools(environmentOf({ workers }));
  expect(unpolled({ one: worker })).toEqual(['`a`']);
  expect(unpolled({ one: worker, two: { ...worker, worker_desired_count: 1 } })).toEqual([]);
  expect(unpolled({ one: { ...worker, service: { autoscaling: { min: 0, max: 2, cpu: 60 } } } })).toEqual([]);
});
