import { longestName } from '../features/names/physical-names';
import type { Fields } from '../init/answers';
import { containerFieldsOf } from './container-fields';
import { egressForm } from './found-egress';
import { emptyMounts, placeOf, taskFieldsOf } from './found-task';
import { type FoundWorker, FURTHER_POLICIES } from './found-worker';
import { namesOf } from './name-fields';
import { groupsOf, ingressOf, vpcOf } from './network-fields';
import { systemOf } from './not-taken';
import { overridesOf } from './overrides-fields';
import { environmentOf, existingSecret, prefectOf } from './prefect-fields';
import { blockOf, type Resource, textOf, textsIn } from './resource';
import { capacityOf, isRolling, serviceFieldsOf, strategyOf } from './service-fields';
import { CLUSTER_PROVIDERS } from './sorted-by-references';
import { tagFieldsOf } from './tag-fields';
import { withoutEmpty } from './without-empty';

/** What a stack file says of a worker that exists. */
export interface Described {
  readonly fields: Fields;
  /** What is there and is not in the fields. */
  readonly notTaken: readonly string[];
}

const DEFAULTS: Fields = {
  worker_cpu: 1024,
  worker_memory: 2048,
  worker_desired_count: 1,
  worker_log_retention_in_days: 30,
  secrets_manager_recovery_in_days: 30,
  worker_type: 'ecs',
};

/** The fields, in the order in which a person would write them. */
export function describedAs(
  found: FoundWorker,
  resources: readonly Resource[],
  lookedUp: readonly Resource[] = [],
): Described {
  const { taskDefinition, container, origin } = found;
  const place = placeOf(taskDefinition);
  const environment = environmentOf(found);
  const own = containerFieldsOf(container, place);
  const tags = tagFieldsOf(found);
  const name = nameOf(found);
  const fields = withoutEmpty({
    preset: 'reference',
    region: place.region,
    name,
    ...prefectOf(found, own.prefect),
    ...inputsOf(found, [...resources, ...lookedUp]),
    aws: { account_id: place.account, provider_version: needsVersion6(found) ? 6 : undefined },
    api_key: apiKeyOf(found),
    cluster: clusterOf(found),
    roles: rolesOf(found),
    logs: logsOf(found, resources),
    network: networkOf(found),
    capacity: capacityOf(found.service),
    worker: {
      architecture: blockOf(taskDefinition, 'runtime_platform')['cpu_architecture'] === 'ARM64' ? 'arm64' : undefined,
      ...own.worker,
      environment: environment.taken,
      ...taskFieldsOf(found),
    },
    service: serviceFieldsOf(found),
    crash_detection: crashDetectionOf(found),
    names: namesOf(found, name),
    tags: tags.common,
  });
  return {
    fields: {
      ...fields,
      ...(container.healthCheck && {
        worker: { ...(fields['worker'] as object), health_check: withoutEmpty(own.worker['health_check'] as Fields) },
      }),
      ...overridesOf(found, tags.further),
    },
    notTaken: [
      ...environment.left.map(
        (variable) => `the variable ${variable} of the container: it looks like a secret; use worker.secrets`,
      ),
      ...own.notTaken,
      ...systemOf(taskDefinition),
      ...emptyMounts(found),
      ...(origin === undefined ? ingressOf(takenAt(found, SECURITY_GROUP)) : []),
    ],
  };
}

const SECURITY_GROUP = 'aws_security_group.prefect_worker';
const SECRET = 'aws_secretsmanager_secret.prefect_api_key';
const LOG_GROUP = 'aws_cloudwatch_log_group.prefect_worker_log_group';

/** What a stack takes over to this address. */
function takenAt({ taken }: FoundWorker, address: string): Resource | undefined {
  return taken.find(({ to }) => to === address)?.resource;
}

function nameOf({ service }: FoundWorker): string {
  const name = textOf(service, 'name') ?? '';
  return fittingName(/^prefect-worker-(.+)$/.exec(name)?.[1] ?? name);
}

/** The inputs of the reference that are no names of Prefect. */
function inputsOf(found: FoundWorker, resources: readonly Resource[]): Fields {
  const { service, taskDefinition, container } = found;
  const group = takenAt(found, SECURITY_GROUP);
  const hasOwnRole = takenAt(found, 'aws_iam_role.prefect_worker_task_role[0]') !== undefined;
  return {
    worker_work_pool_name: container.start.pool,
    vpc_id: (group && textOf(group, 'vpc_id')) ?? vpcOf(found, resources),
    worker_subnets: textsIn(blockOf(service, 'network_configuration')['subnets']).sort(),
    worker_image: container.image,
    // An empty text is a setting: no packages.
    worker_extra_pip_packages: container.environment['EXTRA_PIP_PACKAGES'] ?? '',
    ...sizesOf(found),
    worker_task_role_arn: hasOwnRole ? undefined : textOf(taskDefinition, 'task_role_arn'),
  };
}

