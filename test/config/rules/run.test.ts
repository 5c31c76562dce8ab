import { environmentOf, REQUIRED, reportOn, reportOnFields } from '../../helpers/stack-files';

/** Fields that a rule refuses, though each is right by itself, and what it says of them. */
const REFUSED_BY_RULES: readonly [field: string, fields: object, said: string][] = [
  ['worker_memory', { worker_cpu: 256, worker_memory: 4096 }, 'worker_memory: 4096\n    must be a size that Fargate'],
  ['tags', { tags: { Team: 'a', team: 'b' } }, 'tags.team: "b"\n    must differ from the other keys'],
  [
    'backend',
    { backend: { local: {}, s3: { bucket: 'a-bucket' } } },
    'backend\n    must be one backend, not local and s3',
  ],
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

describe('a rule is not heard', () => {
  test.each<[string, object, RegExp]>([
    ['on a size beside a CPU that is broken', { worker_cpu: 300, worker_memory: 17 }, /must be a size that Fargate/],
    ['on a group that is broken elsewhere', { logs: { group: 'existing', class: 'CHEAP' } }, /is required with group/],
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
    /^stacks\/test\.yaml region\n {4}is required\n {4}→ The AWS region[^\n]*\nstacks\/test\.yaml:9 worker_memory: 4096\n[^\n]*\n[^\n]*$/,
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
