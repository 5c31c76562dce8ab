import * as z from 'zod';
import { kmsKey, orFound, SECURITY_GROUP_ID } from '../../values/aws-fields';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { CAPACITY_PROVIDER, IMAGE_ID, INSTANCE_TYPE, MOST_SECURITY_GROUPS } from '../../values/limits';
import { policies } from '../roles/schema';

const weight = wholeNumber(0, 1000);

/** What one worker runs on. */
export const ownCapacity = {
  type: z
    .enum(['fargate', 'fargate_spot', 'ec2', 'provider'])
    .default('fargate')
    .describe(
      'What the worker runs on. fargate: on demand. fargate_spot: cheaper, and AWS may take a task back with two minutes’ notice; another one starts when there is room. ec2: instances that this stack makes (capacity.ec2), which start tasks sooner. provider: a capacity provider of instances that the cluster has. A change between fargate and the others replaces the service: no worker runs in between. From ec2 to fargate_spot, apply fargate first: ECS takes no capacity provider off a cluster while a service uses it.',
    ),
  base: wholeNumber(0, 100_000)
    .optional()
    .describe('fargate_spot: how many tasks of the service run on demand before any runs on Spot. Default: 0.'),
  on_demand_weight: weight
    .optional()
    .describe(
      'fargate_spot: the share of the tasks above the base that runs on demand, against spot_weight. Default: 0.',
    ),
  spot_weight: weight
    .optional()
    .describe('fargate_spot: the share of the tasks above the base that runs on Spot. Default: 1.'),
  provider: text(CAPACITY_PROVIDER)
    .optional()
    .describe('provider: the name of the capacity provider, which the cluster must have.'),
};

export const ec2 = group({
  architecture: z
    .enum(['x86_64', 'arm64'])
    .optional()
    .describe('Of the instances. Default: that of the worker which runs on them, or x86_64.'),
  instance_types: z
    .array(text(INSTANCE_TYPE))
    .min(1)
    .optional()
    .describe(
      'Types of the instances, the preferred first; of worker.architecture. Each task takes a network interface: a large instance runs 2 of them, without trunking. Default: m7i.large, m7g.large for arm64.',
    ),
  min_size: wholeNumber(0, 10_000)
    .default(0)
    .describe('Instances that run even when no task does; they cost all the time.'),
  max_size: wholeNumber(1, 10_000).default(4).describe('Instances at most; tasks beyond wait.'),
  target_capacity: wholeNumber(1, 100)
    .default(100)
    .describe('How full ECS keeps the instances, in per cent: less than 100 keeps room, so that tasks start at once.'),
  spot: z.boolean().default(false).describe('Spot instances: cheaper, and AWS may take them back.'),
  ami: text(IMAGE_ID)
    .optional()
    .describe(
      'The image of the instances: an id, or resolve:ssm:PARAMETER. Default: the newest ECS-optimized Amazon Linux 2023 of the architecture, looked up at each start of an instance.',
    ),
  root_volume_size: wholeNumber(30, 16_384)
    .default(30)
    .describe('GiB of the root volume (gp3, encrypted), which holds images and the tasks’ files.'),
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed key of the root volume; it must let Auto Scaling’s service-linked role use it.'),
  user_data: z
    .string()
    .max(12_000)
    .optional()
    .describe('Lines of a shell script that each instance runs at its first start, after ECS is configured.'),
  policies: policies.describe(
    'ARNs of further policies for the instances’ role: AmazonSSMManagedInstanceCore to look into them.',
  ),
  security_groups: z
    .array(orFound(text(SECURITY_GROUP_ID)))
    .min(1)
    .max(MOST_SECURITY_GROUPS, { error: `must be at most ${MOST_SECURITY_GROUPS} groups, as AWS allows` })
    .optional()
    .describe(
      'Existing security groups of the instances, which must reach ECS and the registry. Default: the worker’s.',
    ),
  block_task_metadata: z
    .boolean()
    .default(true)
    .describe('Keep tasks from the instance’s own role (ECS_AWSVPC_BLOCK_IMDS).'),
  termination_protection: z.boolean().default(true).describe('Let no instance be stopped that still runs tasks.'),
}).describe(
  'Make instances and a capacity provider for them, for the worker (type: ec2) and for flow runs. They have no public address. Not with cluster.existing.',
);
export type Ec2 = z.output<typeof ec2>;

export const capacity = group({ ...ownCapacity, ec2: ec2.optional() }).describe(
  'What the tasks run on. Default: Fargate, on demand.',
);

export const furtherCapacity = group(ownCapacity).describe(
  'What this worker runs on. Default: what the first runs on.',
);
export type OwnCapacity = z.output<typeof furtherCapacity>;

EXAMPLES.add(capacity, { example: { type: 'fargate_spot' } });
EXAMPLES.add(furtherCapacity, { example: { type: 'fargate_spot' } });
EXAMPLES.add(ec2, { example: { max_size: 4 } });
