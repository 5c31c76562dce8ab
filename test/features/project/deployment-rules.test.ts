import { parse } from 'yaml';
import { prefectYaml } from '../../../src/features/project/prefect-yaml';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const deploying = (fields: object, others: object = {}) => ({
  project: { deployments: [{ name: 'a', entrypoint: 'f.py:f', ...fields }] },
  ...others,
});
const running = (job_variables: object, others: object = {}) => deploying({ job_variables }, others);

describe('a deployment is refused with', () => {
  test.each<[what: string, fields: object, path: string, message: string]>([
    [
      'a size in words',
      running({ cpu: '2 vCPU' }),
      'job_variables.cpu',
      'must be a whole number or null: Prefect refuses the deployment\n    → write cpu: 2048',
    ],
    ['a size in quotes', running({ memory: '4096' }), 'job_variables.memory', '→ write memory: 4096'],
    ['a list of variables', running({ env: ['A=b'] }), 'job_variables.env', 'must be a mapping'],
    ['a list for a command', running({ command: ['a', 'b'] }), 'job_variables.command', 'must be a string or null'],
    [
      'an image that is none',
      running({ image: 'x:y:z' }),
      'job_variables.image',
      'must be an image as Docker names it',
    ],
    ['a CPU that Fargate has not', running({ cpu: 300 }), 'job_variables.cpu', 'is not available on Fargate; allowed'],
    ['vCPUs', running({ cpu: 2 }), 'job_variables.cpu', 'set 2048 for 2 vCPU'],
    [
      'a memory that Fargate has not with the CPU of all flow runs',
      running({ memory: 16_384 }),
      'job_variables.memory',
      'is not available on Fargate with 1024 units of CPU',
    ],
    [
      'a CPU that Fargate has not with the memory of all flow runs',
      running({ cpu: 8192 }),
      'job_variables',
      'has 2048 MiB, which is not available on Fargate with 8192 units of CPU',
    ],
    [
      'a date to count from, and a cron expression',
      deploying({ schedules: [{ cron: '0 2 * * *', anchor_date: '2026-01-01T00:00:00Z' }] }),
      'schedules[0].anchor_date',
      'has no effect: it applies only to interval',
    ],
    [
      'two schedules of one slug',
      deploying({
        schedules: [
          { interval: 60, slug: 's' },
          { interval: 90, slug: 's' },
        ],
      }),
      'schedules[1].slug',
      'duplicates schedules[0]',
    ],
    [
      'a field among the attributes',
      deploying({ attributes: { entrypoint: 'g.py:g' } }),
      'attributes.entrypoint',
      'cannot be set here: project.deployments[0].entrypoint sets it',
    ],
    ['a file without a function', deploying({ entrypoint: 'etl.py' }), 'entrypoint', 'must be FILE.py:FUNCTION'],
    [
      'a method that is a keyword',
      deploying({ entrypoint: 'f.py:Flows.class' }),
      'entrypoint',
      'must be the name of a function: class is a keyword of Python',
    ],
    ['a module that is no word', deploying({ entrypoint: 'my-flows.main' }), 'entrypoint', 'must be FILE.py:FUNCTION'],
    ['an absolute path', deploying({ entrypoint: '/opt/f.py:f' }), 'entrypoint', 'must be FILE.py:FUNCTION'],
    [
      'a path that leaves the folder',
      deploying({ entrypoint: 'a/../../f.py:f' }),
      'entrypoint',
      'must be FILE.py:FUNCTION',
    ],
  ])('%s', (_, fields, path, message) => {
    const report = reportOnFields(fields);
    expect(report).toContain(` project.deployments[0].${path}`);
    expect(report).toContain(message);
  });
});

test.each<[what: string, fields: object]>([
  ['sizes that Fargate has together', running({ cpu: 4096, memory: 16_384 })],
  [
    'sizes that only instances have',
    running({ cpu: 300, memory: 700 }, { capacity: { ec2: {} }, flow_runs: { capacity: 'ec2' } }),
  ],
  ['sizes of another work pool', deploying({ work_pool: 'other', job_variables: { cpu: 300 } })],
  ['what is decided at the deployment', running({ cpu: '{{ $CPU }}', image: '{{ $IMAGE }}' })],
  ['nothing instead of a default', running({ command: null })],
  [
    'a variable that the stack file adds',
    running({ team: 5 }, { flow_runs: { variables: { team: { type: 'integer' } } } }),
  ],
  ...['flows.etl.main', 'flows.etl:main', 'flows/etl.py:Flows.main', 'flows.etl:Flows.main'].map(
    (entrypoint): [string, object] => [`the flow ${entrypoint}`, deploying({ entrypoint })],
  ),
  ['a path with dots in a name', deploying({ entrypoint: 'flows/..a/f.b.py:f' })],
  ['other keys of Prefect', deploying({ attributes: { paused: true, triggers: [] } })],
])('a deployment is taken with %s', (_, fields) => {
  expect(environmentOf(fields).warnings).toEqual([]);
});

test('a key that Prefect does not read gets a warning with the nearest one', () => {
  const { warnings } = environmentOf(deploying({ attributes: { trigers: [] } }));
  expect(warnings).toMatchObject([
    { path: 'project.deployments[0].attributes.trigers', warning: 'unknown-attribute', hint: 'did you mean triggers?' },
  ]);
});

describe('a work queue that no worker polls', () => {
  const HIGH = { prefect: { work_queues: ['high'] } };
  const warned = (fields: object) => environmentOf(fields).warnings.map(({ path, hint }) => [path, hint]);
  const path = 'project.deployments[0].work_queue';

  test('gets a warning with the way out', () => {
    expect(warned(deploying({ work_queue: 'low' }, HIGH))).toEqual([
      [path, 'set work_queue to one that is polled (high), or add low to prefect.work_queues'],
    ]);
    expect(warned(deploying({ work_queue: 'hihg' }, HIGH))).toEqual([[path, 'did you mean high?']]);
  });

  test('may be the default queue of the pool', () => {
    expect(warned(deploying({}, HIGH))).toEqual([
      [path, expect.stringContaining('add default to prefect.work_queues')],
    ]);
  });

  test.each<[what: string, fields: object]>([
    ['all queues are polled', deploying({ work_queue: 'low' })],
    ['this one is polled', deploying({ work_queue: 'high' }, HIGH)],
    [
      'a further worker polls it',
      deploying({ work_queue: 'low' }, { ...HIGH, workers: { other: { work_queues: ['low'] } } }),
    ],
    ['the pool is of another environment', deploying({ work_pool: 'other', work_queue: 'low' }, HIGH)],
  ])('gets none where %s', (_, fields) => {
    expect(warned(fields)).toEqual([]);
  });

  test('is not where the test flows are deployed to', () => {
    const pools = (fields: object) =>
      parse(prefectYaml(environmentOf(fields))).deployments.map(({ work_pool }: { work_pool: object }) => work_pool);
    expect(pools(HIGH)).toMatchObject([{ work_queue_name: 'high' }, { work_queue_name: 'high' }]);
    expect(pools({ prefect: { work_queues: ['high', 'default'] } })[0]).not.toHaveProperty('work_queue_name');
    expect(pools({})[0]).not.toHaveProperty('work_queue_name');
  });
});
