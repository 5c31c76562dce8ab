import * as z from 'zod';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import { DURATION, MOST_TASKS, PLATFORM_VERSION } from '../../values/limits';
import { autoscaling, schedule } from './scaling-schema';

const percent = wholeNumber(0, 1000);
const duration = text(DURATION).default('20m');

const circuitBreaker = group({
  enable: z.boolean().default(true).describe('Give a deployment up whose tasks do not stay up.'),
  rollback: z.boolean().default(true).describe('Then go back to the revision before; the apply fails all the same.'),
});

export const service = group({
  create: z
    .boolean()
    .default(true)
    .describe(
      'false: the task definition alone, for services that others make. The output of the service is null then.',
    ),
  enable_execute_command: z
    .boolean()
    .default(false)
    .describe(
      'ECS Exec: a shell in the running container, by aws ecs execute-command. The task role gets the rights for it. What was typed is kept by cluster.execute_command. Not with a read-only root file system.',
    ),
  deployment_circuit_breaker: z
    .union([z.literal(false), circuitBreaker])
    .optional()
    .describe(
      'What happens when a new revision does not stay up. Default: given up and rolled back in hardened, false in reference.',
    ),
  deployment_minimum_healthy_percent: percent
    .optional()
    .describe(
      'How many of the tasks must run while they are replaced. 0 with a maximum of 100: never two workers at once. Default: 100.',
    ),
  deployment_maximum_percent: percent
    .optional()
    .describe('How many tasks, old and new, may run while they are replaced. Default: 200.'),
  wait_for_steady_state: z
    .boolean()
    .optional()
    .describe(
      'Whether an apply waits until the worker runs, and fails when it was rolled back. Default: true in hardened.',
    ),
  availability_zone_rebalancing: z
    .enum(['ENABLED', 'DISABLED'])
    .optional()
    .describe(
      'Move tasks when the zones are unevenly filled. Default: ENABLED in hardened, DISABLED where deployment_maximum_percent is 100 or less.',
    ),
  enable_ecs_managed_tags: z
    .boolean()
    .optional()
    .describe('Tag tasks with cluster and service. Default: true in hardened.'),
  propagate_tags: z
    .enum(['SERVICE', 'TASK_DEFINITION', 'NONE'])
    .optional()
    .describe('Whose tags tasks get. Default: SERVICE in hardened.'),
  force_new_deployment: z
    .boolean()
    .optional()
    .describe(
      'Replace the tasks whenever an apply changes anything of the service. Default: true with a capacity provider, whose strategy can be changed only so; else false.',
    ),
  timeouts: group({
    create: duration.describe('Until it is there, at the first apply.'),
    update: duration.describe('Until it is changed, at later applies.'),
    delete: duration.describe('Until it is gone, at a destroy.'),
  })
    .optional()
    .describe('How long an apply waits for the service: 30m, 1h. Default: 20m each.'),
  health_check_grace_period_seconds: wholeNumber(0, 2_147_483_647)
    .optional()
    .describe('Seconds after its start in which a task that is unhealthy is not replaced.'),
  platform_version: text(PLATFORM_VERSION).optional().describe('The version of Fargate. Default: LATEST.'),
  keep_revisions: z
    .boolean()
    .optional()
    .describe(
      'Keep older revisions of the task definition active, so that what ran can run again. Default: true in hardened.',
    ),
  ignore: z
    .array(z.enum(['task_definition', 'desired_count']))
    .default([])
    .describe(
      'What others own, and an apply leaves as it finds it: task_definition for a pipeline that ships images (an apply notices no rollback then), desired_count for a scaler.',
    ),
  autoscaling: autoscaling.optional(),
  schedule: schedule.optional(),
}).describe(`The ECS service that keeps the worker running, ${MOST_TASKS} tasks at most.`);
export type ConfiguredService = z.output<typeof service>;

EXAMPLES.add(service, { example: { enable_execute_command: true } });
