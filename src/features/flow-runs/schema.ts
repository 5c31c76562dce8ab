import * as z from 'zod';
import {
  ENVIRONMENT_VARIABLE,
  fromParameter,
  orFound,
  orParameter,
  SECURITY_GROUP_ID,
  secretSource,
  subnetIds,
  variableWithValue,
  withTags,
} from '../../values/aws-fields';
import { onChange, onPresenceToo } from '../../values/changes';
import { EXAMPLES, exactlyOneOf, group, issueOf, text, wholeNumber } from '../../values/fields';
import { CLUSTER, TAG_KEY, TAG_VALUE, TASK_CPU, TASK_DEFINITION_ARN, TASK_MEMORY } from '../../values/limits/ecs';
import { EPHEMERAL_STORAGE_GIB } from '../../values/limits/fargate';
import { ECR_REPOSITORY_NAME } from '../../values/limits/images';
import { LEAST } from '../../values/prefect-versions';
import { containerFields } from '../container/schema';
import { sidecars } from '../container/sidecar-schema';
import { flowVolumes } from '../container/volume-schema';
import { existingRole } from '../roles/schema';
import { reservedTagFault } from '../tags/reserved-tags';
import { runCapacity } from './capacity-schema';
import { flowRunImage } from './image-schema';
import { log } from './log-schema';
import { executionRole, taskRole } from './role-schema';
import { ownSecurityGroup } from './security-group-schema';

const retries = group({
  run_task_attempts: wholeNumber(1, 100, 5)
    .optional()
    .describe('Number of attempts to start a task before the flow run is marked as crashed. Default: 3.'),
  run_task_min_delay_seconds: wholeNumber(0, 3600, 5)
    .optional()
    .describe('Minimum seconds between these attempts. Default: 1.'),
  run_task_max_jitter_seconds: wholeNumber(0, 3600, 10)
    .optional()
    .describe('Maximum random seconds added to the wait. Default: 3.'),
  register_attempts: wholeNumber(1, 100, 5)
    .optional()
    .describe('Number of attempts to register a task definition. Default: 3.'),
  register_initial_delay_seconds: wholeNumber(0, 3600, 2)
    .optional()
    .describe('Seconds before the second attempt. Default: 1.'),
  register_max_delay_seconds: wholeNumber(0, 3600, 30)
    .optional()
    .describe('Maximum seconds between attempts. Default: 10.'),
})
  .describe('Retries of the worker when ECS throttles it or has no capacity.')
  .meta(onChange('restarts the worker'));

const template = group({
  additional_properties: z
    .boolean()
    .default(true)
    .describe('false: Prefect rejects a deployment that sets a variable that the template does not have.'),
  remove_variables: z
    .array(z.string().register(EXAMPLES, { example: 'cluster' }))
    .default([])
    .describe(
      'Variables that deployments cannot set, for example [cluster, task_role_arn]: each is removed, and its default stands in the job configuration.',
    ),
})
  .describe('What deployments can set in the base job template. Default: every variable of it.')
  .meta(onChange('requires an update of the work pool'));

