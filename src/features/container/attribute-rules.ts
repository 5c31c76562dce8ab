import { valueAt } from '../../environment/origin';
import { type Finding, type Rule, warning, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import { type InTask, ofContainers } from './of-tasks';

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
  const mappings = attributes['portMappings'];
  if (!Array.isArray(mappings)) return [];
  return mappings.flatMap((mapping, index) =>
    when(
      mapping?.hostPort !== undefined && mapping.hostPort !== mapping.containerPort,
      at('attributes', 'portMappings', index, 'hostPort'),
      'must be the containerPort, or absent, in the network mode awsvpc, which all tasks here have',
      'remove hostPort',
    ),
  );
}

/**
 * The attributes of a container that AWS documents, as of 2026-11.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const CONTAINER_ATTRIBUTES: readonly string[] = [
  ...['command', 'cpu', 'credentialSpecs', 'dependsOn', 'disableNetworking', 'dnsSearchDomains', 'dnsServers'],
  ...['dockerLabels', 'dockerSecurityOptions', 'entryPoint', 'environment', 'environmentFiles', 'essential'],
  ...['extraHosts', 'firelensConfiguration', 'healthCheck', 'hostname', 'image', 'interactive', 'links'],
  ...['linuxParameters', 'logConfiguration', 'memory', 'memoryReservation', 'mountPoints', 'name', 'portMappings'],
  ...['privileged', 'pseudoTerminal', 'readonlyRootFilesystem', 'repositoryCredentials', 'resourceRequirements'],
  ...['restartPolicy', 'secrets', 'startTimeout', 'stopTimeout', 'systemControls', 'ulimits', 'user'],
  ...['versionConsistency', 'volumesFrom', 'workingDirectory'],
];

/** The provider leaves out what it does not know, and says nothing. */
const known: Rule = ofContainers(({ container: { attributes }, at }) =>
  Object.keys(attributes).flatMap((name) =>
    warning(
      'unknown-attribute',
      !CONTAINER_ATTRIBUTES.includes(name),
      at('attributes', name),
      'is not an attribute of a container that AWS documented in November 2026; it may have no effect',
      meant(name),
    ),
  ),
);

function meant(name: string): string {
  const byCase = CONTAINER_ATTRIBUTES.find((attribute) => attribute.toLowerCase() === plain(name));
  const found = byCase ?? nearest(name, CONTAINER_ATTRIBUTES);
  return found === undefined
    ? "write a container's attribute as AWS does, in camelCase; or acknowledge the warning if it is newer"
    : `did you mean ${found}?`;
}

/** `stop_timeout` and `StopTimeout` alike. */
function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

function isSet(attributes: object, path: string): boolean {
  return ![undefined, null, false].includes(valueAt(attributes, path.split('.')) as null);
}

export const ATTRIBUTE_RULES: readonly Rule[] = [onFargate, addedCapabilities, inAwsvpc, known];
