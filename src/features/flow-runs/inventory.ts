import type { Environment } from '../../environment/environment';
import { type Item, nameFrom, nameOf, roleKey, when } from '../../inventory/item';
import { isInEcr } from '../../values/image-registry';
import { fileSystemItems } from '../container/file-system-items';
import { flowRunEgress } from '../network/egress-of';
import { groupRules, vpcKey } from '../network/inventory';
import { addedRights } from '../roles/inventory';
import { flowRunSecrets, workerSecrets } from '../secrets/inventory';
import { ownFlowRuns } from './own-flow-runs';
import type { FlowRuns } from './resolve';

const EXECUTION_ROLE = 'aws_iam_role.prefect_flow_execution_role';
const TASK_ROLE = 'aws_iam_role.prefect_flow_task_role';

/** What flow runs have of their own, those of the first worker's pool first. */
export function flowRuns(environment: Environment): readonly Item[] {
  const further = ownFlowRuns(environment).flatMap(({ worker, environment: seen }) =>
    ofOnePool(seen).map((item) => ({
      ...item,
      address: `${item.address}_${worker}`,
      purpose: `${item.purpose} (worker ${worker})`,
      ...(item.name !== undefined && {
        name: {
          ...item.name,
          field: item.name.field.replace(/^flow_runs\./, `workers.${worker}.flow_runs.`),
          ...(item.name.within !== undefined && {
            within: item.name.within.replace(/^(aws_iam_role\.prefect_flow_\w+_role)(?= of )/, `$1_${worker}`),
          }),
        },
      }),
    })),
  );
  return [...ofOnePool(environment), ...further];
}

function ofOnePool(environment: Environment): readonly Item[] {
  const { flowRuns: settings } = environment;
  if (settings === undefined) return [];
  const { log, createTaskDefinition } = settings;
  return [
    ...when(createTaskDefinition, {
      address: 'aws_ecs_task_definition.prefect_flow_runs',
      purpose: 'Task definition of all flow runs',
      name: nameOf(environment, 'flowRunFamily'),
    }),
    ...when(log.group === 'created', {
      address: 'aws_cloudwatch_log_group.prefect_flow_runs',
      purpose: 'Log group of flow runs',
      name: nameFrom(environment, 'flowRunLogGroup', 'flow_runs.log.name', log.name),
      ownKey: log.kmsKey !== undefined,
    }),
    ...executionRole(environment, settings),
    ...taskRole(environment, settings),
    ...securityGroup(environment, settings),
    ...volumes(environment, settings),
  ];
}

function executionRole(environment: Environment, settings: FlowRuns): readonly Item[] {
  const { executionRole: role } = settings;
  if (role?.existing !== undefined) return [];
  if (role === undefined) return rightsOfWorkersRole(environment, settings);
  const isOurs = role.ownStatements === undefined;
  const handedOn = workerSecrets(environment).some(
    ({ variable = '' }) => variable.startsWith('PREFECT_') || variable === 'CA_CERTIFICATE',
  );
  return [
    {
      address: EXECUTION_ROLE,
      purpose: 'Execution role of flow runs: ECS uses it to start them',
      name: nameOf(environment, 'flowRunExecutionRole'),
    },
    ...when(isOurs && (handedOn || needsRights(environment, settings)), {
      address: 'aws_iam_role_policy.prefect_flow_runs_execution',
      purpose: 'Allows writing the log of flow runs, pulling their images and reading their secrets',
      name: nameOf(environment, 'flowRunExecutionPolicy', { within: roleKey(environment, EXECUTION_ROLE) }),
    }),
    ...addedRights(environment, {
      id: 'prefect_flow_execution_role',
      field: 'flow_runs.execution_role',
      role: EXECUTION_ROLE,
      policy: 'flowRunExecutionPolicy',
      end: '-statements',
      settings: role,
    }),
    ...when(isOurs && settings.image === undefined && environment.image.repository === undefined, {
      address: 'aws_iam_role_policy.prefect_flow_runs_pull_image',
      purpose: "Allows pulling the worker's image, which flow runs use, from ECR",
      name: nameOf(environment, 'flowRunExecutionPolicy', {
        end: '-pull',
        within: roleKey(environment, EXECUTION_ROLE),
      }),
      condition: { inEcr: 'flow_runs' },
    }),
  ];
}

/** Flow runs without an execution role of their own use the worker's. */
function rightsOfWorkersRole(environment: Environment, settings: FlowRuns): readonly Item[] {
  const { execution } = environment.roles;
  const isOurs = execution?.existing === undefined && !execution?.ownStatements;
  return when(isOurs && needsRights(environment, settings), {
    address: 'aws_iam_role_policy.prefect_flow_runs_execution',
    purpose: 'Allows the execution role to write the log of flow runs, pull their images and read their secrets',
    name: nameOf(environment, 'flowRunExecutionPolicy', {
      within: roleKey(environment, 'aws_iam_role.prefect_worker_execution_role'),
    }),
  });
}

/** Whether flow runs have a log, images or secrets that the execution role must reach for them alone. */
function needsRights(environment: Environment, settings: FlowRuns): boolean {
  const images = [settings.image ?? '', ...Object.values(settings.sidecars).map(({ image }) => image)];
  return (
    settings.log.group !== 'none' ||
    environment.image.repository !== undefined ||
    settings.ecrRepositories.length > 0 ||
    images.some(isInEcr) ||
    flowRunSecrets(environment).length > 0
  );
}

function taskRole(
  environment: Environment,
  { taskRole: role, enableExecuteCommand, volumes: all }: FlowRuns,
): readonly Item[] {
  if (role === undefined || role.existing !== undefined || role.sameAsWorker) return [];
  return [
    {
      address: TASK_ROLE,
      purpose: 'Task role of flow runs: flows call AWS with it',
      name: nameOf(environment, 'flowRunTaskRole'),
    },
    ...addedRights(environment, {
      id: 'prefect_flow_task_role',
      field: 'flow_runs.task_role',
      role: TASK_ROLE,
      policy: 'flowRunTaskPolicy',
      settings: role,
      ours: environment.bucket !== undefined || enableExecuteCommand || Object.values(all).some(({ efs }) => efs?.iam),
    }),
  ];
}

function securityGroup(environment: Environment, settings: FlowRuns): readonly Item[] {
  const { ownSecurityGroup: own } = settings;
  if (own === undefined) return [];
  return [
    {
      address: 'aws_security_group.prefect_flow_runs',
      purpose: 'Security group of flow runs',
      name: nameOf(environment, 'flowRunSecurityGroup', { within: vpcKey(environment) }),
    },
    ...groupRules({
      egress: flowRunEgress(environment, settings, own),
      ingress: own.ingress,
      inbound: 'flow_runs_inbound',
      api: 'flow_runs_to_prefect_api',
      whose: 'flow runs',
    }),
    ...when(
      own.toItself,
      { address: 'aws_security_group_rule.flow_runs_to_each_other', purpose: 'Egress between flow runs' },
      { address: 'aws_security_group_rule.flow_runs_from_each_other', purpose: 'Ingress between flow runs' },
    ),
  ];
}

/** File systems of flow_runs.volumes that the stack creates. */
function volumes(environment: Environment, { volumes: all, ownSecurityGroup }: FlowRuns): readonly Item[] {
  return Object.entries(all).flatMap(([volume, { efs }]) =>
    efs?.create === undefined
      ? []
      : fileSystemItems(environment, {
          volume,
          kind: 'flowRunVolume',
          whose: 'flow runs',
          ownKey: efs.create.kmsKey !== undefined,
          isReached: ownSecurityGroup !== undefined,
        }),
  );
}
