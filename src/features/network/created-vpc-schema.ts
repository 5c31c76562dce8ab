import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { group, oneOf, text, wholeNumber } from '../../values/fields';
import { LOG_RETENTION_DAYS, type TextLimit, VPC_CIDR } from '../../values/limits';
import { range } from './address-ranges';

/** The end of com.amazonaws.REGION.SERVICE. */
const SERVICE: TextLimit = {
  pattern: /^(?!(s3|dynamodb)$)[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  allowed:
    'the name of an AWS service in endpoints, for example sts, bedrock-runtime or ecr.api; not s3, which has a gateway endpoint, and not dynamodb',
  example: 'sts',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
};

const flowLogs = group({
  retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe('Days that the flow log is kept; 0: for ever.'),
  traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']).default('ALL').describe('Which traffic is logged.'),
})
  .describe('Log the traffic of the VPC (VPC flow logs) to a log group.')
  .meta(onChange('creates or deletes the flow log'));

export const createdVpc = group({
  cidr_block: range(VPC_CIDR)
    .default('10.0.0.0/16')
    .describe('The address range of the VPC. It must not overlap with networks that it will be connected to.')
    .meta(onChange('replaces the VPC')),
  availability_zones: wholeNumber(1, 6)
    .default(2)
    .describe('Number of availability zones, each with one private and one public subnet.')
    .meta(
      onChangeWith(
        'The other subnets stay.',
        'creates or deletes the subnets',
        'restarts the worker',
        'requires an update of the work pool',
      ),
    ),
  private_subnet_prefix: wholeNumber(16, 28)
    .default(20)
    .describe('Prefix length of a private subnet: /20 has 4091 addresses, and every task uses one.')
    .meta(onChange('replaces the subnets')),
  public_subnet_prefix: wholeNumber(16, 28)
    .default(24)
    .describe('Prefix length of a public subnet: /24 has 251 addresses.')
    .meta(onChange('replaces the subnets')),
  public_only: z
    .boolean()
    .default(false)
    .describe(
      'Create only public subnets, without NAT; requires network.assign_public_ip: true. The cheapest access to the internet.',
    )
    .meta(onChange('creates or deletes the NAT gateways')),
  nat: z
    .enum(['single', 'per_az', 'none'])
    .optional()
    .describe(
      'single (default): one NAT gateway, about 33 USD a month; all zones depend on its zone. per_az: one in each zone. none: no access to the internet, access to AWS through endpoints; requires an image in ECR and a Prefect server that the VPC can reach. The output prefect_worker_nat_addresses has the public addresses.',
    )
    .meta(onChange('creates or deletes the NAT gateways')),
  endpoints: z
    .union([z.boolean(), z.array(text(SERVICE))])
    .optional()
    .describe(
      'Interface endpoints to AWS, about 7 USD a month each and zone: true (all that worker and flow runs need), false, or a list of further services that flows call (aws ec2 describe-vpc-endpoint-services lists all), by the end of their names: sts, bedrock-runtime. Default: true without NAT, else false. The S3 gateway endpoint (free of charge) is always created.',
    )
    .meta(onChange('creates or deletes the endpoints')),
  flow_logs: flowLogs.optional(),
})
  .describe('Create a VPC for this environment, instead of vpc_id and worker_subnets.')
  .meta(onChange('creates or deletes the VPC'));
