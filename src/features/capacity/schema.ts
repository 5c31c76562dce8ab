import * as z from 'zod';
import { kmsKey, orFound, SECURITY_GROUP_ID } from '../../values/aws-fields';
import { onChange, onChangeWith, onPresence } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { CAPACITY_PROVIDER } from '../../values/limits/ecs';
import { IMAGE_ID, INSTANCE_TYPE } from '../../values/limits/instances';
import { MOST_SECURITY_GROUPS } from '../../values/limits/network';
import type { TextLimit } from '../../values/limits/text-limit';
import { policies } from '../roles/schema';

const weight = wholeNumber(0, 1000, 1);

/** What one worker runs on. */
const ownCapacity = {
  type: z
    .enum(['fargate', 'fargate_spot', 'ec2', 'provider', 'cluster_default'])
    .default('fargate')
    .describe(
      'What the worker runs on. fargate: on demand. fargate_spot: cheaper; AWS can stop a task with two minutes’ notice, and ECS starts another one when there is capacity. ec2: instances that this stack creates (capacity.ec2). provider: a capacity provider of the cluster by its name (provider). cluster_default: the default strategy of the cluster (cluster.default_strategy, or that of an existing cluster), which must be on Fargate; a changed strategy reaches the service with service.force_new_deployment.',
    )
    .meta(
      onChangeWith(
        'From ec2 to fargate_spot, apply fargate first: ECS cannot remove a capacity provider while a service uses it. No worker runs meanwhile.',
        'replaces the service with a gap',
        'restarts the worker',
        'creates or deletes the instances',
        'creates or deletes the capacity provider',
        'updates the cluster',
      ),
    ),
  base: wholeNumber(0, 100_000, 1)
    .optional()
    .describe('For fargate_spot: number of tasks that run on demand before any runs on Spot. Default: 0.')
    .meta(onChange('updates the service')),
  on_demand_weight: weight
    .optional()
    .describe(
      'For fargate_spot: share of the tasks above base that runs on demand, relative to spot_weight. Default: 0.',
    )
    .meta(onChange('updates the service')),
  spot_weight: weight
    .optional()
    .describe('For fargate_spot: share of the tasks above base that runs on Spot. Default: 1.')
    .meta(onChange('updates the service')),
  provider: text(CAPACITY_PROVIDER)
    .optional()
    .describe(
      'For provider: the name of a capacity provider of the cluster, or FARGATE or FARGATE_SPOT. With FARGATE, the service has a strategy, so a later change to FARGATE_SPOT does not replace it.',
    )
    .meta(onChange('updates the service')),
};

const KEY_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_.@:/+=-]([A-Za-z0-9 _.@:/+=-]{0,253}[A-Za-z0-9_.@:/+=-])?$/,
  allowed: 'the name of an EC2 key pair: at most 255 letters, digits, spaces in between and _ . @ : / + = -',
  example: 'team-key',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html',
};

