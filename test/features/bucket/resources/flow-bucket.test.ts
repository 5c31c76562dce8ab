import { FlowBucket, type FlowBucketProps } from '../../../../src/features/bucket/resources/flow-bucket';
import { tlsOnly } from '../../../../src/terraform/policy-document';
import { addressesOf, documentAt, inStack, resourceAt } from '../../../helpers/synthesized';

const BUCKET = '${aws_s3_bucket.prefect_flows.id}';
const LEAST: FlowBucketProps = {
  name: 'team-flows',
  versioning: false,
  keepNoncurrentDays: 30,
  lifecycle: [],
  eventbridge: false,
  denied: tlsOnly('s3:*', 'the-bucket'),
};

const bucket = (props: Partial<FlowBucketProps> = {}) =>
  inStack((scope) => new FlowBucket(scope, 'bucket', { ...LEAST, ...props }));

const TIDY = {
  id: 'keep-it-tidy',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  noncurrent_version_expiration: [{ noncurrent_days: 30 }],
  abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
};

test('a bucket is private, encrypted, and reached by TLS alone', () => {
  const terraform = bucket();
  expect(resourceAt(terraform, 'aws_s3_bucket.prefect_flows')).toEqual({ bucket: 'team-flows' });
  expect(resourceAt(terraform, 'aws_s3_bucket_public_access_block.prefect_flows_private')).toEqual({
    bucket: BUCKET,
    ...{ block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
  });
  expect(documentAt(terraform, 'aws_s3_bucket_policy.prefect_flows_tls_only', 'policy')).toEqual({
    Version: '2012-10-17',
    Statement: [tlsOnly('s3:*', 'the-bucket')],
  });
  expect(resourceAt(terraform, 'aws_s3_bucket_policy.prefect_flows_tls_only')).toMatchObject({
    bucket: BUCKET,
    depends_on: ['aws_s3_bucket_public_access_block.prefect_flows_private'],
  });
  expect(resourceAt(terraform, 'aws_s3_bucket_server_side_encryption_configuration.prefect_flows_encryption')).toEqual({
    bucket: BUCKET,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' }, bucket_key_enabled: true }],
  });
  expect(resourceAt(terraform, 'aws_s3_bucket_versioning.prefect_flows_versions')).toEqual({
    bucket: BUCKET,
    versioning_configuration: { status: 'Suspended' },
  });
  expect(resourceAt(terraform, 'aws_s3_bucket_lifecycle_configuration.prefect_flows_lifecycle')).toEqual({
    bucket: BUCKET,
    rule: [TIDY],
    depends_on: ['aws_s3_bucket_versioning.prefect_flows_versions'],
  });
  expect(addressesOf(terraform)).not.toContain('aws_s3_bucket_notification.prefect_flows_events');
});

test('a bucket has versions, a key, rules and events', () => {
  const terraform = bucket({
    versioning: true,
    kmsKeyArn: 'the-key',
    eventbridge: true,
    lifecycle: [
      { id: 'expire', prefix: 'tmp/', expireDays: 3 },
      { id: 'move', transition: { days: 5, storageClass: 'GLACIER' } },
    ],
  });
  expect(
    resourceAt(terraform, 'aws_s3_bucket_server_side_encryption_configuration.prefect_flows_encryption')['rule'],
  ).toEqual([
    {
      apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: 'the-key' },
      bucket_key_enabled: true,
    },
  ]);
  expect(resourceAt(terraform, 'aws_s3_bucket_versioning.prefect_flows_versions')).toMatchObject({
    versioning_configuration: { status: 'Enabled' },
  });
  expect(resourceAt(terraform, 'aws_s3_bucket_lifecycle_configuration.prefect_flows_lifecycle')['rule']).toEqual([
    TIDY,
    { id: 'expire', status: 'Enabled', filter: [{ prefix: 'tmp/' }], expiration: [{ days: 3 }] },
    { id: 'move', status: 'Enabled', filter: [{ prefix: '' }], transition: [{ days: 5, storage_class: 'GLACIER' }] },
  ]);
  expect(resourceAt(terraform, 'aws_s3_bucket_notification.prefect_flows_events')).toEqual({
    bucket: BUCKET,
    eventbridge: true,
  });
});
