import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageFiles } from '../../../src/features/image/dockerfile';
import { deploymentsYaml } from '../../../src/features/project/deployments-yaml';
import { prefectYaml } from '../../../src/features/project/prefect-yaml';
import { GENERATED_EXAMPLES, loadExamples } from '../../helpers/examples';

const EXAMPLES = loadExamples()
  .filter(({ flowRuns, project }) => flowRuns !== undefined && project !== 'none')
  .map((environment) => [environment.name, environment] as const);

test.each(EXAMPLES)('the files for the flows of %s are those that are committed', (name, environment) => {
  const committed = (file: string) => {
    const path = join(GENERATED_EXAMPLES, 'stacks', name, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const files = Object.entries({
    ...imageFiles(environment),
    'prefect.yaml': prefectYaml(environment),
    'deployments.yaml': deploymentsYaml(environment),
  });
  expect(files).toEqual(files.map(([file]) => [file, committed(file)]));
});
