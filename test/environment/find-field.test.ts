import { findField } from '../../src/environment/find-field';
import { allFields, fieldInWords } from '../../src/environment/meant-fields';

test.each([
  ['worker_cpu', 'worker_cpu'],
  ['extends', 'extends'],
  ['backend.s3.bucket', 'backend.s3.bucket'],
  ['worker.sidecars.agent.image', 'worker.sidecars.NAME.image'],
  ['workers.reports.worker_memory', 'workers.NAME.worker_memory'],
  ['network.egress[0].port', 'network.egress[].port'],
  ['network.egress.port', 'network.egress[].port'],
  ['vpc_id.tags', 'vpc_id.tags'],
  ['tags.Team', 'tags.NAME'],
  ['worker_subnets[1]', 'worker_subnets[]'],
])('%s is the field %s', (path, found) => {
  expect(findField(path)?.path).toBe(found);
});

test.each(['worker_memroy', 'network.egres[0].port', 'worker.sidecars.agent.imge', 'region.name', 'region[0]'])(
  '%s is no field',
  (path) => {
    expect(findField(path)).toBeUndefined();
  },
);

test('every field that a problem can name is found, with its own path', () => {
  const paths = allFields().map(fieldInWords);
  expect(paths.filter((path) => findField(path)?.path !== path)).toEqual([]);
  expect(paths.length).toBeGreaterThan(400);
});
