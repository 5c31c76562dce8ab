import * as z from 'zod';
import {
  ENVIRONMENT_VARIABLE,
  fromParameter,
  kmsKey,
  orFound,
  orParameter,
  SECURITY_GROUP_ID,
  secretSource,
  subnetIds,
  withTags,
} from '../../values/aws-fields';
import { EXAMPLES, group, oneOf, oneWay, text, wholeNumber } from '../../values/fields';
import {
  CAPACITY_PROVIDER,
  ECR_REPOSITORY_NAME,
  EPHEMERAL_STORAGE_GIB,
  IMAGE,
  LOG_GROUP_NAME,
  LOG_RETENTION_DAYS,
  LOG_STREAM_PREFIX,
  TAG_KEY,
  TAG_VALUE,
  TASK_DEFINITION_ARN,
} from '../../values/limits';
import { LEAST } from '../../values/prefect-versions';
import { containerFields } from '../container/schema';
import { sidecars } from '../container/sidecar-schema';
import { flowVolumes } from '../container/volume-schema';
import { egressRules, ingressRules, requiredEgress } from '../network/schema';
import { existingRole, policies, statements } from '../roles/schema';
import { reservedTagFault } from '../tags/reserved-tags';

const strategy = group({
  capacity_provider: text(CAPACITY_PROVIDER).describe(
    'FARGATE, FARGATE_SPOT, ec2 for the instances of capacity.ec2, or in an existing cluster the name of one of its capacity providers on EC2.',
  ),
  weight: wholeNumber(0, 1000)
    .default(1)
    .describe('The share of this provider. It counts within one call to start tasks, and a flow run is one task.'),
  base: wholeNumber(0, 100_000)
    .default(0)
    .describe('Tasks that go here first, in each call: a base of 1 sends every flow run to this provider.'),
});

const runCapacity = z.union([z.enum(['fargate', 'fargate_spot', 'ec2']), z.array(strategy).min(1)]).default('fargate');
export type FlowRunCapacity = z.output<typeof runCapacity>;

const ownSecurityGroup = group({
  to_itself: z
    .boolean()
    .default(false)
    .describe('All traffic between flow runs of this group, both ways: for Dask, Ray, and whatever else clusters.'),
  egress: z
    .union([z.enum(['https_only', 'all']), egressRules])
    .default('https_only')
    .describe(
      'What flow runs may reach: https_only (port 443, the port of prefect.api_url, and 2049 for EFS volumes), all, or these rules with what flow runs need (required_egress). Databases have ports of their own.',
    ),
  required_egress: requiredEgress,
  ingress: ingressRules.default([]).describe('What may reach flow runs. They need nothing.'),
}).describe('A security group for the flow runs alone.');

const log = group({
  group: z
    .enum(['created', 'worker', 'existing', 'none'])
    .default('created')
    .describe(
      "Where flow runs write: a group of their own, which keeps the worker's log readable and its alarms quiet; the worker's; an existing one; or none, where a log router takes it (log_configuration).",
    ),
  name: orParameter(text(LOG_GROUP_NAME))
    .optional()
    .describe(
      "The group's name. A changed name starts an empty log and deletes the old one. Default: names.flow_run_log_group.",
    ),
  stream_prefix: text(LOG_STREAM_PREFIX)
    .optional()
    .describe("First part of each stream's name. Default: Prefect's own, prefect-logs_POOL_DEPLOYMENT."),
  retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe('Days that the created group keeps events; 0 keeps them for ever.'),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed key of the created group. Its key policy must allow logs.REGION.amazonaws.com to use it.',
    ),
}).describe('What flow runs print.');

const executionRole = group({
  existing: existingRole
    .optional()
    .describe('A role that exists, with every right that ECS needs to start flow runs. None is made then.'),
  policies: policies.describe('ARNs of further policies for the created role.'),
  statements: statements.optional().describe('Further statements for the created role.'),
}).describe(
  "An execution role for the flow runs alone: reads their secrets, pulls their image, writes their log. Default: the worker's, which gets these rights.",
);

