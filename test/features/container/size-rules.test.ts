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
      ` ${group}.sidecars\n    creates a task of 11 containers: ECS allows 10`,
    );
    expect(environmentOf({ [group]: { sidecars: sidecars(9) } })).toBeDefined();
  });

  test('may have nearly 64 KiB', () => {
    expect(environmentOf({ worker: { environment: { A: LONG } } }).worker.environment['A']).toBe(LONG);
  });
});

describe('flow_runs.environment', () => {
  test.each([8170, 40_000])('fails with a value of %i characters', (length) => {
    const report = reportOnFields({ flow_runs: { environment: { A: 'x'.repeat(length) } } });
    expect(report).toContain(
      `leads to ${length + 25} characters in the environment of a flow run: ECS allows 8192 for all overrides of a task`,
    );
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

  test('may have 8000 characters', () => {
    const { flowRuns } = environmentOf({ flow_runs: { environment: { A: 'x'.repeat(8000) } } });
    expect(flowRuns?.environment['A']).toHaveLength(8000);
  });
});
