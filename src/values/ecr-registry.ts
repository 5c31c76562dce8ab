import { IMAGE_REFERENCE } from './image-reference';
import { REGION_FORMS, regionFormOf } from './regions';

/**
 * The registries of ECR by the host of an image, to which ECS signs in by itself; those of interface endpoints have names
 * of their own. Patterns keep to what JavaScript and Terraform's RE2 read alike.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html and partitions.json of botocore
 */
const PRIVATE = REGION_FORMS.map(
  ({ form, dnsSuffix, dualStackSuffix }) =>
    `\\.dkr\\.ecr(-fips)?\\.${form}\\.${escaped(dnsSuffix)}|\\.dkr-ecr(-fips)?\\.${form}\\.on\\.${escaped(dualStackSuffix)}`,
).join('|');
const OF_ENDPOINT = '[a-z0-9-]+\\.dkr\\.ecr\\.[a-z0-9-]+\\.vpce\\.[a-z0-9.-]+';
/** Its repositories are below the alias of a registry. */
const PUBLIC = 'public\\.ecr\\.aws/[^/]+';

const IN_ECR = new RegExp(`^([0-9]{12}(${PRIVATE})|${OF_ENDPOINT}|${PUBLIC})/`);

/** The same for the partition of a region, in a pattern that people still read. */
export function inEcrOf(region: string): RegExp {
  const { dnsSuffix, dualStackSuffix } = regionFormOf(region);
  const host = `\\.dkr[.-]ecr(-fips)?\\.[a-z0-9-]+\\.(${escaped(dnsSuffix)}|on\\.${escaped(dualStackSuffix)})`;
  return new RegExp(`^([0-9]{12}${host}|${OF_ENDPOINT}|${PUBLIC})/`);
}

/** What can only be meant as one of these. */
export const LIKE_ECR = /^([^/]*\.dkr[.-]ecr[^a-z]|[0-9]{8,}\.[^/]*(ecr|amazon)|public\.ecr\.aws\/)/i;

export const ECR_ALLOWED =
  'in a registry of ECR as AWS names it: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY, with the 12 digits of an account and the ending that the region has, or public.ecr.aws/ALIAS/REPOSITORY';

/** What is wrong with an image that is meant to be in ECR, as a sentence that begins with must; undefined: nothing. */
export function ecrFault(image: string): string | undefined {
  if (!IMAGE_REFERENCE.test(image) || !LIKE_ECR.test(image) || IN_ECR.test(image)) return undefined;
  return `must be ${ECR_ALLOWED}${reason(image)}`;
}

function reason(image: string): string {
  const [host = ''] = image.split('/');
  const digits = /^[0-9]+/.exec(host)?.[0].length ?? 0;
  const form = REGION_FORMS.find((one) => new RegExp(`\\.${one.form}\\.`).test(host));
  if (host === 'public.ecr.aws') return '; the alias is missing';
  if (!image.includes('/')) return '; the repository is missing';
  if (digits > 0 && digits !== 12) return `; the account has ${digits} digits`;
  if (host.includes(':')) return '; it has no port';
  return form === undefined ? '' : `; the host of this region ends in ${form.dnsSuffix}`;
}

function escaped(suffix: string): string {
  return suffix.replaceAll('.', '\\.');
}
