import * as z from 'zod';
import { fromParameter, orFound, SECURITY_GROUP_ID } from '../../values/aws-fields';
import { EXAMPLES, group, oneWay, text, wholeNumber } from '../../values/fields';
import { CIDR, PREFIX_LIST_ID } from '../../values/limits';
import { range } from './address-ranges';
import { createdVpc } from './created-vpc-schema';

const securityGroup = orFound(text(SECURITY_GROUP_ID));
const port = wholeNumber(0, 65_535);

const peer = {
  cidr_blocks: z.array(range(CIDR)).min(1).optional().describe('IPv4 or IPv6 ranges: 10.0.0.0/8, 2001:db8::/32.'),
  security_group: securityGroup.optional().describe('Everything in this security group.'),
};

const ports = {
  port: port.optional().describe('The one port.'),
  from_port: port.optional().describe('The first of several ports.'),
  to_port: port.optional().describe('The last of several ports.'),
  protocol: z.enum(['tcp', 'udp', 'icmp', 'all']).default('tcp').describe('all and icmp take no ports.'),
  description: z
    .string()
    .regex(/^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{0,255}$/, {
      error: 'must be at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
    })
    .optional()
    .describe('What the rule is for; shown in the console.'),
};

const egressRule = group({
  ...ports,
  ...peer,
  prefix_list: z
    .union([
      text(PREFIX_LIST_ID),
      oneWay({
        ...fromParameter,
        aws_service: z
          .enum(['dynamodb', 's3'])
          .optional()
          .describe("The addresses of this service in the stack's region."),
      }),
    ])
    .optional()
    .describe('A prefix list: a list of your own by its id, or {aws_service: s3}.'),
  self: z.boolean().optional().describe('Whatever has this same security group.'),
});

const ingressRule = group({
  ...ports,
  ...peer,
  self: z.boolean().optional().describe('Whatever has this same security group.'),
});
export type SecurityGroupRule = z.output<typeof egressRule>;

export const egressRules = z.array(egressRule).min(1);
export type EgressRules = z.output<typeof egressRules>;

/** Beside egress: what its rules are completed with. */
export const requiredEgress = z
  .boolean()
  .default(true)
  .describe(
    'egress as rules: add what the tasks themselves need: port 443, the port of prefect.api_url, and 2049 for EFS volumes. A port that one of your rules opens, to whatever destination, is left to that rule. false: only your rules.',
  );

export const ingressRules = z.array(ingressRule);

const admission = group({
  security_group: securityGroup.describe("Somebody else's group: the one of the load balancer, database or endpoint."),
  port,
  description: ports.description,
}).describe("A rule in somebody else's security group that lets this worker in.");

export const network = group({
  create: createdVpc.optional(),
  assign_public_ip: z
    .boolean()
    .default(false)
    .describe(
      'Give each task a public address. Only in public subnets, where without NAT it is the only way out. Nothing can come in all the same.',
    ),
  egress: z
    .union([z.enum(['https_only', 'all']), egressRules])
    .optional()
    .describe(
      'What the worker may reach: https_only (port 443, the port of prefect.api_url, and 2049 for EFS volumes), all, or these rules with what the worker needs (required_egress). Default: https_only in hardened, all in reference.',
    ),
  required_egress: requiredEgress,
  ingress: ingressRules
    .default([])
    .describe('What may reach the worker; it needs nothing. For what runs beside it in the same group, such as Dask.'),
  security_groups: z
    .array(securityGroup)
    .default([])
    .describe('Existing security groups for the worker, beside the created one.'),
  create_security_group: z
    .boolean()
    .default(true)
    .describe('false: the worker has the existing groups alone, and their rules decide.'),
  default_security_group: z.boolean().default(false).describe("Give the worker the VPC's default group too."),
  admitted_by: z
    .array(admission)
    .default([])
    .describe('Groups of others that let the worker in: a private Prefect API behind a load balancer, a database.'),
}).describe('How the worker reaches the world. Default: a security group of its own, HTTPS out, nothing in.');

EXAMPLES.add(network, { example: { assign_public_ip: true } });
EXAMPLES.add(egressRule, { example: { port: 5432, cidr_blocks: ['10.0.0.0/16'] } });
EXAMPLES.add(ingressRule, { example: { port: 8787, cidr_blocks: ['10.0.0.0/16'] } });
EXAMPLES.add(admission, { example: { security_group: 'sg-0123456789abcdef0', port: 4200 } });
