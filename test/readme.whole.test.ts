import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test.each(['SECURITY.md', 'CONTRIBUTING.md', 'src/README.md'])('every file of ours that %s names is there', (page) => {
  const root = join(__dirname, '..');
  const text = readFileSync(join(root, page), 'utf8');
  const named = [...text.matchAll(/`((?:src|test|stacks|generated|\.ci)\/[\w./-]*)`/g)].map(
    ([, path]) => path as string,
  );
  expect(named.length).toBeGreaterThan(0);
  // A name in capitals stands for many.
  expect(named.filter((path) => !/[A-Z]{3,}/.test(path) && !existsSync(join(root, path)))).toEqual([]);
});
