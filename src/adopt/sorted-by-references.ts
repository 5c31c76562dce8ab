import { egressOf } from './found-egress';
import type { FoundScaling } from './found-scaling';
import { blockOf, type Left, type Resource, type Taken, textOf, textsIn } from './resource';
import type { Credential, WorkerContainer } from './worker-container';

export const SERVICE = 'aws_ecs_service.prefect_worker_service';
const CLUSTER = 'aws_ecs_cluster.prefect_worker_cluster';
export const CLUSTER_PROVIDERS = 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers';
const EGRESS = 'aws_security_group_rule.network_outbound';

/** What is known of a worker before its resources are sorted. */
interface Parts {
  readonly service: Resource;
  readonly taskDefinition: Resource;
  readonly container: WorkerContainer;
  readonly scaling?: FoundScaling;
}

export interface Sorted {
  readonly taken: readonly Taken[];
  readonly left: readonly Left[];
}

type Select = (type: string, fits: (resource: Resource) => boolean) => Resource[];

/** Resources by what refers to what. What other things may use too is left where it is, and referred to. */
export function sortedByReferences(parts: Parts, resources: readonly Resource[]): Sorted {
  const { service, taskDefinition, scaling } = parts;
  const select: Select = (type, fits) => resources.filter((one) => one.type === type && !one.isReferred && fits(one));
  const referred = resources.filter(({ isReferred }) => isReferred);
  const cluster = clusterByReferences(parts, select);
  const stores = storesByReferences(parts, resources, select);
  const group = groupByReferences(parts, resources, select);
  return {
    taken: [
      { resource: service, to: SERVICE },
      { resource: taskDefinition, to: 'aws_ecs_task_definition.prefect_worker_task_definition' },
      ...cluster.taken,
      ...stores.taken,
      ...group.taken,
      ...(scaling?.taken ?? []),
    ],
    left: [
      ...cluster.left,
      ...leave(rolesOf(taskDefinition, select), 'its permissions stay as they are'),
      ...group.left,
      ...stores.left,
      ...leave(sidecarLogs(parts, select), 'the stack file refers to it, for a container beside the worker'),
      ...leave(referred, 'the stack file refers to it; others may use it too'),
      ...leave(queuesOf(parts, select), 'its rule and its policy stay as they are'),
      ...leave(scaling?.replaced ?? [], 'the new stack sets it, under the same name').map((one) => ({
        ...one,
        isForgotten: true,
      })),
      ...leave(scaling?.left ?? [], 'no stack has such a scaling policy: it stays as it is'),
    ],
  };
}

function leave(resources: readonly Resource[], because: string): Left[] {
  return resources.map((resource) => ({ resource, because }));
}

function take(resources: readonly Resource[], to: string): Taken[] {
  return resources.map((resource) => ({ resource, to }));
}

function has(attribute: string, value: string | undefined): (resource: Resource) => boolean {
  return (one) => value !== undefined && textOf(one, attribute) === value;
}

/** The cluster and its capacity providers, where no other service runs in it. */
function clusterByReferences({ service }: Parts, select: Select): Sorted {
  const cluster = select('aws_ecs_cluster', (one) => isClusterOf(one, service));
  const others = select('aws_ecs_service', (one) => one !== service && cluster.some((its) => isClusterOf(its, one)));
  if (others.length > 0) return { taken: [], left: leave(cluster, 'other services run in it') };
  const providers = select('aws_ecs_cluster_capacity_providers', (one) =>
    cluster.some((its) => textOf(its, 'name') === textOf(one, 'cluster_name')),
  );
  return { taken: [...take(cluster, CLUSTER), ...take(providers, CLUSTER_PROVIDERS)], left: [] };
}

/** The log group and the secret, where no other task uses them. */
function storesByReferences(parts: Parts, resources: readonly Resource[], select: Select): Sorted {
  const others = usersBeside(parts, resources);
  const logGroups = select('aws_cloudwatch_log_group', has('name', parts.container.logGroup));
  const isShared = (one: Resource) => others.write(textOf(one, 'name'));
  const secrets = secretByReferences(parts, (one) => others.read(textOf(one, 'arn')), select);
  return {
    taken: [
      ...take(
        logGroups.filter((one) => !isShared(one)),
        'aws_cloudwatch_log_group.prefect_worker_log_group',
      ),
      ...secrets.taken,
    ],
    left: [...leave(logGroups.filter(isShared), SHARED), ...secrets.left],
  };
}

const SHARED = 'other tasks use it too';

