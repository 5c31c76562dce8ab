import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { CLOUD_MAP_NAMESPACE, MOST_TASKS } from '../../values/limits/ecs';
import { PLATFORM_VERSION } from '../../values/limits/fargate';
import { DURATION } from '../../values/limits/terraform';
import { autoscaling, schedule } from './scaling-schema';

const duration = text(DURATION).default('20m');

const circuitBreaker = group({
  enable: z.boolean().default(true).describe('Stop a deployment whose tasks fail.'),
  rollback: z.boolean().default(true).describe('Roll back to the previous revision. The apply still fails.'),
});

export const service = group({
  create: z
    .boolean()
    .default(true)
    .describe(
      'false: create only the task definition, for a service created elsewhere. The output of the service is then null.',
    )
    .meta(onChange('creates or deletes the service')),
  enable_execute_command: z
    .boolean()
    .default(false)
    .describe(
      'Allow ECS Exec, a shell in the running container (aws ecs execute-command). The task role gets the permissions. cluster.execute_command logs the sessions. Not available with a read-only root file system.',
    )
    .meta(onChange('restarts the worker', 'updates the permissions')),
  deployment_circuit_breaker: z
    .union([z.literal(false), circuitBreaker])
    .optional()
    .describe(
      'What happens when the tasks of a new revision fail. Default: stop and roll back in hardened, false in reference.',
    ),
  deployment_minimum_healthy_percent: wholeNumber(0, 1000, 100)
    .optional()
    .describe(
      'Minimum of running tasks during a deployment, in percent. 0 with a maximum of 100: never two workers at the same time. Default: 100.',
    ),
  deployment_maximum_percent: wholeNumber(0, 1000, 200)
    .optional()
    .describe('Maximum of running tasks, old and new, during a deployment, in percent. Default: 200.'),
  wait_for_steady_state: z
    .boolean()
    .optional()
    .describe(
      'An apply waits until the worker runs, and fails if the deployment is rolled back. Default: true in hardened.',
    ),
  availability_zone_rebalancing: z
    .enum(['ENABLED', 'DISABLED'])
    .optional()
    .describe(
      'Move tasks when they are unevenly distributed over availability zones. Default: ENABLED in hardened, but DISABLED with a deployment_maximum_percent of 100 or less.',
    ),
  enable_ecs_managed_tags: z
    .boolean()
    .optional()
    .describe('Add tags with the names of cluster and service to tasks. Default: true in hardened.'),
  propagate_tags: z
    .enum(['SERVICE', 'TASK_DEFINITION', 'NONE'])
    .optional()
    .describe('Source of the tags of tasks. Default: SERVICE in hardened.'),
  force_new_deployment: z
    .boolean()
    .optional()
    .describe(
      'Replace the tasks whenever an apply changes the service. Default: true with a capacity provider strategy, which cannot change otherwise; else false.',
    ),
  timeouts: group({
    create: duration.describe('Timeout for the first apply.'),
    update: duration.describe('Timeout for later applies.'),
    delete: duration.describe('Timeout for terraform destroy.'),
  })
    .optional()
    .describe('How long Terraform waits for the service, for example 30m or 1h. Default: 20m each.'),
  health_check_grace_period_seconds: wholeNumber(0, 2_147_483_647, 300)
    .optional()
    .describe('Seconds after the start of a task in which ECS does not replace it when it is unhealthy.'),
  service_connect: group({
    namespace: text(CLOUD_MAP_NAMESPACE).describe('The namespace of the server, by name or ARN.'),
  })
    .optional()
    .describe(
      'Make the worker a client of Service Connect, so that it reaches a self-hosted server in the same namespace by its short name, for example prefect.api_url: http://prefect-server:4200/api. ECS adds a proxy container to its task. Flow runs have no Service Connect: set flow_runs.environment.PREFECT_API_URL to the DNS name of the server in Cloud Map.',
    )
    .meta(onChange('restarts the worker')),
  platform_version: text(PLATFORM_VERSION)
    .optional()
    .describe('Platform version of Fargate. Default: LATEST.')
    .meta(onChange('restarts the worker')),
  keep_revisions: z
    .boolean()
    .optional()
    .describe(
      'Keep older revisions of the task definition active, so that a rollback is possible. Default: true in hardened.',
    )
    .meta(onChange('has no effect on AWS')),
  ignore: z
    .array(z.enum(['task_definition', 'desired_count']))
    .default([])
    .describe(
      'Attributes that an apply does not change: task_definition, if a pipeline deploys images (an apply then does not detect a rollback); desired_count, if something else scales the service.',
    )
    .meta(onChangeWith('The next apply sets an attribute that is removed from it.', 'has no effect on AWS')),
  autoscaling: autoscaling.optional(),
  schedule: schedule.optional(),
})
  .describe(`The ECS service of the worker, with at most ${MOST_TASKS} tasks.`)
  .meta(onChangeWith('Nothing restarts.', 'updates the service'));
export type ConfiguredService = z.output<typeof service>;

EXAMPLES.add(service, { example: { enable_execute_command: true } });
