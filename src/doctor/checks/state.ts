import { GetBucketVersioningCommand, HeadBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { Block } from '../../runbook/terraform-document';
import { type Aws, connect, providerOf } from '../aws';
import type { Check } from '../context';
import { type Finding, ok, problem, warning } from '../finding';
import { isDenied, isMissing, looking } from '../unread';

const SUBJECT = 'state';

/** Whether the bucket of the state exists, keeps versions, and is not locked. */
export const checkState: Check = async ({ backend }) => {
  if (backend === undefined) return [];
  const aws = connect(providerOf({ ...backend, assume_role: [backend['assume_role'] ?? []].flat() }));
  const Bucket = String(backend['bucket']);
  return looking(SUBJECT, 's3:ListBucket', async () => {
    try {
      await aws.s3.send(new HeadBucketCommand({ Bucket }));
    } catch (error) {
      if (!isMissing(error)) throw error;
      return [missing(Bucket)];
    }
    const versions = await looking(SUBJECT, 's3:GetBucketVersioning', () => versioning(aws, Bucket));
    const locked = await looking(SUBJECT, 's3:GetObject', () => lock(aws, Bucket, backend));
    return [...versions, ...locked];
  });
};

function missing(bucket: string): Finding {
  return problem(SUBJECT, {
    id: 'state-bucket-missing',
    seen: `there is no bucket ${bucket}`,
    cause: 'Terraform does not create the bucket of its own state.',
    wayOut: 'Create it, with versioning on, or correct backend.s3 in the stack file.',
    section: 'Before you apply',
  });
}

async function versioning({ s3 }: Aws, Bucket: string): Promise<Finding[]> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status === 'Enabled') return [ok(SUBJECT, `the bucket ${Bucket} exists, and keeps versions`)];
  return [
    warning(SUBJECT, {
      id: 'state-not-versioned',
      seen: `the bucket ${Bucket} keeps no versions`,
      cause: 'A state that is overwritten or deleted cannot be brought back.',
      wayOut: `aws s3api put-bucket-versioning --bucket ${Bucket} --versioning-configuration Status=Enabled`,
      section: 'Before you apply',
    }),
  ];
}

/** The lock is a file beside the state, with this ending (Terraform, S3 backend: use_lockfile). */
async function lock({ s3 }: Aws, Bucket: string, backend: Block): Promise<Finding[]> {
  if (backend['use_lockfile'] !== true) return [];
  try {
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: `${backend['key']}.tflock` }));
    return [
      warning(SUBJECT, {
        id: 'state-locked',
        seen: `it is locked since ${LastModified?.toISOString() ?? 'some time'}`,
        cause: 'Somebody applies now, or an apply was killed.',
        wayOut: 'Wait; only when surely nobody applies, terraform force-unlock ID.',
        section: 'When something is wrong',
      }),
    ];
  } catch (error) {
    // Whoever may not list the bucket is refused an object that is not there.
    if (isMissing(error) || isDenied(error)) return [];
    throw error;
  }
}
