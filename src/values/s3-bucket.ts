import { checked, text } from './fields';
import { S3_BUCKET } from './limits/storage';

/** The name of an S3 bucket that exists. */
export const s3Bucket = () => checked(text(S3_BUCKET), bucketFault);

const RESERVED_BEGINNINGS = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function bucketFault(name: string): string | undefined {
  if (name.includes('..')) return 'must not have two dots in a row, as S3 demands of the name of a bucket';
  if (/^\d+(\.\d+){3}$/.test(name))
    return 'must not look like an address of IPv4, as S3 demands of the name of a bucket';
  const beginning = RESERVED_BEGINNINGS.find((reserved) => name.startsWith(reserved));
  if (beginning !== undefined) return `must not begin with ${beginning}, which S3 reserves`;
  const end = RESERVED_ENDS.find((reserved) => name.endsWith(reserved));
  return end === undefined ? undefined : `must not end with ${end}, which S3 reserves`;
}
