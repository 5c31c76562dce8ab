import { valueAt } from '../../environment/origin';
import { type Finding, faultAt, type Rule, warningAt, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { ECS_SHAPES, shapeFaults } from '../../values/ecs-shapes';
import { hasPlaceholder } from '../../values/placeholder';
import { HEALTH_IN_WORDS } from './health-command';
import { type InTask, ofContainers } from './of-tasks';
import { mountOptionFault } from './schema';

/**
 * Attributes of a container that ECS refuses in a task on Fargate.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, and
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
 */
const NOT_ON_FARGATE: readonly string[] = [
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerSecurityOptions',
  'linuxParameters.devices',
  'linuxParameters.maxSwap',
  'linuxParameters.sharedMemorySize',
  'linuxParameters.swappiness',
  'privileged',
];

/**
 * Attributes that ECS refuses in the network mode awsvpc, which all tasks here have.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const NOT_IN_AWSVPC: readonly string[] = ['extraHosts', 'hostname', 'links'];

const ON_INSTANCES = 'use instances (capacity.type: ec2, flow_runs.capacity: ec2)';

const onFargate: Rule = ofContainers(({ container: { attributes }, at }, { isOnFargate }) =>
  NOT_ON_FARGATE.flatMap((path) =>
    when(
      isOnFargate && isSet(attributes, path),
      at('attributes', ...path.split('.')),
      'is not available on Fargate: ECS refuses the task definition',
      `remove it, or ${ON_INSTANCES}`,
    ),
  ),
);

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
const addedCapabilities: Rule = ofContainers(({ container: { attributes }, at }, { isOnFargate }) => {
  const path = ['linuxParameters', 'capabilities', 'add'];
  const added = valueAt(attributes, path);
  const refused = Array.isArray(added) ? added.filter((capability) => capability !== 'SYS_PTRACE') : [];
  return when(
    isOnFargate && refused.length > 0,
    at('attributes', ...path),
    `adds ${refused.join(', ')}, but a task on Fargate can add only SYS_PTRACE`,
    `remove it, or ${ON_INSTANCES}`,
  );
});

const inAwsvpc: Rule = ofContainers((inTask) => {
  const { container, at } = inTask;
  return [
    ...NOT_IN_AWSVPC.flatMap((path) =>
      when(
        isSet(container.attributes, path),
        at('attributes', path),
        'is not available in the network mode awsvpc, which all tasks here have: ECS refuses the task definition',
        'remove it',
      ),
    ),
    ...hostPorts(inTask),
  ];
});

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
function hostPorts({ container: { attributes }, at }: InTask): Finding[] {
  return listAt(attributes, 'portMappings').flatMap((mapping, index) => {
    const hostPort = valueAt(mapping, ['hostPort']);
    return when(
      hostPort !== undefined && hostPort !== valueAt(mapping, ['containerPort']),
      at('attributes', 'portMappings', index, 'hostPort'),
      'must be the containerPort, or absent, in the network mode awsvpc, which all tasks here have',
      'remove hostPort',
    );
  });
}

/** The provider leaves out what it does not know, and says nothing; of another type, it takes nothing at all. */
const shapes: Rule = ofContainers(({ container: { attributes }, at }) =>
  shapeFaults(attributes, ECS_SHAPES.container, at('attributes')).flatMap(({ path, message, hint, maybeNewer }) =>
    maybeNewer
      ? warningAt('unknown-attribute', path, `${message}; it may have no effect`, hint)
      : faultAt(path, message, hint),
  ),
);

/**
 * Numbers of a container that ECS bounds; a star is any element of a list.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html,
 * API_ContainerRestartPolicy.html, API_LinuxParameters.html and API_PortMapping.html
 */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'healthCheck.interval': [5, 300],
  'healthCheck.timeout': [2, 60],
  'healthCheck.retries': [1, 10],
  'healthCheck.startPeriod': [0, 300],
  'restartPolicy.restartAttemptPeriod': [60, 1800],
  'linuxParameters.swappiness': [0, 100],
  'portMappings.*.containerPort': [0, 65_535],
  'portMappings.*.hostPort': [0, 65_535],
};

const bounds: Rule = ofContainers(({ container: { attributes }, at }) =>
  Object.entries(BOUNDS).flatMap(([pattern, [least, most]]) =>
    numbersAt(attributes, pattern.split('.')).flatMap(([path, number]) =>
      when(
        number < least || number > most,
        at('attributes', ...path),
        `must be ${least} to ${most}: ECS refuses the task definition`,
        `set a number from ${least} to ${most}`,
      ),
    ),
  ),
);

