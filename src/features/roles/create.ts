import { booleanOf, countOf } from '../../stack/conditions';
import type { StackContext } from '../../stack/context';
import type { AwsContext } from '../../terraform/aws-context';
import type { Statement } from '../../terraform/policy-document';
import { type Expression, literal } from '../../terraform/terraform-text';
import type { FlowRunCluster } from '../cluster/create';
import { ownFamilies } from '../flow-runs/create-families';
import type { FlowRunResources } from '../flow-runs/create-types';
import { REFERENCE_RIGHTS, runFlowsOfPool } from '../flow-runs/resources/flow-rights';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import type { Secrets } from '../secrets/create';
import { readAsReference, readSecrets } from '../secrets/resources/secret-source';
import { settingsOf } from './create-settings';
import type { ExecutionRoleInUse, Role } from './create-types';
import { foundTaskRole } from './create-worker-task-role';
import { runTasksCondition, TASK_ROLE_IS_CREATED } from './inventory';
import { ExecutionRole } from './resources/execution-role';
import { TaskRights, TaskRole } from './resources/task-role';

/** The role with which ECS starts the worker: made with what it needs, or the one that the stack file names. */
export function createExecutionRole(
  context: StackContext,
  secrets: Secrets,
  logs: WorkerLogs | undefined,
  furtherImages: readonly Expression[],
): ExecutionRoleInUse {
  const { scope, environment, inputs, resourceNames, aws, lookUps } = context;
  const { roles, behaviour } = environment;
  const existing = roles.execution?.existing;
  if (existing !== undefined) return { arn: lookUps.role(existing), ready: [] };
  const readable = [...secrets.injected.map(({ secret }) => secret), ...secrets.furtherReadable];
  const [only, ...others] = readable;
  const rights =
    !behaviour.leastPrivilege && only !== undefined && others.length === 0 && only.kmsKeyArn === undefined
      ? [readAsReference(only.arn)]
      : readSecrets(readable, aws);
  return new ExecutionRole(scope, 'execution_role', {
    aws,
    name: resourceNames.executionRole,
    names: resourceNames,
    settings: settingsOf(context, roles.execution),
    readSecrets: rights,
    writeLogs: behaviour.leastPrivilege && logs ? logs.rights : [],
    image: { name: inputs.workerImage, count: countOf({ inEcr: 'worker' }) },
    furtherImages: { names: furtherImages, count: countOf({ inEcr: 'further' }) },
    leastPrivilege: behaviour.leastPrivilege,
  });
}

/** What the worker works with, as far as its role has to allow it. */
interface WorkOfWorker {
  /** In which flow runs start. */
  readonly clusters: readonly FlowRunCluster[];
  readonly pools: readonly Expression[];
  readonly execution: ExecutionRoleInUse;
  readonly flowRuns: readonly FlowRunResources[];
  /** Beside those to run flows, where the role is there to run them. */
  readonly furtherRights: readonly Statement[];
  /** What its own containers do, whether they run flows or not. */
  readonly containerRights: readonly Statement[];
}

/** The role that the worker itself has, where it has one. */
export function createTaskRole(context: StackContext, work: WorkOfWorker): Role | undefined {
  const { scope, environment, inputs, resourceNames } = context;
  const { execution, flowRuns, furtherRights, containerRights } = work;
  const { roles, behaviour } = environment;
  if (roles.task?.none) return undefined;
  const settings = settingsOf(context, roles.task);
  const toRunTasks = behaviour.leastPrivilege ? flowRights(context, work) : [REFERENCE_RIGHTS];
  const rights = [
    ...toRunTasks,
    ...flowRuns.flatMap(({ rightsOfWorkersRole }) => rightsOfWorkersRole),
    ...furtherRights,
  ];
  const runsTasksIf = booleanOf(runTasksCondition(environment));
  if (roles.oneForBoth) {
    if (execution.id === undefined) return { arn: execution.arn, ready: [] };
    const shared = new TaskRights(scope, 'task_rights', {
      names: resourceNames,
      settings,
      runsTasksIf,
      rights,
      containerRights,
      role: execution.id,
    });
    return { arn: execution.arn, ready: shared.ready };
  }
  const found = foundTaskRole(context);
  if (found !== undefined) return { arn: found, ready: [] };
  return new TaskRole(scope, 'task_role', {
    name: resourceNames.taskRole,
    names: resourceNames,
    settings,
    existingRoleArn: inputs.workerTaskRoleArn,
    createdIf: booleanOf(TASK_ROLE_IS_CREATED),
    runsTasksIf,
    rights,
    containerRights,
  });
}

function flowRights(
  { environment, names, aws }: StackContext,
  { clusters, pools, execution: { arn, id }, flowRuns }: WorkOfWorker,
): Statement[] {
  const { path, task } = environment.roles;
  // An ARN that the name tells can be read in the first plan.
  const executionRole = id === undefined ? arn : aws.iamArn(`role${literal(path)}${names.executionRole}`);
  const all = flowRuns.map(({ settings }) => settings);
  return runFlowsOfPool({
    aws,
    clusters: clusters.map((cluster) => ({ name: cluster.plannedName, arn: cluster.arn() })),
    workPoolNames: pools.map(String),
    passableRoles:
      flowRuns.length === 0 ? [executionRole] : [...new Set(flowRuns.flatMap(({ passableRoles }) => passableRoles))],
    registerOwnFamiliesOnly: task?.registerTaskDefinitions === 'own_families',
    furtherTaskDefinitions: [...new Set(flowRuns.flatMap((one) => furtherTaskDefinitions(aws, one)))],
    lookUpNetwork: all.some(({ network }) => network === 'as_variables'),
    deregisterTaskDefinitions: all.some(({ autoDeregisterTaskDefinition: is }) => is),
    tagTaskDefinitions: all.some(({ propagateTags }) => propagateTags),
  });
}

/** A definition that the stack file names or has made, of any revision; and the family named instead of Prefect's own. */
function furtherTaskDefinitions(aws: AwsContext, flowRuns: FlowRunResources): string[] {
  const { taskDefinitionArn } = flowRuns.settings;
  return [
    ...(taskDefinitionArn === undefined ? [] : [taskDefinitionArn.replace(/:[0-9]+$/, ':*')]),
    ...ownFamilies(flowRuns).map((family) => aws.arn('ecs', `task-definition/${family}:*`)),
  ];
}
