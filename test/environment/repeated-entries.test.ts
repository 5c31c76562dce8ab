import { environmentOf, reportOnFields } from '../helpers/stack-files';

test.each<[what: string, fields: object, entry: string]>([
  ['an address', { alarms: { email: ['a@example.com', 'a@example.com'] } }, 'alarms.email[1]: "a@example.com"'],
  ['a work queue', { prefect: { work_queues: ['a', 'b', 'a'] } }, 'prefect.work_queues[2]: "a"'],
  ['what gets a random end', { names: { random_suffix: ['secret', 'secret'] } }, 'names.random_suffix[1]: "secret"'],
  [
    'a look-up',
    { network: { security_groups: [{ tags: { A: 'b' } }, { tags: { A: 'b' } }] } },
    'network.security_groups[1]',
  ],
  [
    'a policy of the role of flow runs',
    { flow_runs: { task_role: { policies: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/A'] } } },
    'flow_runs.task_role.policies[1]',
  ],
  [
    'a tag of a deployment',
    { project: { deployments: [{ name: 'a', entrypoint: 'f.py:f', tags: ['etl', 'etl'] }] } },
    'project.deployments[0].tags[1]: "etl"',
  ],
  [
    'a queue of a further worker',
    { workers: { gpu: { worker_work_pool_name: 'gpu', work_queues: ['a', 'a'] } } },
    'workers.gpu.work_queues[1]: "a"',
  ],
])('%s twice is refused', (_, fields, entry) => {
  const report = reportOnFields(fields);
  expect(report).toContain(` ${entry}`);
  expect(report).toMatch(/duplicates \w+\[0\]\n {4}→ remove one of the two/);
});

test('is told once of one entry', () => {
  const report = reportOnFields({ worker_subnets: ['subnet-11111111', 'subnet-11111111'] });
  expect(report.match(/duplicates/g)).toHaveLength(1);
});

test('words of a command may stand twice', () => {
  const command = ['prefect', 'worker', 'start', '--pool', 'a', '--work-queue', 'b', '--work-queue', 'c'];
  expect(environmentOf({ worker: { command, entry_point: ['tini', '--', '--'], health_check: false } })).toBeDefined();
});
