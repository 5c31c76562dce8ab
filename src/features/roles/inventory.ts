import type { Environment } from '../../environment/environment';
import { type Condition, furtherImages } from '../../inventory/condition';
import { type Item, nameOf, roleKey, when } from '../../inventory/item';
import type { OrParameter } from '../../values/aws-fields';
import type { PhysicalName } from '../names/name-kinds';
import { otherSecrets, workerSecrets } from '../secrets/inventory';

const EXECUTION_ROLE = 'aws_iam_role.prefect_worker_execution_role';
const TASK_ROLE = 'aws_iam_role.prefect_worker_task_role';

export const TASK_ROLE_IS_CREATED: Condition = { input: 'worker_task_role_arn', is: null };
const WORKER_RUNS_TASKS: Condition = { input: 'worker_type', is: 'ecs' };

/** When a created task role gets the rights to run tasks; the reference gives them to every worker type. */
export function runTasksCondition({ behaviour, roles }: Pick<Environment, 'behaviour' | 'roles'>): Condition {
  if (roles.oneForBoth) return WORKER_RUNS_TASKS;
  return behaviour.leastPrivilege ? { all: [TASK_ROLE_IS_CREATED, WORKER_RUNS_TASKS] } : TASK_ROLE_IS_CREATED;
}

/** The execution role and the task role of the workers. */
export function roles(environment: Environment): readonly Item[] {
  return [...executionRole(environment), ...taskRole(environment)];
}

function executionRole(environment: Environment): readonly Item[] {
  const { execution } = environment.roles;
  if (execution?.existing !== undefined) return [];
  const hasSecrets = [...workerSecrets(environment), ...otherSecrets(environment)].length > 0;
  const policy = policyIn(environment, EXECUTION_ROLE);
  return [
    {
      address: EXECUTION_ROLE,
      purpose: 'Execution role: ECS uses it to start the worker',
      name: nameOf(environment, 'executionRole'),
    },
    ...(execution?.ownStatements
      ? []
      : [
          ...when(
            hasSecrets,
            policy('ssm_allow_read_prefect_api_key', 'readApiKeyPolicy', "Allows reading the worker's secrets"),
          ),
          ...(environment.behaviour.leastPrivilege ? neededPolicies(environment) : referencePolicies(environment)),
        ]),
    ...addedRights(environment, {
      id: 'prefect_worker_execution_role',
      field: 'roles.execution',
      role: EXECUTION_ROLE,
      policy: 'executionPolicy',
      settings: execution,
    }),
  ];
}

function neededPolicies(environment: Environment): readonly Item[] {
  const policy = policyIn(environment, EXECUTION_ROLE);
  return [
    ...when(
      environment.logs.group !== 'none',
      policy('prefect_worker_write_logs', 'writeLogsPolicy', "Allows writing the worker's log"),
    ),
    {
      ...policy('prefect_worker_pull_image', 'pullImagePolicy', "Allows pulling the worker's image from ECR"),
      condition: { inEcr: 'worker' },
    },
    ...when(furtherImages(environment).length > 0, {
      ...policy(
        'prefect_worker_pull_further_images',
        'pullFurtherImagesPolicy',
        'Allows pulling the images of sidecars and further workers from ECR',
      ),
      condition: { inEcr: 'further' },
    }),
  ];
}

function referencePolicies(environment: Environment): readonly Item[] {
  const policy = policyIn(environment, EXECUTION_ROLE);
  return [
    {
      address: 'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
      purpose: 'Allows pulling every image and writing every log: AmazonECSTaskExecutionRolePolicy',
    },
    policy('allow_create_log_group', 'createLogGroupPolicy', 'Allows creating log groups'),
  ];
}

