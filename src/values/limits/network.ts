import { AWS_DOCS, type TextLimit } from './text-limit';

/** The form of the names of regions. Source: the partitions that AWS's SDKs share (regionRegex in botocore). */
export const REGION: TextLimit = {
  pattern:
    /^([a-z]{2}|us-(gov|iso|isob|isof)|eu-isoe|eusc-[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$/,
  allowed: 'the name of a region, for example us-east-1',
  example: 'us-east-1',
  source: `${AWS_DOCS}/global-infrastructure/latest/regions/aws-regions.html`,
};

/** Of a region, without the number of a local or Wavelength zone. No region has more than six. */
export const AVAILABILITY_ZONE: TextLimit = {
  pattern: /^[a-z]{2,4}(-[a-z]+)+-[1-9][a-f]$/,
  allowed: 'the name of an availability zone, for example us-east-1a',
  example: 'us-east-1a',
  source: `${AWS_DOCS}/global-infrastructure/latest/regions/aws-availability-zones.html`,
};

export const VPC_ID: TextLimit = {
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a VPC id: vpc- and 8 or 17 hexadecimal digits in lower case',
  example: 'vpc-0c7e31f5a9d24b860',
  source: `${AWS_DOCS}/AWSEC2/latest/UserGuide/resource-ids.html`,
};

export const SUBNET_ID: TextLimit = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a subnet id: subnet- and 8 or 17 hexadecimal digits in lower case',
  example: 'subnet-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

export const ROUTE_TABLE_ID: TextLimit = {
  pattern: /^rtb-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a route table id: rtb- and 8 or 17 hexadecimal digits in lower case',
  example: 'rtb-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

export const TRANSIT_GATEWAY_ID: TextLimit = {
  pattern: /^tgw-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a transit gateway id: tgw- and 8 or 17 hexadecimal digits in lower case',
  example: 'tgw-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

export const PREFIX_LIST_ID: TextLimit = {
  pattern: /^pl-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of a prefix list: pl- and 8 or 17 hexadecimal digits',
  example: 'pl-0123456789abcdef0',
  source: VPC_ID.source,
};

export const CIDR: TextLimit = {
  pattern:
    /^(([0-9]{1,3}\.){3}[0-9]{1,3}\/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F]*:[0-9a-fA-F:]*\/([0-9]{1,2}|1[01][0-9]|12[0-8]))$/,
  allowed: 'a range of addresses: 10.0.0.0/16 or 2001:db8::/32',
  example: '10.0.0.0/16',
  source: `${AWS_DOCS}/AWSEC2/latest/APIReference/API_IpRange.html`,
};

export const VPC_CIDR: TextLimit = {
  pattern: /^([0-9]{1,3}\.){3}[0-9]{1,3}\/(1[6-9]|2[0-8])$/,
  allowed: 'a range of IPv4 addresses with a prefix length from /16 to /28, for example 10.0.0.0/16',
  example: '10.0.0.0/16',
  source: `${AWS_DOCS}/vpc/latest/userguide/vpc-cidr-blocks.html`,
};

/** Subnets of a service or a task. Source: AwsVpcConfiguration of ECS. */
export const MOST_SUBNETS = 16;

/** Security groups of one network interface. Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const MOST_SECURITY_GROUPS = 5;
