import { loadEnvironments } from '../../../src/environment/load';
import type { Problem } from '../../../src/problems/errors';
import { environmentOf, folderOf, REQUIRED, reportOnFields } from '../../helpers/stack-files';

const CRON = 'cron(0 8 ? * MON-FRI *)';

function warningsOf(fields: object): readonly Problem[] {
  return environmentOf(fields).warnings;
}

/** The paths that a warning is on. */
function pathsOf(warning: string, fields: object): (string | undefined)[] {
  return warningsOf(fields).flatMap((one) => (one.warning === warning ? [one.path] : []));
}

test('a plain stack file has no warnings', () => {
  expect(warningsOf({})).toEqual([]);
});

describe('plain-secret', () => {
  test.each([
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'STRIPE_API_KEY',
    'stripe_apikey',
    'PGPASSWORD_PWD',
    'CLIENT_SECRET',
    'AWS_SESSION_TOKEN',
    'SSH_PRIVATE_KEY',
    'PASSWORD',
    'SMTP_CREDENTIALS',
  ])('is on a variable %s', (name) => {
    const [warning, ...others] = warningsOf({ worker: { environment: { [name]: 'hunter2' } } });
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ warning: 'plain-secret', path: `worker.environment.${name}`, line: 11 });
    expect(warning?.hint).toContain('worker.secrets');
    expect(JSON.stringify(warning)).not.toContain('hunter2');
  });

  test.each<[string, string]>([
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['SECRET_ARN', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a'],
    ['TOKEN_URL', 'https://login.example.com/token'],
    ['AWS_ACCESS_KEY_ID', 'AKIA'],
    ['MAX_TOKENS_PER_CALL', '4096'],
    ['MONKEY', 'a'],
    ['PWD', '/app'],
    ['DB_PASSWORD', ''],
    ['DATABASE_URL', 'postgresql://db.example.com:5432/app'],
    ['DATABASE_URL', 'postgresql://app@db.example.com/app'],
    ['DATABASE_URL', 'postgresql://app:$DB_PASSWORD@db.example.com/app'],
    ['DB_PASSWORD', '{{ db_password }}'],
  ])('is not on a variable %s that is %j', (name, value) => {
    expect(warningsOf({ worker: { environment: { [name]: value } }, network: { egress: 'all' } })).toEqual([]);
  });

  test('is not on a block of Prefect, which flow runs get', () => {
    const environment = { DB_PASSWORD: '{{ prefect.blocks.secret.db }}' };
    expect(warningsOf({ flow_runs: { environment } })).toEqual([]);
  });

  test('is on a URL with a password, whatever the variable is called', () => {
    const fields = { flow_runs: { environment: { DATABASE_URL: 'postgresql://app:hunter2@db.example.com/app' } } };
    expect(pathsOf('plain-secret', fields)).toEqual(['flow_runs.environment.DATABASE_URL']);
  });

  test.each<[path: string, fields: object]>([
    ['worker_extra_pip_packages', { worker_extra_pip_packages: '--index-url https://me:hunter2@example.com/simple a' }],
    [
      'capacity.ec2.user_data',
      { capacity: { type: 'ec2', ec2: { user_data: 'curl https://me:hunter2@example.com/a' } } },
    ],
    [
      'worker.log_configuration.options.splunk-token',
      {
        worker: {
          log_configuration: {
            log_driver: 'splunk',
            options: { 'splunk-url': 'https://s', 'splunk-token': 'hunter2' },
          },
        },
      },
    ],
    [
      'project.deployments[0].job_variables.env.DB_PASSWORD',
      { project: { deployments: [{ name: 'a', entrypoint: 'a.py:a', job_variables: { env: { DB_PASSWORD: 'x' } } }] } },
    ],
  ])('is on a secret in %s', (path, fields) => {
    expect(pathsOf('plain-secret', fields)).toEqual([path]);
  });

  test('is not on what is looked up', () => {
    expect(warningsOf({ worker: { environment: { AUTH_TOKEN: { ssm_parameter: '/a' } } } })).toEqual([]);
  });

  test('is on the variables of every container', () => {
    const environment = { A_TOKEN: 'hunter2' };
    const sidecars = { proxy: { image: 'example.com/proxy:1', environment } };
    const fields = {
      prefect: { settings: { PREFECT_A_TOKEN: 'hunter2' } },
      worker: { environment, sidecars },
      flow_runs: { environment, sidecars },
      workers: { b: { worker: { environment } } },
    };
    expect(pathsOf('plain-secret', fields)).toEqual([
      'prefect.settings.PREFECT_A_TOKEN',
      'worker.environment.A_TOKEN',
      'worker.sidecars.proxy.environment.A_TOKEN',
      'workers.b.worker.environment.A_TOKEN',
      'flow_runs.environment.A_TOKEN',
      'flow_runs.sidecars.proxy.environment.A_TOKEN',
    ]);
  });
});

