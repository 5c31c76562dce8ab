import { resourceAt, stackOf } from '../../helpers/synthesized';

const FLOW_RUNS = { flow_runs: { task_role: {} } };
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';
const BUCKET = '${aws_s3_bucket.prefect_flows.id}';

const of = (bucket: object, type: string, name: string) =>
  resourceAt(stackOf({ bucket: { name: 'team-flows', ...bucket }, ...FLOW_RUNS }), `${type}.${name}`);

test('nobody can make the bucket public, before its policy is set', () => {
  expect(of({}, 'aws_s3_bucket_public_access_block', 'prefect_flows_private')).toMatchObject({
    bucket: BUCKET,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(of({}, 'aws_s3_bucket_policy', 'prefect_flows_tls_only')['depends_on']).toEqual([
    'aws_s3_bucket_public_access_block.prefect_flows_private',
  ]);
});

test.each<[string, object, object]>([
  ['a key of S3', {}, { sse_algorithm: 'AES256' }],
  ['a key of the team', { kms_key: KEY }, { sse_algorithm: 'aws:kms', kms_master_key_id: KEY }],
])('objects are encrypted with %s', (_, bucket, algorithm) => {
  expect(of(bucket, 'aws_s3_bucket_server_side_encryption_configuration', 'prefect_flows_encryption')['rule']).toEqual([
    { apply_server_side_encryption_by_default: algorithm, bucket_key_enabled: true },
  ]);
});

test.each([
  [true, 'Enabled'],
  [false, 'Suspended'],
])('versioning: %s is %s', (versioning, status) => {
  expect(of({ versioning }, 'aws_s3_bucket_versioning', 'prefect_flows_versions')['versioning_configuration']).toEqual({
    status,
  });
});

test('what is left over goes by itself, and what the stack file says, once there are versions', () => {
  const lifecycle = {
    old: { prefix: 'results/', expire_days: 30, transition_days: 7, storage_class: 'GLACIER_IR' },
    all: { expire_days: 90 },
  };
  const found = of(
    { keep_noncurrent_days: 5, lifecycle },
    'aws_s3_bucket_lifecycle_configuration',
    'prefect_flows_lifecycle',
  );
  expect(found['rule']).toEqual([
    {
      id: 'keep-it-tidy',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      noncurrent_version_expiration: [{ noncurrent_days: 5 }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    },
    {
      id: 'old',
      status: 'Enabled',
      filter: [{ prefix: 'results/' }],
      expiration: [{ days: 30 }],
      transition: [{ days: 7, storage_class: 'GLACIER_IR' }],
    },
    { id: 'all', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 90 }] },
  ]);
  expect(found['depends_on']).toEqual(['aws_s3_bucket_versioning.prefect_flows_versions']);
});

test('EventBridge gets its events where the stack file says so', () => {
  const events = 'aws_s3_bucket_notification';
  expect(of({ eventbridge: true }, events, 'prefect_flows_events')).toMatchObject({
    bucket: BUCKET,
    eventbridge: true,
  });
  expect(stackOf({ bucket: { name: 'team-flows' }, ...FLOW_RUNS }).resource).not.toHaveProperty(events);
});
