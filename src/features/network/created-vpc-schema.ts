import * as z from 'zod';
import { group, oneOf, text, wholeNumber } from '../../values/fields';
import { LOG_RETENTION_DAYS, type TextLimit, VPC_CIDR } from '../../values/limits';
import { range } from './address-ranges';

/** The end of com.amazonaws.REGION.SERVICE. */
const SERVICE: TextLimit = {
  pattern: /^(?!(s3|dynamodb)$)[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  allowed:
    'the name of a service of AWS as its endpoints have it, for example sts, bedrock-runtime or ecr.api; not s3, which has a gateway endpoint, and not dynamodb',
  example: 'sts',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
};

const flowLogs = group({
  retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe('Days that the log of connections is kept.'),
  traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']).default('ALL').describe('Which connections are noted.'),
}).describe('Note every connection of the VPC in a log group.');

export const createdVpc = group({
  cidr_block: range(VPC_CIDR)
    .default('10.0.0.0/16')
    .describe(
      'The addresses of the VPC. It must not overlap with networks that it is to be connected with. A change makes everything anew.',
    ),
  availability_zones: wholeNumber(1, 6)
    .default(2)
    .describe(
      'In how many availability zones, one private and one public subnet each. A later change moves nothing that stays.',
    ),
  private_subnet_prefix: wholeNumber(16, 28)
    .default(20)
    .describe(
      'Size of a private subnet: /20 has 4091 addresses, and every task takes one. A change makes the subnets anew.',
    ),
  public_subnet_prefix: wholeNumber(16, 28)
    .default(24)
    .describe('Size of a public subnet: /24 has 251 addresses. A change makes the subnets anew.'),
  public_only: z
    .boolean()
    .default(false)
    .describe('Public subnets alone, without NAT: the tasks need network.assign_public_ip then. The cheapest way out.'),
  nat: z
    .enum(['single', 'per_az', 'none'])
    .optional()
    .describe(
      'single (default): one NAT gateway, about 33 USD a month, whose zone all depend on. per_az: one in each zone. none: no way to the internet, but to AWS through endpoints; for isolation, not for saving, with an image in ECR and a Prefect server in reach. The addresses are the output prefect_worker_nat_addresses.',
    ),
  endpoints: z
    .union([z.boolean(), z.array(text(SERVICE))])
    .optional()
    .describe(
      'Interface endpoints to AWS, about 7 USD a month each and zone: true (all that worker and flow runs need), false, or a list of further services that flows call (aws ec2 describe-vpc-endpoint-services lists all), by the end of their names: sts, bedrock-runtime. Default: true without NAT, else false. The gateway endpoint of S3, which is free, is always made.',
    ),
  flow_logs: flowLogs.optional(),
}).describe('Make a VPC for this environment, instead of vpc_id and worker_subnets.');
