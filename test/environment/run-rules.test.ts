import { environmentOf, REQUIRED, reportOn, reportOnFields } from '../helpers/stack-files';

/** Fields that a rule refuses, though each is right by itself, and what it says of them. */
const REFUSED_BY_RULES: readonly [field: string, fields: object, said: string][] = [
  [
    'worker_memory',
    { worker_cpu: 256, worker_memory: 4096 },
    'worker_memory: 4096\n    is not available on Fargate with worker_cpu 256; allowed: 512, 1024, 2048 MiB',
  ],
  [
    'tags',
    { tags: { Team: 'a', team: 'b' } },
    'tags.team: "b"\n    differs from another key only by case: IAM rejects that',
  ],
  ['backend', { backend: { local: {}, s3: { bucket: 'a-bucket' } } }, 'backend\n    set exactly one of: local, s3'],
  ['cluster', { cluster: { existing: 'a', container_insights: 'enabled' } }, 'cluster.container_insights: "enabled"'],
  ['logs', { logs: { group: 'existing' } }, 'logs.name\n    is required with group: existing'],
  ['names', { name: 'a'.repeat(35) }, 'must be at most 34 characters'],
];

describe.each(REFUSED_BY_RULES)('the rule on %s', (_, fields, said) => {
  test('speaks when all fields are right by themselves', () => {
    expect(reportOnFields(fields)).toContain(said);
  });

  test.each<[string, object, string]>([
    ['a field is broken', { worker_desired_count: -1 }, 'worker_desired_count: -1\n'],
    ['a field is not known', { colour: 'red' }, 'colour\n    is not a field'],
    ['a field of another group is not known', { api_key: { verison: 1 } }, 'api_key.verison\n    is not a field'],
    ['a field that may be written in several ways is broken', { vpc_id: { tag: 'a' } }, 'vpc_id'],
    ['the region is broken, which stands in a rule of its own', { region: 'us-eats-1' }, 'region: "us-eats-1"'],
  ])('speaks too when %s', (__, broken, problem) => {
    const report = reportOnFields({ ...fields, ...broken });
    expect(report).toContain(said);
    expect(report).toContain(problem);
  });

  test('speaks too when required fields are missing', () => {
    const report = reportOn({ 'test.yaml': fields });
    expect(report).toContain(said);
    for (const field of Object.keys(REQUIRED)) expect(report).toContain(`stacks/test.yaml ${field}\n    is required`);
  });
});

describe('a rule is silent', () => {
  test.each<[string, object, RegExp]>([
    ['on a size beside a CPU that is broken', { worker_cpu: 300, worker_memory: 17 }, /must be a size that Fargate/],
    ['on a field beside one of its group that is broken', { logs: { group: 'extant', name: '/a' } }, /with group/],
    [
      'on a required field that may be misspelled',
      { worker_subnets: null, worker_subnet: ['subnet-014aa5f348034e45b'] },
      /worker_subnets\n {4}is required/,
    ],
    [
      'on the type of a worker that is broken',
      { worker_type: '--x', worker_work_pool_name: 'my pool' },
      /part of the name of a task family/,
    ],
    [
      'on the partition of a region that is broken',
      { region: 'us-eats-1', worker_task_role_arn: 'arn:aws-cn:iam::111122223333:role/a' },
      /partition/,
    ],
  ])('%s', (_, fields, unsaid) => {
    expect(reportOnFields(fields)).not.toMatch(unsaid);
  });
});

test('a missing region is said once, and takes nothing else away', () => {
  const { region: _, ...others } = REQUIRED;
  expect(reportOn({ 'test.yaml': { ...others, worker_cpu: 256, worker_memory: 4096 } })).toMatch(
    /^stacks\/test\.yaml region\n {4}is required\n {4}→ add it, for example region: us-east-1[^\n]*\nstacks\/test\.yaml:9 worker_memory: 4096\n[^\n]*\n[^\n]*$/,
  );
});

test('a mistake is said once, though the fields are read again for the rules', () => {
  const report = reportOnFields({ worker_desired_count: -1, worker_memory: 4097 });
  expect(report.match(/worker_desired_count/g)).toHaveLength(1);
  expect(report.match(/^stacks/gm)).toHaveLength(2);
});

test('rules have nothing to say of what is right', () => {
  expect(environmentOf().inputs.name).toBe('test');
});

describe('a broken field silences only what depends on it', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'within a group',
      { network: { assign_public_ip: 'yes', egress: [{ port: 1 }] } },
      ['network.assign_public_ip: "yes"', 'network.egress[0]\n'],
    ],
    [
      'between two groups of one worker',
      { worker: { user: 5 }, service: { create: false, ignore: ['desired_count'] } },
      ['worker.user: 5', 'service.ignore'],
    ],
    [
      'between a worker and the next',
      { worker_cpu: '1024', workers: { a: { worker_cpu: 256, worker_memory: 4096 } } },
      ['worker_cpu: "1024"', 'workers.a.worker_memory: 4096'],
    ],
    [
      'between a field and another of its group that it decides nothing of',
      { crash_detection: { families: [5], existing_queue: 'q', max_receive_count: 3 } },
      ['crash_detection.families[0]: 5', 'crash_detection.max_receive_count: 3'],
    ],
    [
      'between worker and flow runs',
      { worker: { user: 5 }, flow_runs: { cpu: 300 } },
      ['worker.user: 5', 'flow_runs.cpu: 300'],
    ],
    [
      'in the same group of flow runs',
      { flow_runs: { cpu: 300, labels: { a: 5 } } },
      ['flow_runs.labels.a: 5', 'flow_runs.cpu: 300'],
    ],
  ])('%s', (_, fields, said) => {
    const report = reportOnFields(fields);
    for (const words of said) expect(report).toContain(words);
  });
});

test('a clash between environments is reported together with the mistakes of each', () => {
  const backend = { http: { address: 'https://state.example.com/a' } };
  const report = reportOn({
    'a.yaml': { ...REQUIRED, backend, worker_cpu: -1 },
    'b.yaml': { ...REQUIRED, backend, worker_memory: 'much' },
  });
  expect(report).toContain('worker_cpu: -1');
  expect(report).toContain('worker_memory: "much"');
  expect(report).toContain('backend.http.address: "https://state.example.com/a"');
});

test('a clash that depends on a broken field is not reported', () => {
  const report = reportOn({
    'a.yaml': { ...REQUIRED, name: 'same' },
    'b.yaml': { ...REQUIRED, name: 'same', region: 'us-eats-1' },
  });
  expect(report).toMatch(/^stacks\/b\.yaml:1 region: "us-eats-1"\n[^\n]*\n[^\n]*$/);
});
