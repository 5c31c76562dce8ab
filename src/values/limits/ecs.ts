import { PARTITION } from './iam';
import { ECS_POOL_NAME } from './prefect';
import { AWS_DOCS, type TextLimit } from './text-limit';

/** Ends the names of all resources: how long it can be follows from the longest of these (names/physical-names.ts). */
export const NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens and underscores: what ECS takes in the name of a cluster',
  example: 'prod',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
};

export const CLUSTER: TextLimit = {
  pattern: new RegExp(`^(arn:${PARTITION}:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}$`),
  allowed: 'the name or the ARN of an ECS cluster',
  example: 'my-cluster',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
};

/** Tasks of one service. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MOST_TASKS = 5000;

/** Services that one call describes. Source: services, in DescribeServices of the API reference of ECS. */
export const MOST_DESCRIBED_SERVICES = 10;

/** Tags on one resource, less the room that ECS needs for its own. Source: API_TagResource of ECS. */
export const MOST_TAGS = 50;

/** AWS takes spaces at the ends too: they are not visible, and a search for the tag does not find it. */
export const TAG_KEY: TextLimit = {
  pattern: /^[\p{L}\p{N}_.:/=+\-@]([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,126}[\p{L}\p{N}_.:/=+\-@])?$/u,
  allowed: '1 to 128 letters, digits, spaces in between and _ . : / = + - @',
  example: 'Team',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_Tag.html`,
};

export const TAG_VALUE: TextLimit = {
  pattern: /^([\p{L}\p{N}_.:/=+\-@]([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,254}[\p{L}\p{N}_.:/=+\-@])?)?$/u,
  allowed: 'at most 256 letters, digits, spaces in between and _ . : / = + - @',
  example: 'data',
  source: TAG_KEY.source,
};

/**
 * CPU units of a task on instances; 1024 are one vCPU.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 */
export const TASK_CPU = { least: 128, most: 196_608 } as const;

/** MiB of a task: the least that Docker takes for a container, and what the largest instance has. */
export const TASK_MEMORY = { least: 6, most: 25_165_824 } as const;

export const TASK_FAMILY: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,254}\*?$/,
  allowed:
    'the family of a task definition: letters, digits, hyphens and underscores; a * at the end for any that begin so',
  example: 'my-family',
  source: ECS_POOL_NAME.source,
};

export const TASK_DEFINITION_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:ecs:[a-z0-9-]+:[0-9]{12}:task-definition/[A-Za-z0-9_-]{1,255}:[1-9][0-9]*$`),
  allowed:
    'the ARN of a task definition, with its revision: arn:PARTITION:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION',
  example: 'arn:aws:ecs:us-east-1:111122223333:task-definition/my-flows:1',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_RunTask.html`,
};

export const CAPACITY_PROVIDER: TextLimit = {
  pattern: /^(FARGATE|FARGATE_SPOT|(?!aws|ecs|fargate)[A-Za-z0-9_-]{1,255})$/,
  allowed:
    'FARGATE, FARGATE_SPOT, or the name of a capacity provider: letters, digits, hyphens and underscores, not beginning with aws, ecs or fargate',
  example: 'my-provider',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html`,
};

export const SERVICE_EVENT: TextLimit = {
  pattern: /^[A-Z][A-Z_]{1,99}$/,
  allowed: 'the name of an ECS service event: SERVICE_TASK_START_IMPAIRED, SERVICE_DEPLOYMENT_FAILED, …',
  example: 'SERVICE_TASK_START_IMPAIRED',
  source: `${AWS_DOCS}/AmazonECS/latest/developerguide/ecs_service_events.html`,
};

export const SCHEDULE_NAME: TextLimit = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,99}$/,
  allowed: 'letters, digits, hyphens and underscores, beginning with a letter',
  example: 'office_hours',
  source: `${AWS_DOCS}/autoscaling/application/APIReference/API_PutScheduledAction.html`,
};

export const CLOUD_MAP_NAMESPACE: TextLimit = {
  pattern:
    /^(arn:[a-z-]+:servicediscovery:[a-z0-9-]+:[0-9]{12}:namespace\/ns-[a-z0-9]+|(?!arn:|ns-[a-z0-9]{16}$|\w+:\/\/)[!-~]{1,1024})$/,
  allowed: 'the name or the ARN of a namespace of Cloud Map, not its id or a URL',
  example: 'internal',
  source: `${AWS_DOCS}/cloud-map/latest/api/API_Namespace.html`,
};

export const CONTAINER_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,255}$/,
  allowed: 'at most 255 letters, digits, hyphens and underscores',
  example: 'agent',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_ContainerDefinition.html`,
};

export const CONTAINER_USER: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/,
  allowed: 'USER or USER:GROUP, each a name or a number',
  example: '1000',
  source: CONTAINER_NAME.source,
};

/** Source: user and group in https://docs.docker.com/reference/cli/docker/container/run/#user */
export function userFault(user: string): string | undefined {
  const most = 2_147_483_647;
  return user.split(':').some((part) => /^[0-9]+$/.test(part) && Number(part) > most)
    ? `must have numbers up to ${most}: the container would not start`
    : undefined;
}

export const MOUNT_PATH: TextLimit = {
  pattern: /^\/[./]*[A-Za-z0-9_@+=-][A-Za-z0-9_./@+=-]*$/,
  allowed: 'an absolute path other than / itself, of letters, digits and _ . / @ + = -',
  example: '/data',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_MountPoint.html`,
};

/** AWS's own type for most whole numbers: 32 bits. */
export const MOST_INTEGER = 2_147_483_647;
