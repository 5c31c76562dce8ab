import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const LONG = 'x'.repeat(65_000);

describe('a task definition', () => {
  test.each<[string, object, string]>([
    ['the environment of the worker', { worker: { environment: { A: LONG, B: LONG } } }, 'worker.environment'],
    [
      'the settings of Prefect with it',
      { prefect: { settings: { PREFECT_A: LONG } }, worker: { environment: { A: LONG } } },
      'worker.environment',
    ],
    [
      'sidecars',
      { flow_runs: { sidecars: { a: { image: 'a', environment: { A: LONG } }, b: { image: 'b', command: [LONG] } } } },
      'flow_runs',
    ],
    ['labels in two bytes', { flow_runs: { docker_labels: { a: 'ü'.repeat(40_000) } } }, 'flow_runs'],
  ])('fails on more than 64 KiB by %s', (_, fields, path) => {
    const report = reportOnFields(fields);
    expect(report).toContain(` ${path}\n    creates a task definition of more than `);
    expect(report).toContain('ECS allows 65536');
  });

  test.each(['worker', 'flow_runs'])('of %s has at most ten containers', (group) => {
    const sidecars = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { image: 's:1' }]));
    expect(reportOnFields({ [group]: { sidecars: sidecars(10) } })).toContain(
      ` ${group}.sidecars\n    creates a task of 11 containers: ECS allows 10\n    → remove some sidecars`,
    );
    expect(environmentOf({ [group]: { sidecars: sidecars(9) } })).toBeDefined();
  });

  test('may have 64 KiB, and not a byte more', () => {
    const fields = (length: number) => ({ worker: { environment: { A: 'x'.repeat(length) } } });
    const [, size] = /more than (\d+) bytes/.exec(reportOnFields(fields(65_536))) ?? [];
    // With the name, and the brackets of what is not set.
    expect(size).toBe('65569');
    const most = 65_536 - 33;
    expect(environmentOf(fields(most)).worker.environment['A']).toHaveLength(most);
    expect(reportOnFields(fields(most + 1))).toContain(
      'of more than 65537 bytes: ECS allows 65536\n    → put long values into the image, or into a secret or a parameter',
    );
  });

  test('of flow runs has neither their environment nor what an existing one has', () => {
    const OWN = {
      task_definition_arn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/flows:1',
      execution_role: { existing: 'arn:aws:iam::111122223333:role/flows' },
    };
    for (const flow_runs of [{ environment: { A: LONG, B: LONG } }, { ...OWN, docker_labels: { a: LONG, b: LONG } }]) {
      expect(reportOnFields({ flow_runs })).not.toContain('creates a task definition');
    }
    expect(reportOnFields({ flow_runs: OWN, worker: { environment: { A: LONG, B: LONG } } })).toContain(
      ' worker.environment\n    creates a task definition',
    );
  });
});

describe('flow_runs.environment', () => {
  test.each([8170, 40_000])('fails with a value of %i characters', (length) => {
    const report = reportOnFields({ flow_runs: { environment: { A: 'x'.repeat(length) } } });
    expect(report).toContain(
      `leads to ${length + 25} characters in the environment of a flow run: ECS allows 8192 for all overrides of a task`,
    );
    expect(report).toContain('→ put long values into the image, or into a secret (flow_runs.secrets)');
  });

  test('may have 8192 characters beside what a null removes, and not one more', () => {
    const fields = (length: number) => ({ flow_runs: { environment: { A: 'x'.repeat(length), B: null } } });
    expect(environmentOf(fields(8167))).toBeDefined();
    expect(reportOnFields(fields(8168))).toContain('leads to 8193 characters');
  });

  test('counts neither what only the worker reads nor a deployment in another work pool', () => {
    const long = 'x'.repeat(9000);
    expect(environmentOf({ prefect: { settings: { PREFECT_INTEGRATIONS_GITHUB_TOKEN_NAME: long } } })).toBeDefined();
    const deployments = [{ name: 'a', entrypoint: 'a.py:f', work_pool: 'other', job_variables: { env: { A: long } } }];
    expect(environmentOf({ project: { deployments } })).toBeDefined();
  });

  test('fails together with what a worker passes on, and a deployment adds', () => {
    const half = 'x'.repeat(4500);
    const settings = { PREFECT_LOGGING_EXTRA_LOGGERS: half };
    const deployments = [{ name: 'a', entrypoint: 'a.py:f', job_variables: { env: { A: half } } }];
    expect(reportOnFields({ prefect: { settings }, flow_runs: { environment: { A: half } } })).toContain(
      ' flow_runs.environment\n    leads to 9',
    );
    expect(reportOnFields({ prefect: { settings }, project: { deployments } })).toContain(
      ' project.deployments[0].job_variables.env\n    leads to 9',
    );
    expect(reportOnFields({ prefect: { settings: { PREFECT_LOGGING_EXTRA_LOGGERS: `${half}${half}` } } })).toContain(
      ' prefect.settings\n    leads to 9',
    );
  });

  test('counts neither what a null removes nor what another value replaces', () => {
    const half = 'x'.repeat(4500);
    const settings = { PREFECT_LOGGING_EXTRA_LOGGERS: half };
    const env = { PREFECT_LOGGING_EXTRA_LOGGERS: null, B: half };
    expect(environmentOf({ prefect: { settings }, flow_runs: { environment: env } })).toBeDefined();
    const deployments = [{ name: 'a', entrypoint: 'a.py:f', job_variables: { env: { A: half } } }];
    expect(environmentOf({ flow_runs: { environment: { A: half } }, project: { deployments } })).toBeDefined();
  });
});
