import { refusalOf } from '../helpers/refusals';

const GIT = { image: { code: { git: { repository: 'https://example.com/flows' } } } };

describe('beside a broken entry, all is said of the others', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'of tags',
      { tags: { Team: 5, 'aws:a': 'x', Cost: 'a' } },
      ['tags.Team: 5\n', 'tags.aws:a: "x"\n    must not begin with aws:'],
    ],
    [
      'of a mapping with a name that is not allowed',
      {
        workers: { B: {}, c: { worker_image: '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/worker:1' } },
      },
      ['workers.B', 'workers.c.worker_image'],
    ],
    [
      'of a mapping of mappings, where one lacks a field',
      { worker: { sidecars: { a: {}, b: { image: 'a/b:1', depends_on: { c: 'START' } } } } },
      ['worker.sidecars.a.image\n    is required', 'worker.sidecars.b.depends_on.c'],
    ],
    [
      'of rules of a security group, with their numbers',
      {
        network: {
          egress: [
            { port: 'x', cidr_blocks: ['10.0.0.0/8'] },
            { port: 5432, protocol: 'icmp', cidr_blocks: ['10.0.0.0/8'] },
            { port: 1 },
            { port: 443, cidr_blocks: ['0.0.0.0/0'] },
            { port: 443, cidr_blocks: ['0.0.0.0/0'] },
          ],
        },
      },
      [
        'network.egress[0].port: "x"\n',
        'network.egress[1].protocol: "icmp"\n',
        'network.egress[2]\n    set exactly one of',
        'network.egress[4]\n    repeats network.egress[3]',
      ],
    ],
    [
      'of deployments',
      {
        ...GIT,
        project: {
          deployments: [
            { name: 'a' },
            { name: 'b', entrypoint: 'a.py:f', schedules: [{ cron: 5 }] },
            { name: 'c', entrypoint: 'a.py:f', job_variables: { cpu: 99 } },
          ],
        },
      },
      [
        'project.deployments[0].entrypoint\n    is required',
        'project.deployments[1].schedules[0].cron: 5\n',
        'project.deployments[2].job_variables.cpu: 99\n',
      ],
    ],
    [
      'in a mapping within another one that is broken too',
      {
        flow_runs: {
          sidecars: {
            a: { image: 'a/b:1', environment: { ECS_AGENT_URI: 'a', LEVEL: 5 } },
            b: { image: 5 },
          },
        },
      },
      ['flow_runs.sidecars.a.environment.LEVEL: 5\n', 'flow_runs.sidecars.b.image: 5\n'],
    ],
  ])('%s', (_, fields, said) => {
    const report = refusalOf(fields);
    for (const words of said) expect(report).toContain(words);
  });
});

describe('beside a broken entry, nothing is said of the others that depends on it', () => {
  test.each<[string, object]>([
    [
      'a sidecar that waits for it',
      { worker: { sidecars: { a: {}, b: { image: 'a/b:1', depends_on: { a: 'START' } } } } },
    ],
    [
      'a schedule that only stops the worker',
      {
        service: {
          schedule: {
            evening: { schedule: 'cron(0 19 ? * MON-FRI *)', min: 0, max: 0 },
            morning: { schedule: 'cron(0 7 ? * MON-FRI *)', min: 'one' },
          },
        },
      },
    ],
    [
      'a container that logs to it',
      {
        worker: {
          sidecars: {
            router: { image: 5, firelens_configuration: { type: 'fluentbit' } },
            web: { image: 'a/b:1', log_configuration: { log_driver: 'awsfirelens' } },
          },
        },
      },
    ],
    [
      'a rule that is not the same',
      { network: { egress: [{ port: 'x' }, { port: 5432, cidr_blocks: ['10.0.0.0/8'] }] } },
    ],
  ])('%s', (_, fields) => {
    expect(refusalOf(fields).match(/^\S/gm)).toHaveLength(1);
  });
});

test('of many broken entries all that are listed are of the schema', () => {
  const tags = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
  expect(refusalOf({ tags: { ...tags, 'aws:a': 'x' } })).toContain('problems are not listed');
});
