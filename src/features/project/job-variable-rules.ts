import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, warning, when } from '../../environment/rule';
import { inventoryOf } from '../../inventory/inventory';
import type { Path } from '../../stack-file/path';
import { isAmong } from '../../values/iam-actions';
import { ecrRepositoryOf } from '../../values/image-registry';
import { hasPlaceholder } from '../../values/placeholder';
import { partitionOf } from '../../values/regions';
import type { FlowRuns } from '../flow-runs/resolve';
import { physicalName } from '../names/physical-names';
import { workersOf } from '../workers/workers-of';
import { deploymentsOf } from './of-deployments';

/** What a deployment asks the worker of this stack for, with the permissions that the stack gives it. */
const permitted: Rule = (environment) => {
  const { flowRuns, inputs, project } = environment;
  if (flowRuns === undefined) return [];
  return deploymentsOf(project).flatMap(({ jobVariables, workPool = inputs.workerWorkPoolName }, index) => {
    if (workPool !== inputs.workerWorkPoolName) return [];
    const path = ['project', 'deployments', index, 'job_variables'];
    return [
      ...['task_role_arn', 'execution_role_arn'].flatMap((name) =>
        roleFindings(jobVariables[name], [...path, name], environment, flowRuns),
      ),
      ...clusterFindings(jobVariables['cluster'], [...path, 'cluster'], environment, flowRuns),
      ...imageFindings(jobVariables['image'], [...path, 'image'], environment, flowRuns),
      ...when(
        jobVariables['launch_type'] === 'EC2' &&
          environment.instances === undefined &&
          environment.cluster.existing === undefined &&
          flowRuns.cluster === undefined,
        [...path, 'launch_type'],
        'requires EC2 instances, and the cluster of this stack has none: no flow run would start',
        'set capacity.ec2, or remove launch_type',
      ),
    ];
  });
};

/** iam:PassRole of the worker names each role. A role or a statement of the user's own may allow more. */
function roleFindings(value: unknown, path: Path, environment: Environment, flowRuns: FlowRuns): Finding[] {
  const { roles, inputs } = environment;
  if (typeof value !== 'string' || hasPlaceholder(value) || !ownRightsAreKnown(environment)) return [];
  const given = [
    ...flowRuns.passableRoles,
    flowRuns.executionRole?.existing,
    flowRuns.taskRole?.existing,
    roles.execution?.existing,
    roles.task?.existing,
    inputs.workerTaskRoleArn,
  ];
  // A parameter decides which role it is: Terraform reads its name at each plan.
  if (given.some((role) => role !== undefined && nameOf(role) === undefined)) return [];
  const role = nameOf(value);
  const created = inventoryOf(environment).filter(({ address }) => address.startsWith('aws_iam_role.'));
  const isCreated = created.some(({ name }) =>
    // Of a name with a random end, the provider adds letters to what the stack file knows.
    name?.randomEnd ? role?.startsWith(`${name.text}-`) : name?.text === role,
  );
  return warning(
    'denied-job-variable',
    !isCreated && !given.some((one) => nameOf(one) === role),
    path,
    'is a role that the worker may not pass to a task: each flow run of the deployment crashes',
    `add it to flow_runs.passable_roles: [${arnOf(value, environment)}]`,
  );
}

function arnOf(role: string, { region, aws }: Environment): string {
  return role.startsWith('arn:') ? role : `arn:${partitionOf(region)}:iam::${aws.accountId ?? 'ACCOUNT'}:role/${role}`;
}

function nameOf(role: unknown): string | undefined {
  if (typeof role === 'string') return role.split('/').at(-1);
  return (role as { readonly name?: string } | undefined)?.name;
}

function ownRightsAreKnown({ roles, inputs, behaviour }: Environment): boolean {
  const { task } = roles;
  const isOurs =
    task?.existing === undefined && inputs.workerTaskRoleArn === undefined && !task?.none && !roles.oneForBoth;
  return isOurs && behaviour.leastPrivilege && !isGranted('iam:PassRole', roles) && (task?.policies ?? []).length === 0;
}

/** Whether a statement of the stack file for the worker has an action, on whatever it is. */
function isGranted(action: string, { task }: Environment['roles']): boolean {
  const statements = [...(task?.statements ?? []), ...(task?.ownStatements ?? [])];
  return statements.some(({ actions }) => actions.some((one) => isAmong(one, [action])));
}

/** ecs:RunTask of the worker names the cluster. */
function clusterFindings(value: unknown, path: Path, environment: Environment, flowRuns: FlowRuns): Finding[] {
  if (typeof value !== 'string' || hasPlaceholder(value) || !ownRightsAreKnown(environment)) return [];
  const own = flowRuns.cluster ?? environment.cluster.existing;
  if (own !== undefined && typeof own !== 'string') return [];
  const name = own === undefined ? physicalName('cluster', environment.inputs.name, environment.naming) : nameOf(own);
  return warning(
    'denied-job-variable',
    nameOf(value) !== name && !isGranted('ecs:RunTask', environment.roles),
    path,
    `is a cluster in which the worker may not start tasks: its permissions are for ${name}`,
    'remove it, or set flow_runs.cluster',
  );
}

/** The execution role pulls from the repositories that the stack file names. */
function imageFindings(value: unknown, path: Path, environment: Environment, flowRuns: FlowRuns): Finding[] {
  const { image, roles, behaviour } = environment;
  const found = typeof value === 'string' ? ecrRepositoryOf(value) : undefined;
  const role = flowRuns.executionRole ?? roles.execution;
  const mayHaveMore = [role?.existing, role?.ownStatements, role?.statements, role?.policies].some(
    (own) => own !== undefined && !(Array.isArray(own) && own.length === 0),
  );
  const isOfReference = flowRuns.executionRole === undefined && !behaviour.leastPrivilege;
  if (found === undefined || mayHaveMore || isOfReference) return [];
  const ofWorkers = flowRuns.executionRole === undefined ? workersOf(environment).map((worker) => worker.image) : [];
  const images = [flowRuns.image, ...Object.values(flowRuns.sidecars).map((sidecar) => sidecar.image), ...ofWorkers];
  const known = [
    ...flowRuns.ecrRepositories,
    image.repository?.name,
    image.repository?.existing,
    ...images.map((one) => ecrRepositoryOf(one ?? '')?.repository),
  ];
  return warning(
    'denied-job-variable',
    !known.includes(found.repository),
    path,
    `is in the repository ${found.repository}, from which the execution role of flow runs may not pull`,
    `add it to flow_runs.ecr_repositories: [${found.repository}]; for another account or region, add statements to flow_runs.execution_role`,
  );
}

export const JOB_VARIABLE_RULES: readonly Rule[] = [permitted];