export const flowRuns = group({
  ...containerFields,
  cpu: wholeNumber(TASK_CPU.least, TASK_CPU.most)
    .default(1024)
    .describe('CPU of one flow run, in units of 1/1024 vCPU. Deployments can override it.'),
  memory: wholeNumber(128, TASK_MEMORY.most)
    .default(2048)
    .describe(
      'Memory of one flow run, in MiB. On Fargate, the allowed sizes depend on cpu. Deployments can override it.',
    ),
  architecture: z
    .enum(['x86_64', 'arm64'])
    .default('x86_64')
    .describe('CPU architecture. The image must support it. arm64 costs about 20 percent less on Fargate.'),
  ephemeral_storage: wholeNumber(EPHEMERAL_STORAGE_GIB.least, EPHEMERAL_STORAGE_GIB.most, 100)
    .optional()
    .describe(
      'Disk of one flow run on Fargate, in GiB, 21 to 200; deleted with the task. Default: 20, which are free.',
    ),
  image: flowRunImage
    .optional()
    .describe(
      'The image of flow runs whose deployment sets none. Prefect replaces {{ }} in it by a block or a variable when a flow run starts, for example registry.example.com/flows:{{ prefect.variables.flow_tag }}; if the repository is not known before, set ecr_repositories for an image in ECR. Default: the created repository (image.repository) with image.tag, or else the image of the worker.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  capacity: runCapacity.describe(
    'What flow runs run on, independent of the worker. fargate: on demand. fargate_spot: cheaper, but AWS can stop a task with two minutes’ notice; set retries in Prefect. ec2: the instances of capacity.ec2, which start when flow runs need them, or the instances of an existing cluster. Or a list of capacity providers.',
  ),
  cluster: orParameter(text(CLUSTER))
    .optional()
    .describe(
      'Another existing cluster for flow runs, by name or ARN, in the same account and region. The permissions of the worker and crash detection follow it. Flow runs that run in the old cluster during a change can no longer be stopped. Default: the cluster of the worker.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions', 'updates the rules of the queue')),
  network: z
    .enum(['pinned', 'as_variables'])
    .default('pinned')
    .describe(
      'pinned: subnets and security groups are fixed in the job configuration. as_variables: they are the variables vpc_id and network_configuration, which deployments can override; the worker then gets permission to describe all VPCs and subnets of the account.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  subnets: z
    .union([
      subnetIds,
      exactlyOneOf({
        ...fromParameter,
        tags: withTags.tags.describe('The subnets of the VPC that have all of these tags.'),
      }),
    ])
    .optional()
    .describe('Subnets of the VPC. Default: the subnets of the worker.'),
  assign_public_ip: z
    .boolean()
    .optional()
    .describe('Assign a public address to each flow run. Default: network.assign_public_ip.'),
  own_security_group: ownSecurityGroup.optional(),
  security_groups: z
    .array(orFound(text(SECURITY_GROUP_ID)))
    .default([])
    .describe('Existing security groups of flow runs.'),
  worker_security_groups: z
    .boolean()
    .optional()
    .describe(
      'Add the security groups of the worker. Default: true if own_security_group and security_groups are not set.',
    ),
  labels: z
    .record(text(TAG_KEY), text(TAG_VALUE))
    .superRefine((labels, context) => {
      for (const key of Object.keys(labels)) {
        const message = reservedTagFault(key);
        if (message !== undefined) context.addIssue(issueOf({ message, hint: 'rename it' }, [key]));
      }
    })
    .default({})
    .describe('Tags on the task of each flow run, in addition to tags and to the tags that Prefect sets.'),
  environment: z
    .record(variableWithValue, z.union([z.string(), z.null()]))
    .register(EXAMPLES, { example: { PREFECT_LOGGING_LEVEL: 'DEBUG' } })
    .default({})
    .describe(
      'Environment variables of flow runs, visible to everybody who can see the work pool. null removes a variable that the worker would pass on. Prefect replaces {{ }} by a block or a variable; put such text in quotes.',
    ),
  secrets: z
    .record(text(ENVIRONMENT_VARIABLE), secretSource)
    .default({})
    .describe(
      `Environment variables whose values ECS reads from secrets when a flow run starts. With prefect-aws before ${LEAST.secretsMerged}, a deployment that sets prefect_api_key_secret_arn removes them.`,
    )
    .meta(onPresenceToo('updates the permissions')),
  volumes: flowVolumes,
  sidecars,
  enable_execute_command: z
    .boolean()
    .default(false)
    .describe('Allow ECS Exec into running flow runs. Requires task_role; a created role gets the permissions.')
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  propagate_tags: z
    .boolean()
    .default(false)
    .describe('Also tag the task definitions that the worker registers. The worker gets permission to do so.')
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  start_timeout_seconds: wholeNumber(1, 86_400, 600)
    .optional()
    .describe(
      'Seconds that a worker with prefect-aws before 0.6 waits for a task to start. Newer workers do not wait; they use crash detection.',
    ),
  log: log.prefault({}),
  execution_role: executionRole.optional(),
  task_role: taskRole.optional(),
  passable_roles: z
    .array(existingRole)
    .default([])
    .describe(
      'Further roles that deployments can set for their flow runs (task_role_arn, execution_role_arn). The worker gets permission to pass them.',
    )
    .meta(onChange('updates the permissions')),
  ecr_repositories: z
    .array(text(ECR_REPOSITORY_NAME))
    .default([])
    .describe(
      'Further ECR repositories of this account and region whose images deployments can use. The execution role gets permission to pull from them.',
    )
    .meta(onChange('updates the permissions')),
  task_definition_arn: text(TASK_DEFINITION_ARN)
    .optional()
    .describe(
      'An existing task definition for all flow runs. Image, secrets, volumes, sidecars, storage, log and architecture then come from it, and deployments cannot set an image. It must set PREFECT_API_KEY (or PREFECT_API_AUTH_STRING) from a secret, because the worker does not pass it on. Its roles must be execution_role.existing and task_role.existing, otherwise the worker cannot pass them.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  create_task_definition: z
    .boolean()
    .default(false)
    .describe(
      'Create one task definition for all flow runs, as in the Prefect guide. Default: the worker registers one for each deployment. Deployments then cannot set an image, but can set cpu, memory, environment and role.',
    )
    .meta(onChange('requires an update of the work pool', 'creates or deletes the task definition of flow runs')),
  auto_deregister_task_definition: z
    .boolean()
    .default(false)
    .describe(
      'Deregister the task definition when its flow run ends. Requires crash detection. A deregistered revision cannot be used again.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  match_latest_revision_in_family: z
    .boolean()
    .default(false)
    .describe(
      'After a restart, the worker uses the latest revision of a task family if it is equal, and registers no new one.',
    ),
  retries: retries.optional(),
  variables: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { family: 'my-flows' } })
    .default({})
    .describe(
      'Further variables of the base job template: an existing one with its default (family, name, command, aws_credentials, …), or a new one with its JSON schema, for example region: {type: string, default: eu-west-1}.',
    )
    .meta(onChange('requires an update of the work pool', 'updates the permissions')),
  template: template.optional(),
  job_configuration: z
    .record(z.string(), z.unknown())
    .register(EXAMPLES, { example: { stream_output: true } })
    .default({})
    .describe(
      'Any part of the job configuration of the base job template, merged last: mappings merge, lists and values replace, null removes. Prefect replaces {{ NAME }} by a variable of the template, which must have it: see variables. Put such text in quotes.',
    ),
})
  .describe(
    'The flow runs that the worker starts, as set in the base job template of the work pool. Prefect replaces {{ }} when a flow run starts: in image and environment by a block or a variable of Prefect, elsewhere by a variable of the template.',
  )
  .meta(onChange('requires an update of the work pool'));

EXAMPLES.add(flowRuns, { example: { cpu: 2048, memory: 4096 } });
