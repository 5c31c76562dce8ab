import type { StackContext } from '../../stack/context';
import { each } from '../../terraform/policy-document';
import { SuffixedScope } from '../../terraform/suffixed-scope';
import { type Expression, literal } from '../../terraform/terraform-text';
import { clusterOfFlowRuns, type FlowRunCluster } from '../cluster/create';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import { createFlowRepository, type FlowRepositoryInUse, repositoryArnOf } from '../image/create';
import { pullFrom } from '../image/resources/ecr-pull';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import { namesOf } from '../names/create';
import type { ExecutionRoleInUse } from '../roles/create-types';
import { CA_VARIABLE, type NamedSecret, type Secrets } from '../secrets/create';
import { existingSecret } from '../secrets/resources/secret-source';
import { createFlowFileSystems } from './create-file-systems';
import { createFlowLogs, writeFlowLogs } from './create-logs';
import { createFlowExecutionRole, createFlowTaskRole, flowTaskRights } from './create-roles';
import type { FlowRunResources } from './create-types';
import { namingFor } from './own-flow-runs';
import type { FlowRuns } from './resolve';

/** What the flow runs of each work pool have: those of the first worker first, then those of further workers. */
export function createFlowRunResources(context: StackContext, ofWorker: ResourcesOfWorker): FlowRunResources[] {
  const { environment, scope } = context;
  const repository = createFlowRepository(context);
  const resources = (whose: StackContext, worker?: string) => resourcesOf(whose, { ...ofWorker, repository, worker });
  const further = Object.entries(environment.workers).flatMap(([worker, { flowRuns }]) => {
    if (flowRuns === undefined) return [];
    const own = new SuffixedScope(scope, `flow_runs_of_${worker}`, `_${worker}`);
    const name = context.inputs.name.toString();
    const decided = { ...environment, flowRuns, naming: namingFor(worker, name, environment.naming) };
    const { names, own: resourceNames } = namesOf(name, decided.naming, `_${worker}`);
    return resources({ ...context, scope: own, environment: decided, names, resourceNames }, worker);
  });
  return [...resources(context), ...further];
}

/** What flow runs use of the worker's, where they have no own. */
interface ResourcesOfWorker {
  readonly secrets: Secrets;
  readonly logs: WorkerLogs | undefined;
  readonly execution: ExecutionRoleInUse;
  readonly cluster: FlowRunCluster;
}

interface Shared extends ResourcesOfWorker {
  readonly repository: FlowRepositoryInUse | undefined;
  readonly worker?: string;
}

function resourcesOf(
  context: StackContext,
  { secrets, logs, execution, cluster, repository, worker }: Shared,
): FlowRunResources[] {
  const { environment, names, aws, lookUps } = context;
  const { flowRuns: settings, roles } = environment;
  if (settings === undefined) return [];
  const fileSystems = createFlowFileSystems(context, settings);
  const logGroup = createFlowLogs(context, settings, logs);
  const own = secretsOf(context, settings);
  const handedOn = handedOnBy(secrets);
  const executionRole = createFlowExecutionRole(context, settings, {
    worker: execution,
    rights: [
      ...pullFrom(each(repositoryArns(context, settings, repository)), 'Flow'),
      ...writeFlowLogs(context, logGroup),
    ],
    secrets: [...own.ofFlows, ...own.ofOthers],
    allSecrets: [
      ...secrets.injected.filter(({ secret }) => secret === secrets.credential),
      ...handedOn,
      ...own.ofFlows,
      ...own.ofOthers,
    ],
    usesWorkerImage: settings.image === undefined && repository === undefined,
  });
  const taskRole = createFlowTaskRole(context, settings, fileSystems, execution);
  const planned = (name: string) => aws.iamArn(`role${literal(roles.path)}${name}`);
  const resources: FlowRunResources = {
    context,
    worker,
    settings,
    cluster: clusterOfFlowRuns(context, cluster),
    logGroup: logGroup.name,
    plannedLogGroup: logGroup.planned,
    ready: [...(executionRole.ready ?? []), ...(taskRole?.ready ?? [])],
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole?.arn,
    rightsOfWorkersRole: settings.taskRole?.sameAsWorker ? flowTaskRights(context, settings, fileSystems) : [],
    passableRoles: [
      executionRole.planned ?? planned(names.flowRunExecutionRole),
      ...(taskRole ? [taskRole.planned ?? planned(names.flowRunTaskRole)] : []),
      ...settings.passableRoles.map((role) => lookUps.role(role)),
    ],
    image: imageOf(context, settings, repository),
    fileSystems,
    repositoryUrl: repository?.url,
    containerSecrets: handedOn.length + own.ofFlows.length > 0 ? [...handedOn, ...own.ofFlows] : [],
    handedOn,
  };
  return [resources];
}

/** Prefect's settings that the worker has as secrets, less the credential, for which the template has a variable. */
function handedOnBy({ injected, credential }: Secrets): NamedSecret[] {
  return injected.filter(
    ({ name, secret }) => secret !== credential && (name.startsWith('PREFECT_') || name === CA_VARIABLE),
  );
}

interface SecretsOfFlowRuns {
  /** flow_runs.secrets. */
  readonly ofFlows: readonly NamedSecret[];
  /** Those of sidecars, log drivers and registries, which only the execution role reads. */
  readonly ofOthers: readonly NamedSecret[];
}

function secretsOf({ lookUps, aws }: StackContext, settings: FlowRuns): SecretsOfFlowRuns {
  return {
    ofFlows: Object.entries(settings.secrets).map(([name, source]) => ({
      name,
      secret: existingSecret(source, lookUps, aws),
    })),
    ofOthers: [...furtherSecretsOf(settings), ...sidecarSecretsOf(settings)].map((source) => ({
      name: '',
      secret: existingSecret(source, lookUps, aws),
    })),
  };
}

/** The repositories of ECR that the images of flow runs, of their sidecars and of deployments are in. */
function repositoryArns(
  context: StackContext,
  { image, sidecars, ecrRepositories }: FlowRuns,
  repository: FlowRepositoryInUse | undefined,
): string[] {
  const images = [image ?? '', ...Object.values(sidecars).map((sidecar) => sidecar.image)];
  const names = [...(repository === undefined ? [] : [repository.name]), ...ecrRepositories];
  return [
    ...images.flatMap((one) => repositoryArnOf(context, one) ?? []),
    ...names.map((name) => context.aws.arn('ecr', `repository/${name}`)),
  ];
}

/** The image of flow runs whose deployment sets none. */
function imageOf(
  { environment, inputs }: StackContext,
  { image }: FlowRuns,
  repository: FlowRepositoryInUse | undefined,
): string | Expression {
  if (image !== undefined) return literal(image);
  return repository === undefined ? inputs.workerImage : `${repository.url}:${environment.image.tag}`;
}