export const ec2 = group({
  architecture: z
    .enum(['x86_64', 'arm64'])
    .optional()
    .describe(
      'CPU architecture of the instances. Default: the architecture of the worker that runs on them, or x86_64.',
    ),
  instance_types: z
    .array(text(INSTANCE_TYPE))
    .min(1)
    .optional()
    .describe(
      'Instance types, in order of preference. Each task uses a network interface: without trunking, a large instance runs 2 tasks. Default: m7i.large; for arm64, m7g.large.',
    ),
  min_size: wholeNumber(0, 10_000)
    .default(0)
    .describe('Minimum number of instances. They run, and cost, also without tasks.'),
  max_size: wholeNumber(1, 10_000).default(4).describe('Maximum number of instances. Further tasks wait.'),
  target_capacity: wholeNumber(1, 100)
    .default(100)
    .describe(
      'Use of the instances in percent that ECS aims at. Less than 100 keeps spare capacity, so that tasks start at once.',
    )
    .meta(onChange('updates the capacity provider')),
  maximum_scaling_step_size: wholeNumber(1, 10_000, 2)
    .optional()
    .describe('Instances that ECS starts at once, at most. Default: as many as the waiting tasks need.')
    .meta(onChange('updates the capacity provider')),
  instance_warmup_period: wholeNumber(0, 10_000, 120)
    .optional()
    .describe('Seconds in which a new instance counts as starting, before ECS starts further ones. Default: 300.')
    .meta(onChange('updates the capacity provider')),
  spot: z
    .boolean()
    .default(false)
    .describe(
      'Use Spot instances: cheaper, but AWS can stop them with two minutes’ notice, in which ECS stops their tasks.',
    ),
  ami: text(IMAGE_ID)
    .optional()
    .describe(
      'The AMI of the instances: an id, or resolve:ssm:PARAMETER. Default: the newest ECS-optimized Amazon Linux 2023, resolved when an instance starts.',
    ),
  root_volume_size: wholeNumber(30, 16_384)
    .default(30)
    .describe('Size of the root volume in GiB (gp3, encrypted). It contains images and the files of tasks.'),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the root volume. Its key policy must allow the service-linked role of Auto Scaling.',
    ),
  user_data: z
    .string()
    .register(EXAMPLES, { example: 'mkdir -p /var/cache/flows' })
    .max(12_000)
    .optional()
    .describe('Shell script that each instance runs at its first start, after ECS is configured.'),
  policies: policies
    .describe('ARNs of further policies for the role of the instances.')
    .meta(onChange('updates the permissions')),
  session_manager: z
    .boolean()
    .default(false)
    .describe(
      'Allow shell sessions on the instances through Session Manager, without keys and open ports: the role gets AmazonSSMManagedInstanceCore, and an isolated VPC its endpoints.',
    )
    .meta(onChange('updates the permissions', 'creates or deletes the endpoints')),
  key_name: text(KEY_NAME)
    .optional()
    .describe(
      'An existing EC2 key pair for SSH to the instances. Their security groups must allow port 22 from within the VPC. session_manager needs neither a key nor this port.',
    ),
  security_groups: z
    .array(orFound(text(SECURITY_GROUP_ID)))
    .min(1)
    .max(MOST_SECURITY_GROUPS, { error: `must be at most ${MOST_SECURITY_GROUPS} groups, as AWS allows` })
    .optional()
    .describe(
      'Existing security groups of the instances. They must allow egress to ECS and the registry. Default: the security groups of the worker.',
    ),
  block_task_metadata: z
    .boolean()
    .default(true)
    .describe('Block access of tasks to the role of the instance (ECS_AWSVPC_BLOCK_IMDS).'),
  termination_protection: z
    .boolean()
    .default(true)
    .describe('Do not stop an instance while it runs tasks.')
    .meta(onChange('updates the instances', 'updates the capacity provider')),
})
  .describe(
    'Create EC2 instances and a capacity provider, for the worker (type: ec2) and for flow runs. They have no public address. Not available with cluster.existing.',
  )
  .meta(
    onPresence(
      ['creates or deletes the instances', 'creates or deletes the capacity provider', 'updates the cluster'],
      ['updates the instances'],
    ),
  );
export type Ec2 = z.output<typeof ec2>;

export const capacity = group({ ...ownCapacity, ec2: ec2.optional() }).describe(
  'What the tasks of the worker run on. Default: Fargate, on demand.',
);

export const furtherCapacity = group(ownCapacity).describe(
  'What this worker runs on. Default: the same as the first worker.',
);
export type OwnCapacity = z.output<typeof furtherCapacity>;

EXAMPLES.add(capacity, { example: { type: 'fargate_spot' } });
EXAMPLES.add(furtherCapacity, { example: { type: 'fargate_spot' } });
EXAMPLES.add(ec2, { example: { max_size: 4 } });