/** Sizes and times, where they are not the defaults. */
function sizesOf(found: FoundWorker): Fields {
  const { service, taskDefinition, container } = found;
  const sizes = {
    worker_cpu: sizeOf(textOf(taskDefinition, 'cpu')),
    worker_memory: sizeOf(textOf(taskDefinition, 'memory')),
    worker_desired_count: service.values['desired_count'],
    worker_log_retention_in_days: takenAt(found, LOG_GROUP)?.values['retention_in_days'],
    // What an import finds has none, because AWS keeps no such setting.
    secrets_manager_recovery_in_days: takenAt(found, SECRET)?.values['recovery_window_in_days'],
    worker_type: container.start.type,
  };
  return Object.fromEntries(
    Object.entries(sizes).filter(([field, value]) => (value ?? DEFAULTS[field]) !== DEFAULTS[field]),
  );
}

function apiKeyOf(found: FoundWorker): Fields | undefined {
  const secret = takenAt(found, SECRET);
  return secret === undefined ? existingSecret(found) : { kms_key: textOf(secret, 'kms_key_id') };
}

function clusterOf(found: FoundWorker): Fields {
  const { service } = found;
  const cluster = takenAt(found, 'aws_ecs_cluster.prefect_worker_cluster');
  if (cluster === undefined) return { existing: textOf(service, 'cluster')?.split('/').at(-1) };
  return providersOf(takenAt(found, CLUSTER_PROVIDERS) ?? cluster, service);
}

function rolesOf(found: FoundWorker): Fields {
  return takenAt(found, 'aws_iam_role.prefect_worker_execution_role')
    ? { task: { policies: furtherPolicies(found) } }
    : { execution: { existing: textOf(found.taskDefinition, 'execution_role_arn') } };
}

function networkOf(found: FoundWorker): Fields {
  const network = blockOf(found.service, 'network_configuration');
  const egress = takenAt(found, 'aws_security_group_rule.network_outbound');
  return {
    assign_public_ip: network['assign_public_ip'] === true ? true : undefined,
    egress: egress && egressForm(egress) === 'https_only' ? 'https_only' : undefined,
    ...groupsOf(found, textsIn(network['security_groups'])),
  };
}

function furtherPolicies({ taken }: FoundWorker): string[] {
  const further = taken.filter(({ to }) => to.startsWith(FURTHER_POLICIES));
  return further.flatMap(({ resource }) => textOf(resource, 'policy_arn') ?? []);
}

function logsOf(found: FoundWorker, resources: readonly Resource[]): Fields {
  const { container } = found;
  const group = takenAt(found, LOG_GROUP);
  const prefix = container.logPrefix === container.name ? undefined : container.logPrefix;
  if (group !== undefined) {
    return {
      stream_prefix: prefix,
      kms_key: textOf(group, 'kms_key_id'),
      // It replaces the group, with its logs.
      class: textOf(group, 'log_group_class') === 'INFREQUENT_ACCESS' ? 'INFREQUENT_ACCESS' : undefined,
      skip_destroy: group.values['skip_destroy'] === true ? true : undefined,
    };
  }
  if (container.logGroup === undefined) return { group: 'none' };
  const isThere = resources.some(
    (one) => one.type === 'aws_cloudwatch_log_group' && textOf(one, 'name') === container.logGroup,
  );
  const isByDriver = !isThere && container.log?.options['awslogs-create-group'] === 'true';
  return { group: isByDriver ? 'by_driver' : 'existing', name: container.logGroup, stream_prefix: prefix };
}

function crashDetectionOf({ container, taken }: FoundWorker): Fields {
  if (taken.some(({ to }) => to === 'aws_sqs_queue.prefect_worker_events')) return { enabled: true };
  return container.queue === undefined ? {} : { enabled: true, existing_queue: container.queue };
}

/** The capacity providers of a cluster: of the resource that associates them, or of the cluster itself. */
function providersOf({ values }: Resource, service: Resource): Fields {
  const { capacity_providers: providers, default_capacity_provider_strategy: shares } = values;
  // The state may have no part of the cluster that lists them.
  const all = new Set([...textsIn(providers), ...strategyOf(service)]);
  return {
    // A stack associates FARGATE by itself.
    capacity_providers: [...all].filter((provider) => provider !== 'FARGATE'),
    default_strategy: (Array.isArray(shares) ? shares : []).map(({ capacity_provider, base, weight }) =>
      withoutEmpty({ capacity_provider, base: base || undefined, weight: weight ?? undefined }),
    ),
  };
}

/** As long as the names that a stack builds from it allow. */
function fittingName(name: string): string {
  return name.slice(0, longestName().length).replace(/(?<![_-])[_-]+$/, '');
}

/** Source: "Task size" in the developer guide of ECS: units and MiB, or 1 vCPU and 2 GB. */
function sizeOf(text: string | undefined): number | undefined {
  const [, number, unit] = /^\s*([\d.]+)\s*(?:(vcpu|gb)\s*)?$/i.exec(text ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * (unit === undefined ? 1 : 1024);
}

/** Version 6 of the provider writes the region into each resource, and version 5 cannot read such a state; nor has it blue/green deployments. */
function needsVersion6({ taskDefinition, service }: FoundWorker): boolean {
  return textOf(taskDefinition, 'region') !== undefined || !isRolling(service);
}