describe('no-way-up', () => {
  const evening = { schedule: 'cron(0 20 ? * MON-FRI *)', min: 0, max: 0 };
  const steps = [
    {
      namespace: 'Prefect',
      metric_name: 'LateFlowRuns',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 1,
      adjustments: [{ lower_bound: 0, scaling_adjustment: 1 }],
    },
  ];

  test.each<[string, object]>([
    ['alone', { schedule: { evening } }],
    ['beside one that only lowers', { schedule: { evening, noon: { schedule: CRON, min: 0 } } }],
    [
      'beside one that allows tasks, which the use of CPU never starts',
      { autoscaling: { max: 2, cpu: 60 }, schedule: { evening, morning: { schedule: CRON, max: 2 } } },
    ],
  ])('is on a schedule to 0 tasks %s', (_, service) => {
    expect(pathsOf('no-way-up', { service })).toEqual(['service.schedule.evening']);
  });

  test.each<[string, object]>([
    ['beside one that starts a task', { schedule: { evening, morning: { schedule: CRON, min: 1, max: 1 } } }],
    [
      'beside one that allows tasks, which steps start',
      { autoscaling: { max: 2, steps }, schedule: { evening, morning: { schedule: CRON, max: 2 } } },
    ],
    ['of the minimum alone', { autoscaling: { max: 2, cpu: 60 }, schedule: { evening: { schedule: CRON, min: 0 } } }],
  ])('is not on a schedule to 0 tasks %s', (_, service) => {
    expect(pathsOf('no-way-up', { service })).toEqual([]);
  });

  test('is on a further worker, by its own schedule', () => {
    const service = { schedule: { morning: { schedule: CRON, min: 1, max: 1 }, evening } };
    const workers = { b: { service: { schedule: { evening } } } };
    expect(pathsOf('no-way-up', { service, workers })).toEqual(['workers.b.service.schedule.evening']);
  });
});

describe('weekday-numbers', () => {
  const scheduled = (days: string) => ({
    service: { schedule: { morning: { schedule: `cron(0 8 ? * ${days} *)`, min: 1, max: 1 } } },
  });

  test.each([
    ['1-5', 'SUN-THU', 'MON-FRI'],
    ['2-6', 'MON-FRI', 'TUE-SAT'],
    ['1', 'SUN', 'MON'],
    ['1,7', 'SUN,SAT', 'MON,SUN'],
    ['6#2', 'FRI#2', 'SAT#2'],
  ])('says that %s means %s', (days, meant, otherwise) => {
    expect(warningsOf(scheduled(days))).toMatchObject([
      {
        warning: 'weekday-numbers',
        path: 'service.schedule.morning.schedule',
        message: `${days} means ${meant}: AWS counts weekdays from 1, which is SUN`,
        hint: `use names: ${otherwise}, or ${meant}`,
      },
    ]);
  });

  test.each(['MON-FRI', 'SUN', 'L', '*', 'FRI#2'])('is not on %s', (days) => {
    expect(warningsOf(scheduled(days))).toEqual([]);
  });

  test('is not on other fields, and not on rates', () => {
    const schedule = {
      a: { schedule: 'cron(0 8 1-5 1-5 ? *)', min: 1 },
      b: { schedule: 'rate(1 day)', min: 1 },
    };
    expect(warningsOf({ service: { schedule } })).toEqual([]);
  });
});

