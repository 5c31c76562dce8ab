import { SAMPLES } from './helpers/readme-samples';
import { environmentOf } from './helpers/stack-files';
import { stackOf } from './helpers/synthesized';

test('the README has samples of stack files', () => {
  expect(SAMPLES.length).toBeGreaterThan(6);
});

test.each(SAMPLES.map(({ name, fields }) => [name, fields] as const))(
  'the sample of the README that begins with %s is synthesized without a warning',
  (name, fields) => {
    const { warnings } = environmentOf(fields);
    // What it acknowledges is in no sample.
    expect(warnings.map(({ warning }) => warning)).toEqual(name === 'acknowledge' ? ['unused-acknowledgement'] : []);
    expect(stackOf(fields).resource).toHaveProperty('aws_ecs_service.prefect_worker_service');
  },
);
