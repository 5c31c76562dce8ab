import * as z from 'zod';
import { acknowledge } from '../features/acknowledge/schema';
import { adopt } from '../features/adopt/schema';
import { alarms } from '../features/alarms/schema';
import { apiKey } from '../features/api-key/schema';
import { aws } from '../features/aws/schema';
import { backend } from '../features/backend/schema';
import { bucket } from '../features/bucket/schema';
import { capacity } from '../features/capacity/schema';
import { ciRole } from '../features/ci-role/schema';
import { cluster } from '../features/cluster/schema';
import { crashDetection } from '../features/crash-detection/schema';
import { flowRuns } from '../features/flow-runs/schema';
import { image } from '../features/image/schema';
import { logs } from '../features/logs/schema';
import { names } from '../features/names/schema';
import { network } from '../features/network/schema';
import { outputParameters, outputs } from '../features/outputs/schema';
import { overrides, terraform } from '../features/overrides/schema';
import { prefect } from '../features/prefect/schema';
import { project } from '../features/project/schema';
import { roles } from '../features/roles/schema';
import { service } from '../features/service/schema';
import { serviceDiscovery } from '../features/service-discovery/schema';
import { workPool, workPoolQueues } from '../features/work-pool/schema';
import { worker } from '../features/worker/schema';
import { workers } from '../features/workers/schema';
import { fromParameter, orFound, regionName, subnetIds, withTags } from '../values/aws-fields';
import { onChange, onChangeWith, onChangeWithPool } from '../values/changes';
import { EXAMPLES, exactlyOneOf, group, issueOf, oneOf, text, wholeNumber } from '../values/fields';
import { imageName } from '../values/image-name';
import { LOG_RETENTION_DAYS } from '../values/limits/cloudwatch';
import { MOST_TASKS, NAME, TAG_KEY, TAG_VALUE, TASK_CPU, TASK_MEMORY } from '../values/limits/ecs';
import { ROLE_ARN } from '../values/limits/iam';
import { VPC_ID } from '../values/limits/network';
import { POOL_NAME, UUID, WORKER_TYPE } from '../values/limits/prefect';
import { SECRET_RECOVERY_DAYS } from '../values/limits/secrets';
import { RESOURCE_ADDRESS } from '../values/limits/terraform';
import { LEAST, TESTED } from '../values/prefect-versions';
import { PRESETS } from './presets';
import { SCHEMA_VERSION } from './renamed';

const OTHER_VERSION = {
  message: `must be ${SCHEMA_VERSION}, the version that this package reads`,
  hint: 'run npx prefect-ecs-worker upgrade, which rewrites older files; newer ones need a newer package',
};

/**
 * The stack file: the only door by which a value comes in. Every field tells the person who fills it in what it does
 * and what happens when it changes. The reference's inputs stand here; each group has its schema in the
 * folder of its feature, and what no single field can know is in that folder's rules. The schema of a group is put
 * together when it is asked for: most stack files set a few of them.
 */
