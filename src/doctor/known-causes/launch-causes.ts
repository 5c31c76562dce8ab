import { type KnownCause, POOL, TABLE } from './known-cause';

/** Why ECS refuses to start a task: roles, task definition, tags. */
export const LAUNCH_CAUSES: readonly KnownCause[] = [
  {
    id: 'not-started',
    in: ['task', 'flow run'],
    text: /CannotStartContainerError|ContainerRuntime\w{0,40}Error|CannotCreateContainerError|CannotCreateVolumeError/,
    cause: 'The container could not be started.',
    wayOut: 'Read the reason; it names the setting that ECS could not apply.',
    ...TABLE,
  },
  {
    id: 'service-linked-role-missing',
    in: ['task', 'log', 'flow run'],
    text: /Unable to assume the service linked role/i,
    cause: 'The account has no service-linked role of ECS: nobody has used ECS in it yet.',
    wayOut: 'Create it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
    ...TABLE,
  },
  {
    id: 'role-trust',
    in: ['task', 'log', 'flow run'],
    text: /unable to assume the role/i,
    cause: 'ECS may not take the role of the task: its trust policy does not let it, or the role is some seconds old.',
    wayOut:
      'Allow sts:AssumeRole for ecs-tasks.amazonaws.com in its trust policy; aws:SourceAccount, where it is set, is this account.',
    ...TABLE,
  },
  {
    id: 'definition-inactive',
    in: ['log', 'flow run'],
    text: /task ?definition is inactive/i,
    cause: 'The work pool or the deployment names a revision of a task definition that was deregistered.',
    ...POOL,
  },
  {
    id: 'tags-invalid',
    in: ['log', 'flow run'],
    text: /Some tags contain invalid characters/i,
    cause:
      'Tags of the task hold a character that AWS does not take: they are the names of flow, deployment and flow run, and the labels.',
    wayOut: 'Use letters, digits, spaces and _ . : / = + - @ in these names, and in flow_runs.labels.',
    ...TABLE,
  },
];
