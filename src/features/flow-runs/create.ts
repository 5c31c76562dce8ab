import type { StackContext } from '../../stack/context';
import { allow, each, type Statement } from '../../terraform/policy-document';
import { SuffixedScope } from '../../terraform/suffixed-scope';
import { literal } from '../../terraform/terraform-text';
import { ecrRepositoryOf } from '../../values/image-registry';
import { clusterOfFlowRuns, type FlowRunCluster } from '../cluster/create';
import { createFileSystem } from '../container/create-file-system';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import { pullFrom } from '../image/resources/ecr-pull';
import { FlowRepository } from '../image/resources/flow-repository';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import { namesOf } from '../names/create';
import type { ExecutionRoleInUse } from '../roles/create-types';
import { CA_VARIABLE, type NamedSecret, type Secrets } from '../secrets/create';
import { existingSecret } from '../secrets/resources/secret-source';
import { createFlowExecutionRole, createFlowTaskRole, flowTaskRights } from './create-roles';
import type { FileSystem, FlowRunResources } from './create-types';
import { everyFlowRuns, namingFor } from './own-flow-runs';
import type { FlowRuns } from './resolve';
import { FlowRunLogs } from './resources/flow-run-logs';

export function createFlowRunResources(
  context: StackContext,
  secrets: Secrets,
  logs: WorkerLogs | undefined,
  execution: ExecutionRoleInUse,
  cluster: FlowRunCluster,
): FlowRunResources[] {
  const { environment, scope } = context;
  const repository = createRepository(context);
  const resources = (whose: StackContext, worker?: string) =>
    resourcesOf(whose, { secrets, logs, execution, cluster, repository, worker });
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

interface Repository {
  readonly name: string;
  readonly url: string;
}

/** The repository for images of flow runs, which all work pools share. */
function createRepository({ scope, environment, names, aws, lookUps }: StackContext): Repository | undefined {
  const { image } = environment;
  if (everyFlowRuns(environment).length === 0) return undefined;
  if (image.repository === undefined) return undefined;
  const { existing, lifecycle, keepImages, keepUntaggedDays } = image.repository;
  if (existing !== undefined) {
    return { name: existing, url: `${aws.accountId}.dkr.ecr.${aws.region}.${aws.dnsSuffix}/${existing}` };
  }
  const name = image.repository.name ?? names.flowRepository;
  const made = new FlowRepository(scope, 'flow_repository', {
    ...image.repository,
    name,
    lifecycle: lifecycle ?? [
      { description: 'Images without a tag', tagStatus: 'untagged', keepDays: keepUntaggedDays },
      { description: 'More than are kept', tagStatus: 'any', keepImages },
    ],
    kmsKeyArn: image.repository.kmsKey && lookUps.kmsKey(image.repository.kmsKey),
    pullFrom: image.repository.pullFrom.map(literal),
  });
  return { name, url: made.url };
}

interface Shared {
  readonly secrets: Secrets;
  readonly logs: WorkerLogs | undefined;
  readonly execution: ExecutionRoleInUse;
  /** The worker's. */
  readonly cluster: FlowRunCluster;
  readonly repository: Repository | undefined;
  readonly worker?: string;
}

function resourcesOf(
  context: StackContext,
  { secrets, logs, execution, cluster, repository, worker }: Shared,
): FlowRunResources[] {
  const { environment, names, aws, lookUps } = context;
  const { flowRuns: settings, image, roles } = environment;
  if (settings === undefined) return [];
  const fileSystems = fileSystemsOf(context, settings);
  const logGroups = logGroupsOf(context, settings, logs);
  const own = createSecrets(context, settings);
  const handedOn = secrets.injected.filter(
    ({ name, secret }) => secret !== secrets.credential && (name.startsWith('PREFECT_') || name === CA_VARIABLE),
  );
  const besides = [...furtherSecretsOf(settings), ...sidecarSecretsOf(settings)].map((source) => ({
    name: '',
    secret: existingSecret(source, lookUps, aws),
  }));
  const repositories = [
    ...[settings.image, ...Object.values(settings.sidecars).map((sidecar) => sidecar.image)].flatMap((name) =>
      imageRepository(context, name),
    ),
    ...[...(repository === undefined ? [] : [repository.name]), ...settings.ecrRepositories].map((name) =>
      aws.arn('ecr', `repository/${name}`),
    ),
  ];
  const rights = [...pullFrom(each(repositories), 'Flow'), ...writeLogs(context, logGroups.planned)];
  const executionRole = createFlowExecutionRole(context, settings, {
    worker: execution,
    rights,
    secrets: [...own, ...besides],
    allSecrets: [
      ...secrets.injected.filter(({ secret }) => secret === secrets.credential),
      ...handedOn,
      ...own,
      ...besides,
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
    logGroup: logGroups.name,
    plannedLogGroup: logGroups.planned,
    ready: [...(executionRole.ready ?? []), ...(taskRole?.ready ?? [])],
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole?.arn,
    rightsOfWorkersRole: settings.taskRole?.sameAsWorker ? flowTaskRights(context, settings, fileSystems) : [],
    passableRoles: [
      executionRole.planned ?? planned(names.flowRunExecutionRole),
      ...(taskRole ? [taskRole.planned ?? planned(names.flowRunTaskRole)] : []),
      ...settings.passableRoles.map((role) => lookUps.role(role)),
    ],
    image:
      settings.image !== undefined
        ? literal(settings.image)
        : repository
          ? `${repository.url}:${image.tag}`
          : context.inputs.workerImage,
    fileSystems,
    repositoryUrl: repository?.url,
    containerSecrets: handedOn.length + own.length > 0 ? [...handedOn, ...own] : [],
    handedOn,
  };
  return [resources];
}

function createSecrets({ lookUps, aws }: StackContext, { secrets }: Pick<FlowRuns, 'secrets'>): NamedSecret[] {
  return Object.entries(secrets).map(([name, source]) => ({ name, secret: existingSecret(source, lookUps, aws) }));
}

function fileSystemsOf(context: StackContext, { volumes }: FlowRuns): ReadonlyMap<string, FileSystem> {
  const { names, aws, lookUps } = context;
  const onEfs = Object.entries(volumes).flatMap(([volume, { efs }]) => (efs ? [{ volume, efs }] : []));
  return new Map(
    onEfs.map(({ volume, efs: { create, fileSystemId = '', ...mount } }): [string, FileSystem] => {
      const efs = { ...mount, accessPointId: mount.accessPointId && lookUps.value(mount.accessPointId) };
      if (create === undefined) {
        const id = lookUps.value(fileSystemId);
        return [volume, { ...efs, id, arn: aws.arn('elasticfilesystem', `file-system/${id}`) }];
      }
      const madeAs = `${names.flowRunVolume}-${volume}`;
      const named = { terraformName: `flow_volume_${volume}`, name: madeAs };
      const made = createFileSystem(context, `file_system_of_${volume}`, named, create);
      return [volume, { ...efs, id: made.id, arn: made.arn, accessPointId: made.accessPointId, madeAs }];
    }),
  );
}

function logGroupsOf(
  { scope, environment, names, resourceNames, lookUps }: StackContext,
  { log }: FlowRuns,
  workerLogs: WorkerLogs | undefined,
): { readonly name?: string; readonly planned?: string } {
  switch (log.group) {
    case 'none':
      return {};
    case 'worker':
      return {
        name: workerLogs?.groupName,
        planned: environment.logs.name === undefined ? names.logGroup : lookUps.value(environment.logs.name),
      };
    case 'existing': {
      const name = lookUps.value(log.name ?? '');
      return { name, planned: name };
    }
    case 'created': {
      const name = log.name === undefined ? names.flowRunLogGroup : lookUps.value(log.name);
      const made = new FlowRunLogs(scope, 'flow_run_logs', {
        name: log.name === undefined ? resourceNames.flowRunLogGroup : { name },
        retentionInDays: log.retentionInDays,
        ...(log.kmsKey && { kmsKeyId: lookUps.kmsKey(log.kmsKey) }),
        ...(log.skipDestroy && { skipDestroy: true }),
      });
      return { name: made.groupName, planned: name };
    }
  }
}

function writeLogs({ aws }: StackContext, group: string | undefined): Statement[] {
  if (group === undefined) return [];
  return allow(
    'WriteFlowRunLogs',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [aws.arn('logs', `log-group:${group}:log-stream:*`)],
  );
}

/** The repository of an image that the stack file names, where that is in ECR. */
function imageRepository({ aws }: StackContext, image: string | undefined): string[] {
  const found = image === undefined ? undefined : ecrRepositoryOf(image);
  if (found === undefined) return [];
  return [`arn:${aws.partition}:ecr:${found.region}:${found.account}:repository/${found.repository}`];
}
