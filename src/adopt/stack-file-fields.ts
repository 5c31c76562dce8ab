import { KINDS, type PhysicalName } from '../features/names/name-kinds';
import { longestName, physicalName } from '../features/names/physical-names';
import { isSecretLike } from '../features/secrets/secret-like';
import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';
import { containerFieldsOf } from './container-fields';
import { policyNameAt } from './found-scaling';
import { emptyMounts, placeOf, secretSource, taskFieldsOf } from './found-task';
import { CLUSTER_PROVIDERS, egressForm, type FoundWorker, FURTHER_POLICIES, SERVICE } from './found-worker';
import { asText, blockOf, keptIn, type Resource, textOf, textsIn } from './resource';
import { capacityOf, isRolling, keptOfService, serviceFieldsOf, strategyOf } from './service-fields';
import { tagFieldsOf } from './tag-fields';
import { QUEUE_VARIABLE } from './worker-container';

/** What a stack file says of a worker that exists. */
export interface Described {
  readonly fields: Fields;
  /** What is there and is not in the fields. */
  readonly notTaken: readonly string[];
}

/** Names of what a stack takes over, by its address there, and the attribute that holds the name. */
const NAMED: Readonly<Record<string, readonly [of: PhysicalName, attribute: string]>> = {
  'aws_ecs_cluster.prefect_worker_cluster': ['cluster', 'name'],
  'aws_ecs_service.prefect_worker_service': ['service', 'name'],
  'aws_ecs_task_definition.prefect_worker_task_definition': ['taskFamily', 'family'],
  'aws_cloudwatch_log_group.prefect_worker_log_group': ['logGroup', 'name'],
  'aws_secretsmanager_secret.prefect_api_key': ['apiKeySecret', 'name'],
  'aws_security_group.prefect_worker': ['securityGroup', 'name'],
  'aws_iam_role.prefect_worker_execution_role': ['executionRole', 'name'],
  'aws_iam_role.prefect_worker_task_role[0]': ['taskRole', 'name'],
  'aws_sqs_queue.prefect_worker_events': ['eventQueue', 'name'],
  'aws_cloudwatch_event_rule.prefect_worker_events_rule': ['eventRule', 'name'],
};

const CLOUD = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)\/?$/;
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
  const { service, taskDefinition, container, taken, origin } = found;
  const at = (to: string) => taken.find((one) => one.to === to)?.resource;
  const place = placeOf(taskDefinition);
  const serviceName = textOf(service, 'name') ?? '';
  const name = fittingName(/^prefect-worker-(.+)$/.exec(serviceName)?.[1] ?? serviceName);
  const network = blockOf(service, 'network_configuration');
  const cluster = at('aws_ecs_cluster.prefect_worker_cluster');
  const group = at('aws_security_group.prefect_worker');
  const secret = at('aws_secretsmanager_secret.prefect_api_key');
  const logGroup = at('aws_cloudwatch_log_group.prefect_worker_log_group');
  const rule = at('aws_security_group_rule.network_outbound');
  const sizes = {
    worker_cpu: sizeOf(textOf(taskDefinition, 'cpu')) ?? 1024,
    worker_memory: sizeOf(textOf(taskDefinition, 'memory')) ?? 2048,
    worker_desired_count: service.values['desired_count'] ?? 1,
    worker_log_retention_in_days: logGroup?.values['retention_in_days'] ?? 30,
    // What an import finds has none, because AWS keeps no such setting.
    secrets_manager_recovery_in_days: secret?.values['recovery_window_in_days'] ?? 30,
    worker_type: container.start.type ?? 'ecs',
  };
  const environment = environmentOf(found);
  const own = containerFieldsOf(container, place);
  const tags = tagFieldsOf(found);
  const fields = withoutEmpty({
    preset: 'reference',
    region: place.region,
    name,
    ...prefectOf(found, own.prefect),
    worker_work_pool_name: container.start.pool,
    vpc_id: (group && textOf(group, 'vpc_id')) ?? vpcOf(found, [...resources, ...lookedUp]),
    worker_subnets: textsIn(network['subnets']).sort(),
    worker_image: container.image,
    worker_extra_pip_packages: container.environment['EXTRA_PIP_PACKAGES'] ?? '',
    ...Object.fromEntries(Object.entries(sizes).filter(([field, value]) => value !== DEFAULTS[field])),
    worker_task_role_arn: at('aws_iam_role.prefect_worker_task_role[0]')
      ? undefined
      : textOf(taskDefinition, 'task_role_arn'),
    aws: { account_id: place.account, provider_version: needsVersion6(found) ? 6 : undefined },
    api_key: secret === undefined ? existingSecret(found) : { kms_key: textOf(secret, 'kms_key_id') },
    cluster: cluster ? providersOf(at(CLUSTER_PROVIDERS) ?? cluster, service) : { existing: clusterOf(service) },
    roles: at('aws_iam_role.prefect_worker_execution_role')
      ? { task: { policies: furtherPolicies(found) } }
      : { execution: { existing: textOf(taskDefinition, 'execution_role_arn') } },
    logs: logsOf(found, resources),
    network: {
      assign_public_ip: network['assign_public_ip'] === true ? true : undefined,
      egress: rule && egressForm(rule) === 'https_only' ? 'https_only' : undefined,
      ...groupsOf(found, textsIn(network['security_groups'])),
    },
    capacity: capacityOf(service),
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
    // An empty text is a setting: no packages.
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
      ...(origin === undefined ? ingressOf(group) : []),
    ],
  };
}

