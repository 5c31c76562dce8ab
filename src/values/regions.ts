/**
 * The regions of AWS by partition. Terraform's provider carries the same list; a name that is not here is more often a
 * slip than a region opened since.
 * Source: the endpoint data that AWS's SDKs share (partitions.json of botocore), November 2026.
 */
const REGIONS_BY_PARTITION = {
  aws: [
    'af-south-1',
    'ap-east-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-central-1',
    'ca-west-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'mx-central-1',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-eusc': ['eusc-de-east-1'],
  'aws-iso': ['us-iso-east-1', 'us-iso-west-1'],
  'aws-iso-b': ['us-isob-east-1', 'us-isob-west-1'],
  'aws-iso-e': ['eu-isoe-west-1'],
  'aws-iso-f': ['us-isof-east-1', 'us-isof-south-1'],
} as const;

export type Partition = keyof typeof REGIONS_BY_PARTITION;

const PARTITION_BY_REGION: ReadonlyMap<string, Partition> = new Map(
  Object.entries(REGIONS_BY_PARTITION).flatMap(([partition, regions]) =>
    regions.map((region) => [region, partition as Partition] as const),
  ),
);

export const REGIONS: readonly string[] = [...PARTITION_BY_REGION.keys()];

/** Whether there was such a region in November 2026. */
export function isKnownRegion(region: string): boolean {
  return PARTITION_BY_REGION.has(region);
}

/** What the names of the regions of a partition begin with; all others are of the partition aws. Source: as above. */
const PREFIXES: readonly (readonly [prefix: string, partition: Partition])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  return PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** The partition that an ARN names: `arn:PARTITION:…`. */
export function partitionOfArn(arn: string): string {
  return arn.split(':')[1] ?? '';
}

/** Where the AWS console of a partition is, where it is not where everybody knows it. */
export const CONSOLE_HOST: Partial<Record<Partition, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** What the names of AWS's hosts end in, where it is not amazonaws.com. */
const DNS_SUFFIX: Partial<Record<Partition, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};

export function dnsSuffixOf(region: string): string {
  return DNS_SUFFIX[partitionOf(region)] ?? 'amazonaws.com';
}