export const fields = {
  preset: z
    .enum(['hardened', 'reference'])
    .default('hardened')
    .describe(
      'A set of defaults. hardened: least privilege, the key not in the state, and an apply that fails if the worker does not run. reference: the same plan as the reference Terraform module, with the key in the state.',
    )
    .meta(onChange('does what terraform plan shows')),
  region: regionName
    .describe('The AWS region.')
    .register(EXAMPLES, { example: 'us-east-1' })
    .meta(
      onChangeWith(
        'Terraform looks for everything in the new region and creates it there; what is in the old region stays and runs on. Run terraform destroy before you change it.',
        'replaces everything',
      ),
    ),
  name: text(NAME)
    .optional()
    .describe('The end of the names of all resources. Default: the name of the file.')
    .meta(onChangeWith('What has the old name is deleted, and no worker runs meanwhile.', 'replaces everything')),
  vpc_id: orFound(text(VPC_ID))
    .optional()
    .describe('The VPC of the worker. Required without network.create.')
    .meta(
      onChangeWith(
        'Change worker_subnets with it.',
        'replaces what the stack has in the VPC',
        'restarts the worker',
        'requires an update of the work pool',
      ),
    ),
  worker_subnets: z
    .union([subnetIds, exactlyOneOf({ ...fromParameter, ...withTags })])
    .optional()
    .describe(
      'Subnets of the VPC with access to Prefect Cloud, AWS and the registry, usually private subnets with a NAT gateway, because tasks have no public address. Required without network.create.',
    )
    .meta(onChange('restarts the worker', 'requires an update of the work pool')),
  prefect_account_id: text(UUID)
    .optional()
    .describe('The Prefect Cloud account. Required without prefect.api_url or prefect.workspace.')
    .meta(onChangeWithPool('place', 'restarts the worker')),
  prefect_workspace_id: text(UUID)
    .optional()
    .describe('The Prefect Cloud workspace. Required without prefect.api_url or prefect.workspace.')
    .meta(onChangeWithPool('place', 'restarts the worker')),
  worker_work_pool_name: text(POOL_NAME)
    .describe(
      'The work pool that the worker polls. A pool has one base job template: of two environments in one pool, that of the last one counts for the flow runs of both (warning shared-pool).',
    )
    .meta(onChangeWithPool('name', 'restarts the worker', 'updates the permissions')),
  worker_cpu: wholeNumber(TASK_CPU.least, TASK_CPU.most)
    .default(1024)
    .describe(
      'CPU of one worker task, in units of 1/1024 vCPU; on Fargate 256, 512, 1024, 2048, 4096, 8192 or 16384. Flow runs have their own: flow_runs.cpu.',
    )
    .meta(onChange('restarts the worker')),
  worker_memory: wholeNumber(TASK_MEMORY.least, TASK_MEMORY.most)
    .default(2048)
    .describe('Memory of one worker task, in MiB. On Fargate, the allowed sizes depend on worker_cpu.')
    .meta(onChange('restarts the worker')),
  worker_desired_count: z
    .int()
    .min(0)
    .max(MOST_TASKS)
    .default(1)
    .describe('Number of tasks of the worker. 0 stops the worker and keeps everything else.')
    .meta(onChangeWith('Nothing restarts: ECS starts or stops tasks.', 'updates the service')),
  worker_extra_pip_packages: z
    .string()
    .register(EXAMPLES, { example: 's3fs pandas==2.2.3' })
    .optional()
    .describe(
      `Python packages, separated by spaces, that the entry point of the image installs at every start. Default: none in hardened (build them into the image), ${JSON.stringify(PRESETS.reference.workerExtraPipPackages)} in reference.`,
    )
    .meta(onChange('restarts the worker')),
  worker_image: imageName()
    .optional()
    .describe(
      `The worker's container image. It must contain Prefect ${LEAST.poolOption} or newer (prefect.create_pool_if_not_found: false) and prefect-aws ${LEAST.crashDetection} or newer (crash_detection); prefect-aws ${TESTED.prefectAws} is tested with Prefect ${TESTED.prefect}. Default: ${PRESETS.hardened.workerImage} in hardened, ${PRESETS.reference.workerImage} in reference.`,
    )
    .meta(onChange('restarts the worker', 'updates the permissions')),
  worker_log_retention_in_days: oneOf(LOG_RETENTION_DAYS, 'a number of days that CloudWatch Logs offers, or 0 for ever')
    .default(30)
    .describe('Days that the log group keeps events; 0: for ever.')
    .meta(onChangeWith('CloudWatch deletes events that are older.', 'updates the log group')),
  secrets_manager_recovery_in_days: z
    .int()
    .min(SECRET_RECOVERY_DAYS.immediately)
    .max(SECRET_RECOVERY_DAYS.most)
    .refine((days) => days === SECRET_RECOVERY_DAYS.immediately || days >= SECRET_RECOVERY_DAYS.least, {
      error: 'must be 0, or 7 to 30',
    })
    .default(30)
    .describe(
      'Days in which a deleted secret can be restored, 7 to 30; its name cannot be used meanwhile. 0 deletes it at once, for short-lived environments.',
    )
    .meta(onChangeWith('It applies when the secret is deleted.', 'updates the secret')),
  worker_task_role_arn: text(ROLE_ARN)
    .optional()
    .describe('An existing task role of the worker, with all permissions that it needs. Default: a role is created.')
    .meta(onChange('restarts the worker', 'creates or deletes the task role', 'updates the permissions')),
  worker_type: text(WORKER_TYPE)
    .default('ecs')
    .describe('The type of the worker and of its work pool. Only an ecs worker gets permissions to run tasks.')
    .meta(
      onChangeWithPool(
        'type',
        'restarts the worker',
        'updates the permissions',
        'creates or deletes the log group of flow runs',
        'requires an update of the work pool',
      ),
    ),
  get aws() {
    return aws.prefault({});
  },
  get backend() {
    return backend.optional();
  },
  get adopt() {
    return adopt.optional();
  },
  format: z
    .enum(['json', 'hcl'])
    .default('json')
    .describe(
      'The files of the stack. json: cdk.tf.json, with the long documents in files beside it. hcl: .tf files by subject, for teams that read HCL; document.json is for the commands of this package. Addresses and plan stay the same.',
    )
    .meta(onChange('has no effect on AWS')),
  required_tags: z
    .union([z.array(text(TAG_KEY)).min(1), z.record(text(TAG_KEY), z.array(text(TAG_VALUE)).min(1))])
    .register(EXAMPLES, { example: ['Team', 'CostCenter'] })
    .optional()
    .describe(
      'Keys that tags must contain: a list, or a mapping of each key to its allowed values. A stack file without them is invalid. Usually set in a base of all environments.',
    )
    .meta(onChange('has no effect on AWS')),
  tags: z
    .record(text(TAG_KEY), text(TAG_VALUE))
    .default({})
    .describe('Tags on all resources of the stack, and on its tasks.')
    .meta(
      onChangeWith(
        'Each resource gets the tags in place; tasks get them when they start.',
        'updates everything',
        'requires an update of the work pool',
      ),
    ),
  resource_tags: z
    .record(text(RESOURCE_ADDRESS), z.record(text(TAG_KEY), text(TAG_VALUE)))
    .register(EXAMPLES, { example: { aws_ecs_service: { Monitored: 'yes' } } })
    .default({})
    .describe(
      'Tags on some resources alone, by the Terraform type or the address of the resource, in addition to tags. A tag of an address replaces one of its type, and that one of tags. Tasks get those of the service and the task definition (service.propagate_tags).',
    )
    .meta(onChangeWith('Tasks get the tags when they start.', 'updates what it names')),
  get prefect() {
    return prefect.prefault({});
  },
  get api_key() {
    return apiKey.optional();
  },
  get names() {
    return names.prefault({});
  },
  get roles() {
    return roles.prefault({});
  },
  get logs() {
    return logs.prefault({});
  },
  get cluster() {
    return cluster.prefault({});
  },
  get network() {
    return network.prefault({});
  },
  get capacity() {
    return capacity.prefault({});
  },
  get worker() {
    return worker.prefault({});
  },
  get crash_detection() {
    return crashDetection.prefault({});
  },
  get alarms() {
    return alarms.optional();
  },
  get flow_runs() {
    return flowRuns.optional();
  },
  get image() {
    return image.optional();
  },
  get project() {
    return project.optional();
  },
  get bucket() {
    return bucket.optional();
  },
  get ci_role() {
    return ciRole.optional();
  },
  get service_discovery() {
    return serviceDiscovery.optional();
  },
  get work_pool() {
    return workPool;
  },
  get work_pool_queues() {
    return workPoolQueues;
  },
  get workers() {
    return workers;
  },
  get service() {
    return service.prefault({});
  },
  get outputs() {
    return outputs;
  },
  get output_parameters() {
    return outputParameters;
  },
  get overrides() {
    return overrides;
  },
  get terraform() {
    return terraform;
  },
  get acknowledge() {
    return acknowledge;
  },
  schema_version: z
    .int()
    .superRefine((version, context) => {
      if (version !== SCHEMA_VERSION) context.addIssue(issueOf(OTHER_VERSION));
    })
    .meta({ const: SCHEMA_VERSION })
    .register(EXAMPLES, { example: SCHEMA_VERSION })
    .optional()
    .describe('The version of the fields that this file was written for. The command upgrade sets and reads it.')
    .meta(onChange('has no effect on AWS')),
};

export const configSchema = group(fields);

/** A stack file that passed, with the defaults that hold in every preset. */
export type Config = z.output<typeof configSchema>;