function numbersAt(value: unknown, [part, ...rest]: readonly string[], path: Path = []): [Path, number][] {
  if (part === undefined) return typeof value === 'number' ? [[path, value]] : [];
  if (part === '*')
    return Array.isArray(value) ? value.flatMap((one, index) => numbersAt(one, rest, [...path, index])) : [];
  return numbersAt(valueAt(value, [part]), rest, [...path, part]);
}

/** The files that ECS reads variables from. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
const ENVIRONMENT_FILE = /^arn:[a-z-]+:s3:::[^/]+\/.+\.env$/;

const environmentFiles: Rule = ofContainers(({ container: { attributes }, at }) =>
  listAt(attributes, 'environmentFiles').flatMap((file, index) => {
    const value = valueAt(file, ['value']);
    return when(
      typeof value === 'string' && !hasPlaceholder(value) && !ENVIRONMENT_FILE.test(value),
      at('attributes', 'environmentFiles', index, 'value'),
      'must be the ARN of an object in S3 whose name ends in .env: ECS reads no other file',
      'for example arn:aws:s3:::my-bucket/worker.env',
    );
  }),
);

const healthCommand: Rule = ofContainers(({ container: { attributes }, at }) => {
  const command = valueAt(attributes, ['healthCheck', 'command']);
  return when(
    Array.isArray(command) && !['CMD', 'CMD-SHELL'].includes(String(command[0])),
    at('attributes', 'healthCheck', 'command'),
    'must begin with CMD or CMD-SHELL',
    `for example ${HEALTH_IN_WORDS}`,
  );
});

const mountOptions: Rule = ofContainers(({ container: { attributes }, at }) => {
  const tmpfs = valueAt(attributes, ['linuxParameters', 'tmpfs']);
  if (!Array.isArray(tmpfs)) return [];
  return tmpfs.flatMap((one, index) =>
    listAt(Object(one), 'mountOptions').flatMap((option, place) => {
      const fault = typeof option === 'string' ? mountOptionFault(option) : undefined;
      const path = at('attributes', 'linuxParameters', 'tmpfs', index, 'mountOptions', place);
      return faultAt(path, fault);
    }),
  );
});

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html */
const systemControls: Rule = ofContainers(({ container: { attributes }, at }, { isOnFargate }) =>
  listAt(attributes, 'systemControls').flatMap((control, index) => {
    const namespace = valueAt(control, ['namespace']);
    return when(
      isOnFargate && typeof namespace === 'string' && !namespace.startsWith('net.'),
      at('attributes', 'systemControls', index, 'namespace'),
      'must begin with net.: Fargate sets no other kernel parameters',
      `remove it, or ${ON_INSTANCES}`,
    );
  }),
);

/** Source: as {@link NOT_ON_FARGATE}. */
const noDevices: Rule = ofContainers(({ container: { attributes }, at }, { isOnFargate }) =>
  listAt(attributes, 'resourceRequirements').flatMap((_, index) =>
    when(
      isOnFargate,
      at('attributes', 'resourceRequirements', index),
      'is not available on Fargate, which has neither GPUs nor accelerators',
      `remove it, or ${ON_INSTANCES}`,
    ),
  ),
);

/**
 * Attributes that name another container of the task.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html and API_VolumeFrom.html
 */
const CONTAINERS_IN: Readonly<Record<string, string>> = { dependsOn: 'containerName', volumesFrom: 'sourceContainer' };

const namedContainers: Rule = ofContainers(({ container: { attributes }, at }, { main, containerName }) => {
  const known = [containerName, ...Object.keys(main.sidecars)];
  return Object.entries(CONTAINERS_IN).flatMap(([attribute, member]) =>
    listAt(attributes, attribute).flatMap((one, index) => {
      const name = valueAt(one, [member]);
      return when(
        typeof name === 'string' && !hasPlaceholder(name) && !known.includes(name),
        at('attributes', attribute, index, member),
        'is no container of this task: ECS refuses the task definition',
        `set one of: ${known.join(', ')}`,
      );
    }),
  );
});

function listAt(attributes: object, name: string): unknown[] {
  const value = valueAt(attributes, [name]);
  return Array.isArray(value) ? value : [];
}

function isSet(attributes: object, path: string): boolean {
  const value = valueAt(attributes, path.split('.'));
  return value !== undefined && value !== null && value !== false;
}

export const ATTRIBUTE_RULES: readonly Rule[] = [
  onFargate,
  addedCapabilities,
  inAwsvpc,
  shapes,
  bounds,
  healthCommand,
  mountOptions,
  environmentFiles,
  systemControls,
  noDevices,
  namedContainers,
];
