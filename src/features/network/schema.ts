import * as z from 'zod';
import { fromParameter, orFound, SECURITY_GROUP_ID } from '../../values/aws-fields';
import { onChange } from '../../values/changes';
import { EXAMPLES, exactlyOneOf, group, text, wholeNumber } from '../../values/fields';
import { CIDR, PREFIX_LIST_ID } from '../../values/limits/network';
import { range } from './address-ranges';
import { createdVpc } from './created-vpc-schema';

const securityGroup = orFound(text(SECURITY_GROUP_ID));
const port = wholeNumber(1, 65_535, 5432);

const peer = {
  cidr_blocks: z
    .array(range(CIDR))
    .min(1)
    .optional()
    .describe('IPv4 or IPv6 ranges, for example [10.0.0.0/8, "2001:db8::/32"].'),
  security_group: securityGroup.optional().describe('All members of this security group.'),
};

const ports = {
  port: port.optional().describe('A single port.'),
  from_port: wholeNumber(0, 65_535, 8000).optional().describe('The first port of a range.'),
  to_port: wholeNumber(0, 65_535, 8010).optional().describe('The last port of a range.'),
  protocol: z.enum(['tcp', 'udp', 'icmp', 'all']).default('tcp').describe('The protocol. all and icmp have no ports.'),
  description: z
    .string()
    .regex(/^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{0,255}$/, {
      error: 'must be at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
    })
    .register(EXAMPLES, { example: 'the database' })
    .optional()
    .describe('Description of the rule in the AWS console.'),
};

const egressRule = group({
  ...ports,
  ...peer,
  prefix_list: z
    .union([
      text(PREFIX_LIST_ID),
      exactlyOneOf({
        ...fromParameter,
        aws_service: z
          .enum(['dynamodb', 's3'])
          .optional()
          .describe('The AWS-managed prefix list of this service in the region.'),
      }),
    ])
    .optional()
    .describe('A prefix list by its id, or {aws_service: s3}.'),
  self: z.boolean().optional().describe('true: to all members of this security group, such as the other tasks.'),
});

const ingressRule = group({
  ...ports,
  ...peer,
  self: z.boolean().optional().describe('true: from all members of this security group, such as the other tasks.'),
});
export type SecurityGroupRule = z.output<typeof egressRule>;

export const egressRules = z.array(egressRule).min(1);
export type EgressRules = z.output<typeof egressRules>;

/** Beside egress: what its rules are completed with. */
export const requiredEgress = z
  .boolean()
  .default(true)
  .describe(
    'With egress as a list: also add the rules that the tasks need (port 443, the port of prefect.api_url, and 2049 for EFS volumes). No rule is added for a port that the list contains already. false: only the rules of the list.',
  );

export const ingressRules = z.array(ingressRule);

const admission = group({
  security_group: securityGroup.describe(
    'An existing security group, for example of a load balancer, database or endpoint.',
  ),
  port: port.describe('The port of that group that the worker reaches.'),
  description: ports.description,
}).describe('An ingress rule in an existing security group that allows this worker.');

export const network = group({
  create: createdVpc.optional(),
  assign_public_ip: z
    .boolean()
    .default(false)
    .describe(
      'Assign a public address to each task. Only for public subnets, where it is required to reach the internet. The security group still allows no ingress.',
    )
    .meta(onChange('restarts the worker', 'requires an update of the work pool')),
  egress: z
    .union([z.enum(['https_only', 'all']), egressRules])
    .optional()
    .describe(
      'Egress of the worker: https_only (port 443, the port of prefect.api_url, and 2049 for EFS volumes), all, or a list of rules (see required_egress), for example [{port: 5432, cidr_blocks: [10.0.0.0/16]}]. Default: https_only in hardened, all in reference.',
    )
    .meta(onChange('updates the security group rules')),
  required_egress: requiredEgress.meta(onChange('updates the security group rules')),
  ingress: ingressRules
    .default([])
    .describe(
      'Ingress rules of the worker. The worker does not need any; they are for other tasks in the same security group, for example Dask.',
    )
    .meta(onChange('updates the security group rules')),
  security_groups: z
    .array(securityGroup)
    .default([])
    .describe('Existing security groups of the worker, in addition to the created one.')
    .meta(onChange('restarts the worker', 'requires an update of the work pool')),
  create_security_group: z
    .boolean()
    .default(true)
    .describe('false: create no security group; the worker has only security_groups.')
    .meta(
      onChange('creates or deletes the security group', 'restarts the worker', 'requires an update of the work pool'),
    ),
  default_security_group: z
    .boolean()
    .default(false)
    .describe('Add the default security group of the VPC.')
    .meta(onChange('restarts the worker', 'requires an update of the work pool')),
  admitted_by: z
    .array(admission)
    .default([])
    .describe(
      'Existing security groups that get an ingress rule for the worker, for example of a private Prefect API or a database.',
    )
    .meta(onChange('creates or deletes the security group rules', 'updates the security group rules')),
}).describe(
  'Security groups and network access of the worker. Default: a new security group that allows HTTPS egress and no ingress.',
);

EXAMPLES.add(network, { example: { assign_public_ip: true } });
EXAMPLES.add(egressRule, { example: { port: 5432, cidr_blocks: ['10.0.0.0/16'] } });
EXAMPLES.add(ingressRule, { example: { port: 8787, cidr_blocks: ['10.0.0.0/16'] } });
EXAMPLES.add(admission, { example: { security_group: 'sg-0123456789abcdef0', port: 4200 } });
