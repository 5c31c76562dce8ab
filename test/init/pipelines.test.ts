import { parse } from 'yaml';
import { PIPELINES } from '../../src/init/pipelines';

test('the GitHub workflow runs our commands where package.json is, with the folders of the project', () => {
  const options = " --dir 'pro jekt' --stacks envs";
  const { text } = PIPELINES.github({
    ...{ environment: 'dev', region: 'us-east-1', out: 'pro jekt/generated', packages: 'pro jekt' },
    ...{ stacksOptions: options, options: `${options} --out out` },
  });
  const steps: { run?: string }[] = parse(text).jobs.environments.steps;
  const [install, validate, check, list = ''] = steps.flatMap(({ run }) => run ?? []);
  expect(install).toBe("npm ci --prefix 'pro jekt'");
  expect(validate).toBe(`npx --prefix 'pro jekt' prefect-ecs-worker validate --strict${options}`);
  expect(check).toBe(`npx --prefix 'pro jekt' prefect-ecs-worker check${options} --out out`);
  expect(
    list.match(/npx --prefix 'pro jekt' prefect-ecs-worker (affected|list) --dir 'pro jekt' --stacks envs --out out/g),
  ).toHaveLength(3);
});
