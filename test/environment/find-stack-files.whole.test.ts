import { loadEnvironments } from '../../src/environment/load';
import { generateOnly } from '../../src/output/generate';
import { folderOf, REQUIRED } from '../helpers/stack-files';

test('what is generated for an environment of an inner folder has its name, and leads to its stack file', () => {
  const folder = folderOf({ 'eu/prod.yaml': { extends: '../_base.yaml' }, '_base.yaml': REQUIRED });
  const environments = loadEnvironments(folder);
  expect(environments.map(({ name, inputs }) => [name, inputs.name])).toEqual([['eu-prod', 'eu-prod']]);
  const files = generateOnly(environments);
  expect([...files.keys()]).toContain('stacks/eu-prod/cdk.tf.json');
  for (const file of ['README.md', 'Dockerfile', '.dockerignore', 'prefect.yaml']) {
    expect(files.get(`stacks/eu-prod/${file}`)).toContain('Generated from stacks/eu/prod.yaml.');
  }
  expect(files.get('stacks/eu-prod/README.md')).toContain('Stack file: `stacks/eu/prod.yaml`');
});