const taskRole = group({
  existing: existingRole.optional().describe('A role that exists. None is made then.'),
  policies: policies.describe('ARNs of policies for the created role.'),
  statements: statements.optional().describe('What the created role may do.'),
}).describe(
  'The role that flows have when they call AWS. Without it they can call nothing of AWS, as with Prefect itself: flows do not get the role of the worker.',
);

const retries = group({
  run_task_attempts: wholeNumber(1, 100)
    .optional()
    .describe('How often the worker tries to start a task before the flow run crashes. Default: 3.'),
  run_task_min_delay_seconds: wholeNumber(0, 3600).optional().describe('Wait between these. Default: 1.'),
  run_task_max_jitter_seconds: wholeNumber(0, 3600)
    .optional()
    .describe('At most so much, by chance, on top of the wait. Default: 3.'),
  register_attempts: wholeNumber(1, 100)
    .optional()
    .describe('How often the worker tries to register a task definition. Default: 3.'),
  register_initial_delay_seconds: wholeNumber(0, 3600).optional().describe('The first wait between these. Default: 1.'),
  register_max_delay_seconds: wholeNumber(0, 3600).optional().describe('The longest wait between these. Default: 10.'),
}).describe(
  'How hard the worker tries where ECS throttles it or has no capacity. Settings of the worker, not of the pool: a change restarts it.',
);

