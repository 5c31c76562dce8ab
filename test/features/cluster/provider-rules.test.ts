import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const THEIRS = { cluster: { existing: 'theirs' } };
const PROVIDER = { capacity: { type: 'provider', provider: 'theirs' } };
const ASSOCIATION = 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers';

test.each([
  ['a worker on a provider', PROVIDER, 'capacity.type: "provider"'],
  ['a further worker on a provider', { workers: { b: PROVIDER } }, 'workers.b.capacity.type: "provider"'],
  ['flow runs on instances', { flow_runs: { capacity: 'ec2' } }, 'flow_runs.capacity: "ec2"'],
  [
    'flow runs on instances that are not created',
    { flow_runs: { capacity: [{ capacity_provider: 'ec2' }] } },
    'the created cluster has no instances',
  ],
  [
    'flow runs on another provider than that of the created instances',
    { flow_runs: { capacity: [{ capacity_provider: 'mine' }] }, capacity: { ec2: {} } },
    'flow_runs.capacity[0].capacity_provider: "mine"',
  ],
])('the created cluster is not asked for %s', (_, fields, report) => {
  expect(reportOnFields(fields)).toContain(report);
});

test.each([
  ['a provider of an existing cluster', { ...THEIRS, ...PROVIDER }],
  ['instances of an existing cluster', { ...THEIRS, flow_runs: { capacity: 'ec2' } }],
  [
    'a provider of an existing cluster for flow runs',
    { ...THEIRS, flow_runs: { capacity: [{ capacity_provider: 'a' }] } },
  ],
  [
    'instances that a further worker has created',
    { workers: { b: { capacity: { type: 'ec2' } } }, flow_runs: { capacity: 'ec2' } },
  ],
  [
    'a provider that the stack file adds',
    { ...PROVIDER, overrides: { [ASSOCIATION]: { capacity_providers: ['theirs'] } } },
  ],
])('tasks may run on %s', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});
