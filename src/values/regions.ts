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

const DIRECTION = '(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]';

/** The names of the regions of a partition as a part of a pattern, and what the names of its hosts end in. */
interface RegionForm {
  readonly partition: Partition;
  readonly form: string;
  readonly dnsSuffix: string;
  /** Behind `on.`, of hosts that have IPv6 too. */
  readonly dualStackSuffix: string;
}

/**
 * Source: regionRegex, dnsSuffix and dualStackDnsSuffix of the partitions, as above; of the partition aws, it lists the
 * first parts of the regions that there are, and one to come may have others.
 */
const REGION_FORMS_BY_PARTITION: readonly (readonly [Partition, string, string, string])[] = [
  ['aws', '(?!cn)[a-z]{2}', 'amazonaws.com', 'aws'],
  ['aws-us-gov', 'us-gov', 'amazonaws.com', 'aws'],
  ['aws-cn', 'cn', 'amazonaws.com.cn', 'amazonwebservices.com.cn'],
  ['aws-eusc', 'eusc-[a-z]{2}', 'amazonaws.eu', 'amazonwebservices.eu'],
  ['aws-iso', 'us-iso', 'c2s.ic.gov', 'aws.ic.gov'],
  ['aws-iso-b', 'us-isob', 'sc2s.sgov.gov', 'aws.scloud'],
  ['aws-iso-e', 'eu-isoe', 'cloud.adc-e.uk', 'cloud-aws.adc-e.uk'],
  ['aws-iso-f', 'us-isof', 'csp.hci.ic.gov', 'aws.hci.ic.gov'],
];

export const REGION_FORMS: readonly RegionForm[] = REGION_FORMS_BY_PARTITION.map(
  ([partition, start, dnsSuffix, dualStackSuffix]) => ({
    partition,
    form: `${start}-${DIRECTION}`,
    dnsSuffix,
    dualStackSuffix,
  }),
);

export function regionFormOf(region: string): RegionForm {
  const partition = partitionOf(region);
  return REGION_FORMS.find((one) => one.partition === partition) as RegionForm;
}

export function dnsSuffixOf(region: string): string {
  return regionFormOf(region).dnsSuffix;
}
