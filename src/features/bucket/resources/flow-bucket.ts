import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../../../terraform/policy-document';

export interface FlowBucketProps {
  readonly name: string;
  /** ARN of a customer-managed key. */
  readonly kmsKeyArn?: string;
  readonly versioning: boolean;
  readonly keepNoncurrentDays: number;
  readonly lifecycle: readonly LifecycleRule[];
  readonly eventbridge: boolean;
  /** What every principal is denied. */
  readonly denied: Statement;
}

export interface LifecycleRule {
  readonly id: string;
  readonly prefix?: string;
  readonly expireDays?: number;
  readonly transition?: { readonly days: number; readonly storageClass: string };
}

/** Days in which an upload of several parts must end: until then its parts are billed, and seen in no listing. */
const UPLOAD_DAYS = 7;

/** The bucket of what flows need and leave: private, encrypted, and never emptied. */
export class FlowBucket extends Construct {
  constructor(scope: Construct, id: string, props: FlowBucketProps) {
    super(scope, id);
    const { name, kmsKeyArn, versioning, eventbridge, denied } = props;
    const { id: bucket } = new S3Bucket(this, 'prefect_flows', { bucket: name });
    const isPrivate = new S3BucketPublicAccessBlock(this, 'prefect_flows_private', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'prefect_flows_tls_only', {
      bucket,
      policy: policyDocument(denied),
      // S3 refuses two changes of who may reach a bucket at the same time.
      dependsOn: [isPrivate],
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'prefect_flows_encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: kmsKeyArn
            ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn }
            : { sseAlgorithm: 'AES256' },
          bucketKeyEnabled: true,
        },
      ],
    });
    const versions = new S3BucketVersioningA(this, 'prefect_flows_versions', {
      bucket,
      versioningConfiguration: { status: versioning ? 'Enabled' : 'Suspended' },
    });
    new S3BucketLifecycleConfiguration(this, 'prefect_flows_lifecycle_of_objects', {
      bucket,
      rule: rules(props),
      dependsOn: [versions],
    }).overrideLogicalId('prefect_flows_lifecycle');
    if (eventbridge) new S3BucketNotification(this, 'prefect_flows_events', { bucket, eventbridge });
  }
}

function rules({ keepNoncurrentDays, lifecycle }: FlowBucketProps): S3BucketLifecycleConfigurationRule[] {
  const status = 'Enabled';
  return [
    {
      id: 'keep-it-tidy',
      status,
      filter: [{ prefix: '' }],
      noncurrentVersionExpiration: [{ noncurrentDays: keepNoncurrentDays }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
    },
    ...lifecycle.map(({ id, prefix = '', expireDays, transition }) => ({
      id,
      status,
      filter: [{ prefix }],
      ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
      ...(transition && { transition: [transition] }),
    })),
  ];
}
