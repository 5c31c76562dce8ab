import type { Environment } from '../../environment/environment';
import { type Item, when } from '../../inventory/item';
import { partitionOf } from '../../values/regions';

export function bucket({ bucket: settings, region }: Environment): readonly Item[] {
  const { name, kmsKey, eventbridge } = settings ?? {};
  if (name === undefined) return [];
  return [
    {
      address: 'aws_s3_bucket.prefect_flows',
      purpose: 'S3 bucket for the code and the results of flows',
      name: { text: name, field: 'bucket.name', within: `S3 in ${partitionOf(region)}` },
    },
    {
      address: 'aws_s3_bucket_public_access_block.prefect_flows_private',
      purpose: 'Refuses public access to the bucket',
    },
    { address: 'aws_s3_bucket_policy.prefect_flows_tls_only', purpose: 'Refuses plain HTTP' },
    {
      address: 'aws_s3_bucket_server_side_encryption_configuration.prefect_flows_encryption',
      purpose: 'Encryption of the objects',
      ownKey: kmsKey !== undefined,
    },
    { address: 'aws_s3_bucket_versioning.prefect_flows_versions', purpose: 'Older versions of objects' },
    {
      address: 'aws_s3_bucket_lifecycle_configuration.prefect_flows_lifecycle',
      purpose: 'Which objects and versions are deleted or moved after a while',
    },
    ...when(eventbridge === true, {
      address: 'aws_s3_bucket_notification.prefect_flows_events',
      purpose: 'Sends events of the objects to EventBridge',
    }),
  ];
}