describe('silent-alarm', () => {
  const office = (most: number) => ({
    schedule: {
      morning: { schedule: CRON, min: most, max: most },
      evening: { schedule: 'cron(0 20 ? * MON-FRI *)', min: 0, max: 0 },
    },
  });

  test.each<[string, object]>([
    ['one task that goes home at night', { alarms: {}, service: office(1) }],
    ['one task that others may stop', { alarms: { tasks_missing: { quiet_when_none: true } } }],
  ])('is on the alarm for %s', (_, fields) => {
    expect(pathsOf('silent-alarm', fields)).toEqual(['alarms.tasks_missing']);
  });

  test.each<[string, object]>([
    ['two tasks that go home at night', { alarms: {}, service: office(2) }],
    ['one task that always runs', { alarms: {} }],
    ['one task that must be there', { alarms: { tasks_missing: { quiet_when_none: false } }, service: office(1) }],
    ['nothing', { alarms: { tasks_missing: false }, service: office(1) }],
  ])('is not on the alarm for %s', (_, fields) => {
    expect(pathsOf('silent-alarm', fields)).toEqual([]);
  });
});

describe('acknowledge', () => {
  const worker = { environment: { PUBLIC_TOKEN: 'a' } };

  test('a warning that is acknowledged with a reason is not given', () => {
    expect(warningsOf({ worker, acknowledge: { 'plain-secret': 'a token that everybody may see' } })).toEqual([]);
  });

  test('other warnings are given all the same', () => {
    const fields = { worker, worker_image: 'prefecthq/prefect:3', acknowledge: { 'plain-secret': 'public' } };
    expect(warningsOf(fields)).toMatchObject([{ warning: 'no-prefect-aws' }]);
  });

  test('one that does not occur is a warning itself', () => {
    expect(warningsOf({ acknowledge: { 'plain-secret': 'public' } })).toMatchObject([
      { warning: 'unused-acknowledgement', path: 'acknowledge.plain-secret', message: 'does not occur' },
    ]);
  });

  test('a base may acknowledge what occurs in some environments alone', () => {
    const acknowledge = { 'plain-secret': 'public', 'unused-acknowledgement': 'a base' };
    expect(warningsOf({ acknowledge })).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an id that is not known', { 'plain-secrets': 'public' }, 'plain-secrets'],
    ['no reason', { 'plain-secret': ' ' }, 'must be the reason'],
  ])('fails on %s', (_, acknowledge, said) => {
    expect(reportOnFields({ acknowledge })).toContain(said);
  });

  test('fails on an unknown id with the nearest one', () => {
    expect(reportOnFields({ acknowledge: { 'plain-secrets': 'public' } })).toContain('did you mean plain-secret?');
  });
});

describe('idle-null', () => {
  test.each<[string, object, string]>([
    ['an override', { overrides: { 'aws_ecs_service.prefect_worker_service': null } }, 'overrides'],
    ['a variable', { worker: { environment: { PREFECT_API_URL: null } } }, 'worker.environment.PREFECT_API_URL'],
    ['a group', { alarms: null }, 'alarms'],
    ['a field with a default', { worker_cpu: null }, 'worker_cpu'],
  ])('is on null for %s that no base sets', (_, fields, path) => {
    const [warning, ...others] = warningsOf(fields);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ warning: 'idle-null', path: expect.stringContaining(path) });
  });

  test('is not on null that removes what a base sets, and is on a second one', () => {
    const environments = loadEnvironments(
      folderOf({
        '_base.yaml': { ...REQUIRED, alarms: {}, tags: { Team: 'data' } },
        'test.yaml': { extends: '_base.yaml', alarms: null, tags: { Team: null, Other: null } },
      }),
    );
    expect(environments[0]?.warnings.map(({ path }) => path)).toEqual(['tags.Other']);
    expect(environments[0]?.alarms).toBeUndefined();
  });

  test('is not on null where it is a value', () => {
    const fields = {
      overrides: { 'aws_ecs_service.prefect_worker_service': { propagate_tags: null } },
      flow_runs: { environment: { A: null }, attributes: { dockerLabels: null } },
    };
    expect(warningsOf(fields)).toEqual([]);
  });
});