function furtherPolicies({ taken }: FoundWorker): string[] {
  const further = taken.filter(({ to }) => to.startsWith(FURTHER_POLICIES));
  return further.flatMap(({ resource }) => textOf(resource, 'policy_arn') ?? []);
}

const URL_VARIABLE = 'PREFECT_API_URL';

function prefectOf({ container, taskDefinition }: FoundWorker, own: Fields): Fields {
  const url = container.environment[URL_VARIABLE];
  const secret = container.secrets[URL_VARIABLE];
  const [, account, workspace] = CLOUD.exec(url ?? '') ?? [];
  return account === undefined
    ? {
        prefect: {
          api_url: secret === undefined ? url : { secret: secretSource(secret, placeOf(taskDefinition)) },
          auth: container.credential?.auth ?? 'none',
          ...own,
        },
      }
    : { prefect_account_id: account, prefect_workspace_id: workspace, prefect: own };
}

function existingSecret({ container: { credential }, taskDefinition }: FoundWorker): Fields | undefined {
  return credential && secretSource(credential.source, placeOf(taskDefinition));
}

function logsOf({ container, taken }: FoundWorker, resources: readonly Resource[]): Fields {
  const group = taken.find(({ to }) => to === 'aws_cloudwatch_log_group.prefect_worker_log_group')?.resource;
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

function groupsOf({ taken }: FoundWorker, ids: readonly string[]): Fields {
  const own = taken.find(({ to }) => to === 'aws_security_group.prefect_worker')?.resource;
  const others = ids.filter((id) => own === undefined || id !== textOf(own, 'id'));
  return {
    create_security_group: own === undefined ? false : undefined,
    security_groups: others.length > 0 ? others : undefined,
    // ECS then uses it.
    default_security_group: ids.length === 0 ? true : undefined,
  };
}

function crashDetectionOf({ container, taken }: FoundWorker): Fields {
  if (taken.some(({ to }) => to === 'aws_sqs_queue.prefect_worker_events')) return { enabled: true };
  return container.queue === undefined ? {} : { enabled: true, existing_queue: container.queue };
}

/** Attributes that AWS cannot change in place keep what they are. */
const KEPT: Readonly<Record<string, readonly [attribute: string, ofStack: string]>> = {
  'aws_cloudwatch_event_target.prefect_worker_events_target': ['target_id', 'prefect-worker'],
  'aws_security_group.prefect_worker': ['description', 'ECS Prefect worker'],
};

/** Blocks and attributes for which there is no field: a stack without them would take them away. */
const KEPT_WHOLE: Readonly<Record<string, readonly string[]>> = {
  'aws_ecs_cluster.prefect_worker_cluster': ['configuration', 'service_connect_defaults'],
  'aws_secretsmanager_secret.prefect_api_key': ['description', 'replica'],
};

function overridesOf(found: FoundWorker, tags: Readonly<Record<string, Fields>>): Fields {
  const { service, taken, scaling, origin } = found;
  const kept = taken.flatMap(({ resource, to }): [string, Fields][] => {
    const [attribute = 'name', ofStack = policyNameAt(to, textOf(service, 'name') ?? '')] = KEPT[to] ?? [];
    const actual = ofStack === undefined ? undefined : textOf(resource, attribute);
    const attributes = {
      ...(actual !== undefined && actual !== ofStack && { [attribute]: asText(actual) }),
      ...(to === SERVICE ? keptOfService(resource) : keptIn(resource, KEPT_WHOLE[to] ?? [])),
      ...(tags[to] && { tags: tags[to] }),
    };
    // All instances of a resource are one block.
    return [[to.replace(/\[.*/s, ''), attributes]];
  });
  const all = new Map(kept);
  for (const [address, attributes] of Object.entries((origin === undefined && scaling?.attributes) || {})) {
    all.set(address, { ...all.get(address), ...attributes });
  }
  const some = [...all].filter(([, attributes]) => Object.keys(attributes).length > 0);
  return some.length === 0 ? {} : { overrides: Object.fromEntries(some) };
}

function namesOf({ container, taken }: FoundWorker, name: string): Fields {
  const actual = taken.flatMap(({ resource, to }): [PhysicalName, string | undefined][] => {
    const named = NAMED[to];
    return named === undefined ? [] : [[named[0], textOf(resource, named[1])]];
  });
  const naming = { pattern: '{kind}-{name}', own: {} };
  return Object.fromEntries(
    [...actual, ['container', container.name] as [PhysicalName, string]]
      .filter(([of, text]) => text !== undefined && text !== physicalName(of, name, naming))
      .map(([of, text]) => [KINDS[of].field, text]),
  );
}

const OBSERVER = /^PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_/;

function environmentOf({ container: { environment } }: FoundWorker) {
  const known = [URL_VARIABLE, 'EXTRA_PIP_PACKAGES', QUEUE_VARIABLE];
  const others = Object.entries(environment).filter(([name]) => !known.includes(name) && !OBSERVER.test(name));
  return {
    taken: Object.fromEntries(others.filter(([name, value]) => !isSecretLike(name, value))),
    left: others.filter(([name, value]) => isSecretLike(name, value)).map(([name]) => name),
  };
}

/** Kinds of volumes that no stack has. Source: aws_ecs_task_definition, volume, in the provider's documentation. */
const OTHER_VOLUMES = [
  ...['docker_volume_configuration', 'fsx_windows_file_server_volume_configuration', 'configure_at_launch'],
  's3files_volume_configuration',
];

/** Of the task, what no stack has. */
function systemOf(taskDefinition: Resource): string[] {
  const volumes = [taskDefinition.values['volume'] ?? []].flat().filter(isMap);
  const others = volumes.flatMap((volume) => {
    const kinds = Object.keys(keptIn({ ...taskDefinition, values: volume }, OTHER_VOLUMES));
    return kinds.map((kind) => `${kind} of the volume ${volume['name']}: the volume would be empty`);
  });
  const system = blockOf(taskDefinition, 'runtime_platform')['operating_system_family'];
  const set = Object.keys(
    keptIn(taskDefinition, ['ipc_mode', 'pid_mode', 'placement_constraints', 'proxy_configuration']),
  );
  return [
    ...(typeof system === 'string' && system !== '' && system !== 'LINUX' ? [`the operating system ${system}`] : []),
    ...set.map((attribute) => `${attribute} of the task definition: use overrides`),
    ...others,
  ];
}

function ingressOf(group: Resource | undefined): string[] {
  const rules = group?.values['ingress'];
  return Array.isArray(rules) && rules.length > 0
    ? [
        `${rules.length} ingress rule${rules.length === 1 ? '' : 's'} of the security group: a worker needs none; delete them, or keep them with network.ingress`,
      ]
    : [];
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

function clusterOf(service: Resource): string | undefined {
  return textOf(service, 'cluster')?.split('/').at(-1);
}

/** The VPC of what is known of the network. */
function vpcOf({ service }: FoundWorker, resources: readonly Resource[]): string | undefined {
  const network = blockOf(service, 'network_configuration');
  const ids = [...textsIn(network['subnets']), ...textsIn(network['security_groups'])];
  const known = resources.find((one) => ids.includes(textOf(one, 'id') ?? '') && textOf(one, 'vpc_id') !== undefined);
  if (known !== undefined) return textOf(known, 'vpc_id');
  const lists = resources.filter((one) => textsIn(one.values['ids']).some((id) => ids.includes(id)));
  const filters = lists.flatMap(({ values }) => [values['filter'] ?? []].flat().filter(isMap));
  return filters.filter(({ name }) => name === 'vpc-id').flatMap(({ values }) => textsIn(values))[0];
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

function withoutEmpty(fields: Fields): Fields {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (!isMap(value)) return [[name, value]];
    const inner = WITH_EMPTY[name]?.(value) ?? withoutEmpty(value);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  });
  return Object.fromEntries(entries);
}

/** Mappings in which an empty one means something: a volume of the task, and what ECS keeps as a list with nothing in it. */
const WITH_EMPTY: Readonly<Record<string, (fields: Fields) => Fields>> = {
  volumes: (volumes) =>
    Object.fromEntries(Object.entries(volumes).map(([name, volume]) => [name, withoutEmpty(volume as Fields)])),
  attributes: (attributes) => attributes,
};
