import type { ITerraformDependable } from 'cdktf';
import { countOf } from '../../stack/conditions';
import type { StackContext } from '../../stack/context';
import { allow, each, type Statement } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';
import { bucketRights } from '../bucket/create';
import { isReadOnly } from '../container/resolve';
import { settingsOf } from '../roles/create-settings';
import type { ExecutionRoleInUse } from '../roles/create-types';
import { workerTaskRole } from '../roles/create-worker-task-role';
import type { NamedSecret } from '../secrets/create';
import { readSecrets } from '../secrets/resources/secret-source';
import { execRights } from '../service/create-exec-rights';
import type { FileSystem } from './create-types';
import type { FlowRuns } from './resolve';
import { FlowExecutionRole, FlowRunRights, FlowTaskRole } from './resources/flow-run-roles';

export interface ExecutionSide {
  readonly worker: ExecutionRoleInUse;
  readonly rights: readonly Statement[];
  /** Of the flow runs alone. */
  readonly secrets: readonly NamedSecret[];
  /** With those that the worker's role may read already. */
  readonly allSecrets: readonly NamedSecret[];
  readonly usesWorkerImage: boolean;
}

interface KnownRole {
  readonly arn: string;
  /** Left out: the name tells it. */
  readonly planned?: string;
  /** What it may do. */
  readonly ready?: readonly ITerraformDependable[];
}

/** The role with which ECS starts flow runs: found, role, or the worker's, which then gets the rights. */
export function createFlowExecutionRole(
  context: StackContext,
  { executionRole }: FlowRuns,
  side: ExecutionSide,
): KnownRole {
  const { scope, environment, inputs, names, resourceNames, aws, lookUps } = context;
  const read = (secrets: readonly NamedSecret[]) =>
    readSecrets(
      secrets.map(({ secret }) => secret),
      aws,
    );
  if (executionRole?.existing !== undefined) {
    const arn = lookUps.role(executionRole.existing);
    return { arn, planned: arn };
  }
  if (executionRole) {
    const role = new FlowExecutionRole(scope, 'flow_execution_role', {
      aws,
      name: resourceNames.flowRunExecutionRole,
      policyName: resourceNames.flowRunExecutionPolicy,
      settings: settingsOf(context, executionRole),
      rights: [...read(side.allSecrets), ...side.rights],
      ...(side.usesWorkerImage && { image: { name: inputs.workerImage, count: countOf({ inEcr: 'flow_runs' }) } }),
    });
    return { arn: role.arn, ready: role.ready };
  }
  const { execution } = environment.roles;
  const added =
    side.worker.id !== undefined && !execution?.ownStatements
      ? new FlowRunRights(scope, 'flow_run_rights', {
          role: side.worker.id,
          policyName: resourceNames.flowRunExecutionPolicy,
          rights: [...read(side.secrets), ...side.rights],
        })
      : undefined;
  return {
    arn: side.worker.arn,
    ready: added?.ready,
    planned:
      execution?.existing === undefined
        ? aws.iamArn(`role${literal(environment.roles.path)}${names.executionRole}`)
        : side.worker.arn,
  };
}

/** The role that flows have when they call AWS, where they have one. */
export function createFlowTaskRole(
  context: StackContext,
  flowRuns: FlowRuns,
  fileSystems: ReadonlyMap<string, FileSystem>,
  worker: ExecutionRoleInUse,
): KnownRole | undefined {
  const { scope, resourceNames, lookUps } = context;
  const { taskRole } = flowRuns;
  if (taskRole === undefined) return undefined;
  if (taskRole.sameAsWorker) return workerTaskRole(context, worker);
  if (taskRole.existing !== undefined) {
    const arn = lookUps.role(taskRole.existing);
    return { arn, planned: arn };
  }
  const settings = settingsOf(context, taskRole);
  const role = new FlowTaskRole(scope, 'flow_task_role', {
    name: resourceNames.flowRunTaskRole,
    policyName: resourceNames.flowRunTaskPolicy,
    settings: {
      ...settings,
      statements: [...flowTaskRights(context, flowRuns, fileSystems), ...(settings.statements ?? [])],
    },
  });
  return { arn: role.arn, ready: role.ready };
}

/** What the containers of flow runs need of their task role, whatever flows do. */
export function flowTaskRights(
  context: StackContext,
  flowRuns: FlowRuns,
  fileSystems: ReadonlyMap<string, FileSystem>,
): Statement[] {
  return [
    ...(flowRuns.enableExecuteCommand ? execRights(context) : []),
    ...mountRights(context, flowRuns, fileSystems),
    ...bucketRights(context),
  ];
}

/** The rights to mount file systems, by its access point each that has one. */
function mountRights(
  { aws }: StackContext,
  flowRuns: FlowRuns,
  fileSystems: ReadonlyMap<string, FileSystem>,
): Statement[] {
  const mounted = [...fileSystems].filter(([, { iam }]) => iam);
  const written = mounted.filter(([volume]) => !isReadOnly(volume, flowRuns));
  const rights = (verb: 'Mount' | 'Write', all: typeof mounted) => {
    const action = `elasticfilesystem:Client${verb}`;
    const byPoint = all.flatMap(([, { arn, accessPointId: point }]) => (point === undefined ? [] : [{ arn, point }]));
    const whole = all.filter(([, { accessPointId }]) => accessPointId === undefined);
    const points = byPoint.map(({ point }) => aws.arn('elasticfilesystem', `access-point/${point}`));
    return [
      ...allow(
        `${verb}FileSystems`,
        action,
        whole.map(([, { arn }]) => arn),
      ),
      ...allow(
        `${verb}AccessPoints`,
        action,
        byPoint.map(({ arn }) => arn),
        {
          StringEquals: { 'elasticfilesystem:AccessPointArn': each(points) ?? [] },
        },
      ),
    ];
  };
  return [...rights('Mount', mounted), ...rights('Write', written)];
}
