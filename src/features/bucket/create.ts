import type { StackContext } from '../../stack/context';
import { allow, type Statement, tlsOnly } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';
import { FlowBucket } from './resources/flow-bucket';

export function createBucket(context: StackContext): void {
  const { scope, environment, lookUps } = context;
  const { bucket } = environment;
  if (bucket?.name === undefined) return;
  const { kmsKey, versioning, keepNoncurrentDays, lifecycle, eventbridge } = bucket;
  const [arn, objects] = bucketArns(context, bucket.name);
  new FlowBucket(scope, 'bucket', {
    name: literal(bucket.name),
    kmsKeyArn: kmsKey && lookUps.kmsKey(kmsKey),
    versioning,
    keepNoncurrentDays,
    lifecycle: Object.entries(lifecycle).map(([id, { prefix, expireDays, transitionDays = 0, storageClass }]) => ({
      id,
      prefix: prefix && literal(prefix),
      expireDays,
      transition: storageClass === undefined ? undefined : { days: transitionDays, storageClass },
    })),
    eventbridge,
    denied: { ...tlsOnly('s3:*', ''), Resource: [arn, objects] },
  });
}

/** What flows may do with the bucket, where there is one. */
export function bucketRights(context: StackContext): Statement[] {
  const { environment, lookUps } = context;
  const { bucket } = environment;
  const name = bucket?.name ?? bucket?.existing;
  if (bucket === undefined || name === undefined) return [];
  const [arn, objects] = bucketArns(context, name);
  const writes = bucket.access === 'read_write';
  return [
    ...allow('ListFlowBucket', ['s3:GetBucketLocation', 's3:ListBucket'], [arn]),
    ...allow(
      'UseFlowBucket',
      writes ? ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'] : 's3:GetObject',
      [objects],
    ),
    ...allow(
      'UseKeyOfFlowBucket',
      writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : 'kms:Decrypt',
      bucket.kmsKey === undefined ? [] : [lookUps.kmsKey(bucket.kmsKey)],
    ),
  ];
}

/** Buckets have neither region nor account in their ARNs. */
function bucketArns({ aws }: StackContext, name: string): readonly [bucket: string, objects: string] {
  const arn = `arn:${aws.partition}:s3:::${literal(name)}`;
  return [arn, `${arn}/*`];
}