function taskRole(environment: Environment): readonly Item[] {
  const { task, oneForBoth, execution } = environment.roles;
  if (task?.none) return [];
  if (oneForBoth) return execution?.existing === undefined ? taskRights(environment, EXECUTION_ROLE) : [];
  if (typeof task?.existing === 'object') return [];
  return [
    {
      address: TASK_ROLE,
      purpose: 'Task role: the worker calls AWS with it',
      name: nameOf(environment, 'taskRole'),
      condition: TASK_ROLE_IS_CREATED,
    },
    ...taskRights(environment, TASK_ROLE, TASK_ROLE_IS_CREATED),
  ];
}

function taskRights(environment: Environment, role: string, condition?: Condition): readonly Item[] {
  const { task } = environment.roles;
  const policy = policyIn(environment, role);
  return [
    ...(task?.ownStatements
      ? []
      : [
          {
            ...policy(
              'prefect_worker_allow_ecs_task',
              'runTasksPolicy',
              'Allows starting, watching and stopping the tasks of flow runs',
            ),
            condition: runTasksCondition(environment),
          },
          ...when(needsContainerRights(environment), {
            ...policy(
              'prefect_worker_container',
              'containerPolicy',
              `Allows ECS Exec into the container and mounting its file systems${usesBucket(environment) ? ', and using the bucket of flows' : ''}`,
            ),
            condition,
          }),
        ]),
    ...addedRights(environment, {
      id: 'prefect_worker_task_role',
      field: 'roles.task',
      role,
      policy: 'taskPolicy',
      settings: task,
      condition,
    }),
  ];
}

/** A worker that runs flows itself. */
function usesBucket({ bucket, inputs }: Environment): boolean {
  return bucket !== undefined && inputs.workerType !== 'ecs';
}

function needsContainerRights(environment: Environment): boolean {
  if (usesBucket(environment)) return true;
  const { worker, service, workers } = environment;
  const all = [{ container: worker, service }, ...Object.values(workers)];
  return all.some(
    ({ container, service: { create, enableExecuteCommand } }) =>
      (create && enableExecuteCommand) || Object.values(container.volumes).some(({ efs }) => efs?.iam),
  );
}

/** An inline policy of a role: no other one of this role may have its name. */
function policyIn(environment: Environment, role: string) {
  return (id: string, kind: PhysicalName, purpose: string): Item => ({
    address: `aws_iam_role_policy.${id}`,
    purpose,
    name: nameOf(environment, kind, { within: roleKey(environment, role) }),
  });
}

export interface AddedRights {
  /** The addresses begin with it. */
  readonly id: string;
  /** The group of the stack file. */
  readonly field: string;
  readonly role: string;
  readonly policy: PhysicalName;
  /** Added to the end of the policy's name. */
  readonly end?: string;
  readonly settings:
    | {
        readonly policies: readonly OrParameter[];
        readonly statements?: readonly unknown[];
        readonly ownStatements?: readonly unknown[];
      }
    | undefined;
  /** Rights that we add to the user's statements. */
  readonly ours?: boolean;
  readonly condition?: Condition;
}

/** The statements and the policies that a stack file adds to a role. */
export function addedRights(
  environment: Environment,
  { id, field, role, policy, end, settings, ours = false, condition }: AddedRights,
): readonly Item[] {
  const { policies = [], statements = [], ownStatements = [] } = settings ?? {};
  return [
    ...when(ours || statements.length + ownStatements.length > 0, {
      address: `aws_iam_role_policy.${id}_statements`,
      purpose: `Statements of ${field} in the stack file`,
      name: nameOf(environment, policy, { end, within: roleKey(environment, role) }),
      condition,
    }),
    ...when(policies.length > 0, {
      address: `aws_iam_role_policy_attachment.${id}_policies`,
      purpose: `Policies of ${field}.policies in the stack file`,
      instances: { keys: [...new Set(policies.map(keyOf))] },
      condition,
    }),
  ];
}

function keyOf(policy: OrParameter): string {
  return typeof policy === 'string' ? policy : `(of ${policy.ssmParameter})`;
}
