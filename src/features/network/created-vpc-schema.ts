import * as z from 'zod';
import { onChange, onChangeWith, onPresence } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, group, oneOf, text, wholeNumber } from '../../values/fields';
import { inTable } from '../../values/in-table';
import { LOG_RETENTION_DAYS } from '../../values/limits/cloudwatch';
import { ACCOUNT_ID } from '../../values/limits/iam';
import {
  AVAILABILITY_ZONE,
  CIDR,
  REGION,
  ROUTE_TABLE_ID,
  TRANSIT_GATEWAY_ID,
  VPC_CIDR,
  VPC_ID,
} from '../../values/limits/network';
import { PART_NAME } from '../../values/limits/terraform';
import type { TextLimit } from '../../values/limits/text-limit';
import { range } from './address-ranges';

const ALLOCATION_ID: TextLimit = {
  pattern: /^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the allocation id of an Elastic IP address: eipalloc- and 8 or 17 hexadecimal digits in lower case',
  example: 'eipalloc-0a51c9e27f3b64d80',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html',
};

/** The end of com.amazonaws.REGION.SERVICE. */
const SERVICE: TextLimit = {
  pattern: /^(?!(com|cn\.com)\.amazonaws\.|aws\.)[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  allowed:
    'the name of an AWS service in endpoints, for example sts, bedrock-runtime or ecr.api, without com.amazonaws.REGION',
  example: 'sts',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
};

/**
 * Services with a gateway endpoint, which another kind of endpoint would stand beside. That of DynamoDB has no private DNS
 * name, so that no client would use it. Source: as {@link SERVICE}.
 */
const BY_GATEWAY: Readonly<Record<string, Fault>> = {
  s3: { message: 'must not be s3, which every created VPC reaches by its gateway endpoint', hint: 'remove it' },
  dynamodb: {
    message: 'must not be dynamodb, whose interface endpoint has no private DNS name',
    hint: 'remove it, and add a gateway endpoint in terraform.resource.aws_vpc_endpoint',
  },
};

const flowLogs = group({
  retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe('Days that the flow log is kept; 0: for ever.')
    .meta(onChange('updates the flow log')),
  traffic: z
    .enum(['ALL', 'ACCEPT', 'REJECT'])
    .default('ALL')
    .describe('Which traffic is logged. ACCEPT: what was allowed. REJECT: what was refused.')
    .meta(onChange('replaces the flow log')),
})
  .describe('Log the traffic of the VPC (VPC flow logs) to a log group.')
  .meta(onPresence(['creates or deletes the flow log'], ['updates the flow log']));

const TIERS = ['private', 'public', 'isolated'] as const;

/** A subnet for each zone that a region may have. */
const MOST_ZONES = 6;

function ranges(...example: readonly string[]) {
  return z.array(range(VPC_CIDR)).min(1).max(MOST_ZONES).register(EXAMPLES, { example }).optional();
}

const subnets = group({
  private: ranges('10.0.0.0/20', '10.0.16.0/20').describe('Private subnets, with access to the internet through NAT.'),
  public: ranges('10.0.32.0/24', '10.0.33.0/24').describe('Public subnets, with a route to an internet gateway.'),
  isolated: ranges('10.0.48.0/20', '10.0.64.0/20').describe('Isolated subnets, without a route to the internet.'),
});

const cidrBlocks = z
  .array(range(CIDR))
  .min(1)
  .register(EXAMPLES, { example: ['10.1.0.0/16'] })
  .describe('Address ranges of the other side. Each route table of the created VPC gets a route to them.');

const peering = group({
  vpc_id: text(VPC_ID).describe('The other VPC.'),
  account_id: text(ACCOUNT_ID)
    .optional()
    .describe('The account of the other VPC, if it is not the account of the stack. Accept the peering there.'),
  region: text(REGION)
    .optional()
    .describe('The region of the other VPC, if it is not the region of the stack. Accept the peering there.'),
  cidr_blocks: cidrBlocks,
  route_tables: z
    .array(text(ROUTE_TABLE_ID))
    .default([])
    .describe('Route tables of the other VPC that get a route back. Only in the same account and region.'),
});

/** One comes and goes with its routes. */
const CONNECTION = onChange(
  'creates or deletes the gateways, peerings and routes',
  'updates the gateways, peerings and routes',
);

/** What leads the subnets to the internet. */
const WAY_OUT = [
  'creates or deletes the NAT gateways',
  'creates or deletes the subnets',
  'creates or deletes the gateways, peerings and routes',
  'updates the subnets',
  'updates the endpoints',
] as const;

/** Tasks run in other subnets. */
const TASKS_MOVE = ['restarts the worker', 'requires an update of the work pool'] as const;

const transitGateway = group({
  id: text(TRANSIT_GATEWAY_ID).describe(
    'The transit gateway. If another account owns it, that account must share it with yours (AWS RAM).',
  ),
  cidr_blocks: cidrBlocks,
})
  .describe('Attach the VPC to an existing transit gateway, with routes to it.')
  .meta(CONNECTION);

export const createdVpc = group({
  cidr_block: range(VPC_CIDR)
    .default('10.0.0.0/16')
    .describe('The address range of the VPC. It must not overlap with networks that it will be connected to.')
    .meta(onChange('replaces the VPC', 'replaces what the stack has in the VPC', ...TASKS_MOVE)),
  availability_zones: z
    .union([wholeNumber(1, MOST_ZONES), z.array(text(AVAILABILITY_ZONE)).min(1).max(MOST_ZONES)])
    .default(2)
    .describe(
      'The number of availability zones, or their names: [us-east-1a, us-east-1b]. Each has one subnet of each tier: private and public, or those of subnets.',
    )
    .meta(
      onChangeWith(
        'The other subnets stay.',
        'creates or deletes the subnets',
        'creates or deletes the NAT gateways',
        'updates the endpoints',
        ...TASKS_MOVE,
      ),
    ),
  private_subnet_prefix: wholeNumber(16, 28)
    .default(20)
    .describe('Prefix length of a private subnet: /20 has 4091 addresses, and every task uses one.')
    .meta(onChange('replaces the subnets', 'updates the endpoints', ...TASKS_MOVE)),
  public_subnet_prefix: wholeNumber(16, 28)
    .default(24)
    .describe('Prefix length of a public subnet: /24 has 251 addresses.')
    .meta(onChange('replaces the subnets', 'updates the endpoints', ...TASKS_MOVE)),
  subnets: subnets
    .optional()
    .describe(
      'The address ranges of the subnets by tier, one for each availability zone, instead of ranges from the prefixes. Only these tiers are created.',
    )
    .meta(onChange('replaces the subnets', 'updates the endpoints', ...TASKS_MOVE)),
  tasks_in: z
    .enum(TIERS)
    .optional()
    .describe(
      'The tier of the subnets in which the tasks run. Default: private if it exists, else isolated, else public. public requires network.assign_public_ip: true.',
    )
    .meta(onChange(...TASKS_MOVE)),
  peerings: z
    .record(text(PART_NAME), peering)
    .default({})
    .describe('Peerings with existing VPCs, by a name of your choice, with routes to them.')
    .meta(CONNECTION),
  transit_gateway: transitGateway.optional(),
  public_only: z
    .boolean()
    .default(false)
    .describe(
      'Create only public subnets, without NAT; requires network.assign_public_ip: true. The cheapest access to the internet.',
    )
    .meta(onChange(...WAY_OUT, ...TASKS_MOVE)),
  nat: z
    .enum(['single', 'per_az', 'none'])
    .optional()
    .describe(
      'single (default with private and public subnets): one NAT gateway, about 33 USD a month; all zones depend on its zone. per_az: one in each zone. none: no access to the internet, access to AWS through endpoints; requires an image in ECR and a Prefect server that the VPC can reach. The output prefect_worker_nat_addresses has the public addresses.',
    )
    .meta(onChange(...WAY_OUT)),
  nat_addresses: z
    .array(text(ALLOCATION_ID))
    .min(1)
    .max(MOST_ZONES)
    .optional()
    .describe(
      'Existing Elastic IP addresses of the NAT gateways, by their allocation ids, for example because a firewall has them: one for each gateway, in the order of the zones. They stay after a destroy. Default: addresses are created.',
    )
    .meta(
      onChangeWith(
        'An address that a gateway has cannot move to another gateway in the same apply.',
        'replaces the NAT gateways',
        'creates or deletes the NAT gateways',
        'updates the NAT gateways',
      ),
    ),
  endpoints: z
    .union([z.boolean(), z.array(checked(text(SERVICE), (service) => inTable(BY_GATEWAY, service)))])
    .optional()
    .describe(
      'Interface endpoints to AWS, about 7 USD a month each and zone: true (all that worker and flow runs need), false, or a list of further services that flows call (aws ec2 describe-vpc-endpoint-services lists all), by the end of their names: sts, bedrock-runtime. Default: true without NAT, else false. The S3 gateway endpoint (free of charge) is always created.',
    )
    .meta(onChange('creates or deletes the endpoints')),
  flow_logs: flowLogs.optional(),
})
  .describe('Create a VPC for this environment, instead of vpc_id and worker_subnets.')
  .meta(onChange('creates or deletes the VPC', 'replaces what the stack has in the VPC', ...TASKS_MOVE));