export const flowRuns = group({
  ...containerFields,
  cpu: wholeNumber(128, 196_608)
    .default(1024)
    .describe('CPU of one flow run, in units of 1/1024 vCPU; a deployment may name another.'),
  memory: wholeNumber(128, 12_582_912)
    .default(2048)
    .describe('Memory of one flow run, in MiB; which sizes Fargate takes depends on cpu.'),
  architecture: z
    .enum(['x86_64', 'arm64'])
    .default('x86_64')
    .describe('The processor. The image must be built for it. arm64 costs a fifth less on Fargate.'),
  ephemeral_storage: wholeNumber(EPHEMERAL_STORAGE_GIB.least, EPHEMERAL_STORAGE_GIB.most)
    .optional()
    .describe('Disk of one flow run on Fargate, in GiB, 21 to 200; gone when it ends. Default: 20, which are free.'),
  image: text(IMAGE)
    .optional()
    .describe(
      "The image of flow runs whose deployment names none. Default: the created repository's (image.repository) with image.tag, else the worker's.",
    ),
  capacity: runCapacity.describe(
    'Where flow runs run, whatever the worker runs on: fargate; fargate_spot, for flows that can be stopped at two minutes’ notice; ec2, the instances of capacity.ec2, which start as flow runs need them, or in an existing cluster those that are registered already; or a list of capacity providers. Retries after a lost Spot task are Prefect’s own.',
  ),
  network: z
    .enum(['pinned', 'as_variables'])
    .default('pinned')
    .describe(
      'pinned: subnets and groups stand in the job configuration, and the worker needs no right to look at networks. as_variables: they are the variables vpc_id and network_configuration, which a deployment can change; the worker may then describe all VPCs and subnets of the account.',
    ),
  subnets: z
    .union([
      subnetIds,
      oneWay({
        ...fromParameter,
        tags: withTags.tags.describe('Those that have all of these tags.'),
      }),
    ])
    .optional()
    .describe("Subnets of the VPC. Default: the worker's."),
  assign_public_ip: z
    .boolean()
    .optional()
    .describe("Give each flow run a public address. Default: as the worker's, network.assign_public_ip."),
  own_security_group: ownSecurityGroup.optional(),
  security_groups: z
    .array(orFound(text(SECURITY_GROUP_ID)))
    .default([])
    .describe('Existing security groups.'),
  worker_security_groups: z
    .boolean()
    .optional()
    .describe("Give flow runs the worker's groups too. Default: true where no other group is named or made."),
  labels: z
    .record(text(TAG_KEY), text(TAG_VALUE))
    .superRefine((labels, context) => {
      for (const key of Object.keys(labels)) {
        const message = reservedTagFault(key);
        if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
      }
    })
    .default({})
    .describe('Tags on the task of each flow run, beside those of tags and those by which Prefect finds it.'),
  environment: z
    .record(text(ENVIRONMENT_VARIABLE), z.union([z.string(), z.null()]))
    .default({})
    .describe(
      'Environment variables of flow runs, readable by whoever may see the pool. null takes away one that the worker would hand on. What stands in {{ }} is for Prefect: a block, a variable.',
    ),
  secrets: z
    .record(text(ENVIRONMENT_VARIABLE), secretSource)
    .default({})
    .describe(
      `Environment variables whose values ECS reads from secrets when a flow run starts. With prefect-aws before ${LEAST.secretsMerged}, a deployment that sets prefect_api_key_secret_arn removes them.`,
    ),
  volumes: flowVolumes,
  sidecars,
  enable_execute_command: z
    .boolean()
    .default(false)
    .describe('Allow ECS Exec into running flow runs. Needs a task role; the created one gets the rights.'),
  propagate_tags: z
    .boolean()
    .default(false)
    .describe('Tag the registered task definitions like the tasks. The worker then may tag what it registers.'),
  start_timeout_seconds: wholeNumber(1, 86_400)
    .optional()
    .describe(
      'How long workers before prefect-aws 0.6 wait for a task to start. Later ones do not wait: they learn of it by crash detection.',
    ),
  log: log.prefault({}),
  execution_role: executionRole.optional(),
  task_role: taskRole.optional(),
  passable_roles: z
    .array(existingRole)
    .default([])
    .describe('Further roles that deployments may name for their flow runs (task_role_arn, execution_role_arn).'),
  ecr_repositories: z
    .array(text(ECR_REPOSITORY_NAME))
    .default([])
    .describe(
      'Further repositories of this account and region whose images deployments may name; the execution role may pull from them.',
    ),
  task_definition_arn: text(TASK_DEFINITION_ARN)
    .optional()
    .describe(
      'A task definition of yours for all flow runs. What is said here of image, secrets, volumes, sidecars, storage, log and architecture is of no effect then, and deployments cannot name an image. It must inject PREFECT_API_KEY (or PREFECT_API_AUTH_STRING) as a secret itself, since the worker hands none on in clear text; and its roles must be those of execution_role.existing and task_role.existing, or the worker may not pass them.',
    ),
  create_task_definition: z
    .boolean()
    .default(false)
    .describe(
      'Make one task definition for all flow runs, as the Prefect guide does, instead of having the worker register one for each deployment. Deployments then cannot name an image, and each change here needs the pool brought up to date; a flow run may still have its own cpu, memory, environment and role.',
    ),
  auto_deregister_task_definition: z
    .boolean()
    .default(false)
    .describe(
      'Deregister a task definition when its flow run has ended. Needs crash detection, whose observer does it. A revision that is deregistered can be used no more.',
    ),
  match_latest_revision_in_family: z
    .boolean()
    .default(false)
    .describe(
      'After a restart, use the latest revision of a family where it is equal, instead of registering another one.',
    ),
  retries: retries.optional(),
  variables: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { family: 'my-flows' } })
    .default({})
    .describe(
      "Any further variable of the pool's template: one that it has, by its own name, with its default (family, name, command, aws_credentials …); or a new one, with its JSON schema (a map with type).",
    ),
  job_configuration: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { stream_output: true } })
    .default({})
    .describe(
      "Any part of the template's job configuration by its own name, merged last: maps merge, lists and values replace, null removes. {{ variable }} stands for a variable.",
    ),
}).describe(
  'The flow runs that the worker starts: what the base job template of the work pool says of them. Text arrives there as it is; what stands in {{ }} anywhere in it, Prefect replaces when a flow run starts: a variable of the template, a block, a variable of Prefect.',
);

EXAMPLES.add(flowRuns, { example: { cpu: 2048, memory: 4096 } });
