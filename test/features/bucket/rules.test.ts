import { reportOnFields } from '../../helpers/stack-files';
import { jsonIn, resourceAt, stackOf } from '../../helpers/synthesized';

const FLOW_RUNS = { flow_runs: { task_role: {} } };
const rule = (fields: object) => ({ name: 'team-flows', lifecycle: { old: fields } });

const REFUSED: readonly (readonly [string, object, string])[] = [
  ['two buckets', { name: 'team-flows', existing: 'team-data' }, 'set exactly one of: name, existing'],
  ['a name that S3 does not allow', { name: 'Team' }, 'must be the name of an S3 bucket'],
  ['a rule that does nothing', rule({ prefix: 'results' }), 'it neither deletes nor moves objects'],
  ['a move without a class', rule({ transition_days: 30 }), 'requires both of: transition_days, storage_class'],
  ['a class without a day', rule({ storage_class: 'GLACIER' }), 'requires both of: transition_days, storage_class'],
  [
    'a move too early',
    rule({ transition_days: 29, storage_class: 'STANDARD_IA' }),
    'must be at least 30 for STANDARD_IA',
  ],
  [
    'objects that are deleted on the day on which they would move',
    rule({ expire_days: 60, transition_days: 60, storage_class: 'GLACIER' }),
    'must be more than transition_days, 60',
  ],
  [
    'a rule with the name of our own',
    { name: 'team-flows', lifecycle: { 'keep-it-tidy': { expire_days: 1 } } },
    'is the name of the rule that every created bucket has',
  ],
];

test.each(REFUSED)('fails on %s', (_, bucket, message) => {
  expect(reportOnFields({ bucket, ...FLOW_RUNS })).toContain(message);
});

test('fails on results for a worker that starts no tasks, and says where they are set', () => {
  const report = reportOnFields({ worker_type: 'process', bucket: { name: 'a-bucket', results: { block: 'x' } } });
  expect(report).toContain('set prefect.settings');
});

test('fails on code in S3 without any bucket', () => {
  expect(reportOnFields({ image: { code: { s3: {} } }, ...FLOW_RUNS })).toContain('name an existing bucket');
});

test('moves to a class that takes objects at once, and a rule that only deletes, are allowed', () => {
  const lifecycle = {
    now: { transition_days: 0, storage_class: 'INTELLIGENT_TIERING' },
    later: { expire_days: 31, transition_days: 30, storage_class: 'ONEZONE_IA' },
    results: { prefix: 'results', expire_days: 7 },
  };
  const stack = stackOf({ bucket: { name: 'team-flows', lifecycle }, ...FLOW_RUNS });
  expect(resourceAt(stack, 'aws_s3_bucket_lifecycle_configuration.prefect_flows_lifecycle')['rule']).toEqual([
    expect.objectContaining({ id: 'keep-it-tidy' }),
    expect.objectContaining({ id: 'now', transition: [{ days: 0, storage_class: 'INTELLIGENT_TIERING' }] }),
    expect.objectContaining({ id: 'later', expiration: [{ days: 31 }] }),
    { id: 'results', status: 'Enabled', filter: [{ prefix: 'results' }], expiration: [{ days: 7 }] },
  ]);
});

test('nobody reaches the bucket or its objects without TLS', () => {
  const stack = stackOf({ bucket: { name: 'team-flows' }, ...FLOW_RUNS });
  const { policy } = resourceAt(stack, 'aws_s3_bucket_policy.prefect_flows_tls_only');
  const arn = 'arn:${data.aws_partition.current.partition}:s3:::team-flows';
  expect(jsonIn(stack, String(policy))).toMatchObject({
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`] }],
  });
});

test("the environment of flow runs in the stack file is stronger than the bucket's", () => {
  const flow_runs = { task_role: {}, environment: { PREFECT_RESULTS_PERSIST_BY_DEFAULT: 'false' } };
  const stack = stackOf({ bucket: { name: 'team-flows', results: { block: 'kept' } }, flow_runs });
  expect(JSON.stringify(stack)).not.toContain('PREFECT_RESULTS_PERSIST_BY_DEFAULT\\": \\"true');
});