/** The secret that holds the key and nothing else, and its version. */
function secretByReferences(
  { container: { credential }, taskDefinition }: Parts,
  isShared: (secret: Resource) => boolean,
  select: Select,
): Sorted {
  if (credential === undefined) return { taken: [], left: [] };
  const secrets = select('aws_secretsmanager_secret', has('arn', credential.secretArn));
  if (!holdsKeyAlone(credential, taskDefinition)) {
    return { taken: [], left: leave(secrets, 'it holds more than the key') };
  }
  const own = secrets.filter((one) => !isShared(one));
  const versions = select('aws_secretsmanager_secret_version', (one) =>
    own.some((its) => [textOf(its, 'id'), textOf(its, 'arn')].includes(textOf(one, 'secret_id'))),
  );
  return {
    taken: [
      ...take(own, 'aws_secretsmanager_secret.prefect_api_key'),
      ...take(versions.length === 1 ? versions : [], 'aws_secretsmanager_secret_version.prefect_api_key_version'),
    ],
    left: leave(secrets.filter(isShared), SHARED),
  };
}

/** A stack writes the key as the whole value of its secret, over what else is in it. */
function holdsKeyAlone({ secretArn, jsonKey }: Credential, taskDefinition: Resource): boolean {
  const uses = (textOf(taskDefinition, 'container_definitions') ?? '').split(secretArn).length - 1;
  return jsonKey === undefined && uses === 1;
}

/** The security group with its way out, where it is the only one, and a stack has such a rule too. */
function groupByReferences(parts: Parts, resources: readonly Resource[], select: Select): Sorted {
  const others = usersBeside(parts, resources);
  const ids = groupIdsOf(parts.service);
  const groups = select('aws_security_group', (one) => ids.includes(textOf(one, 'id') ?? ''));
  // Without a name that is known, the stack would replace it.
  const own =
    groups.length === 1 && ids.length === 1
      ? groups.find((one) => textOf(one, 'name') !== undefined && !others.areIn(textOf(one, 'id')))
      : undefined;
  const egress = own && egressOf(own, resources);
  if (own === undefined || egress === undefined) {
    return { taken: [], left: leave(groups, 'its rules stay as they are') };
  }
  return { taken: [...take([own], 'aws_security_group.prefect_worker'), ...take([egress], EGRESS)], left: [] };
}

function rolesOf(taskDefinition: Resource, select: Select): Resource[] {
  const arns = ['execution_role_arn', 'task_role_arn'].map((role) => textOf(taskDefinition, role));
  return select('aws_iam_role', (one) => arns.includes(textOf(one, 'arn')));
}

function sidecarLogs({ container }: Parts, select: Select): Resource[] {
  const names = container.sidecars
    .flatMap(({ log }) => log?.options['awslogs-group'] ?? [])
    .filter((name) => name !== container.logGroup);
  return select('aws_cloudwatch_log_group', (one) => names.includes(textOf(one, 'name') ?? ''));
}

function queuesOf({ container }: Parts, select: Select): Resource[] {
  return select('aws_sqs_queue', has('name', container.queue));
}

function groupIdsOf(service: Resource): string[] {
  return textsIn(blockOf(service, 'network_configuration')['security_groups']);
}

/** What other services and tasks use. */
function usersBeside({ service, taskDefinition }: Omit<Parts, 'container'>, resources: readonly Resource[]) {
  const services = resources.filter((one) => one.type === 'aws_ecs_service' && one !== service);
  const isUsedTwice = services.some((one) => taskDefinitionOf(one, resources) === taskDefinition);
  const texts = resources
    .filter((one) => one.type === 'aws_ecs_task_definition' && (one !== taskDefinition || isUsedTwice))
    .map((one) => textOf(one, 'container_definitions') ?? '');
  const isIn = (text: string) => texts.some((one) => one.includes(text));
  return {
    areIn: (group = '') => services.some((one) => groupIdsOf(one).includes(group)),
    write: (logGroup = '') => isIn(`"awslogs-group":${JSON.stringify(logGroup)}`),
    // With the key of a value behind it, or without.
    read: (secret = '') => isIn(JSON.stringify(secret).slice(0, -1)),
  };
}

function isClusterOf(cluster: Resource, service: Resource): boolean {
  const used = textOf(service, 'cluster');
  return used !== undefined && ['id', 'arn', 'name'].some((attribute) => textOf(cluster, attribute) === used);
}

/** The task definition of a service, of any revision. */
export function taskDefinitionOf(service: Resource, resources: readonly Resource[]): Resource | undefined {
  const used = textOf(service, 'task_definition') ?? '';
  const names = (one: Resource) => [textOf(one, 'arn'), textOf(one, 'arn_without_revision'), textOf(one, 'family')];
  const all = resources.filter(({ type }) => type === 'aws_ecs_task_definition');
  const family = used.split('/').at(-1)?.split(':')[0];
  return all.find((one) => names(one).includes(used)) ?? all.find((one) => textOf(one, 'family') === family);
}
