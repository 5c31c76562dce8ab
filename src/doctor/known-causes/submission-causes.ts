import { anyOf, inOneLine, inOrder } from '../in-order';
import { type KnownCause, POOL, TABLE } from './known-cause';

/** Why the worker cannot start the task of a flow run. */
export const SUBMISSION_CAUSES: readonly KnownCause[] = [
  {
    id: 'definition-throttled',
    in: ['log', 'flow run'],
    text: /Too many concurrent attempts to create a new revision/i,
    cause:
      'Several flow runs of one deployment start at the same time, each registers a revision of its task definition, and ECS takes these one by one.',
    wayOut:
      'Set flow_runs.match_latest_revision_in_family: true in the stack file, apply, and update the work pool. Until then, set a concurrency limit on the work pool.',
    section: 'Work pool',
  },
  {
    id: 'throttled',
    in: ['log', 'flow run'],
    text: /ThrottlingException|RequestLimitExceeded|TooManyRequestsException/,
    cause: 'Many flow runs start at once, and AWS limits how fast tasks may be started.',
    wayOut: 'Set flow_runs.retries, or a concurrency limit on the work pool.',
    ...TABLE,
  },
  {
    id: 'role-not-passable',
    in: ['log', 'flow run'],
    text: anyOf(inOrder(/AccessDenied/, /iam:PassRole/), /not authorized to perform: iam:PassRole/),
    cause: 'The work pool names a role that this worker may not pass on.',
    wayOut: 'Set flow_runs.task_role or passable_roles in the stack file, apply, then update the work pool.',
    section: 'Work pool',
  },
  {
    id: 'default-template',
    in: ['log', 'flow run'],
    text: /not authorized to perform: ec2:Describe(?:Vpcs|Subnets)|You must provide a `?vpc_id/,
    cause: "The work pool has Prefect's default template, which looks for a network by itself.",
    ...POOL,
  },
  {
    id: 'key-not-injected',
    in: ['log', 'flow run'],
    text: /KeyError: '?PREFECT_API_KEY/,
    cause: 'The work pool injects a key that this worker does not have.',
    ...POOL,
  },
  {
    id: 'cluster-not-found',
    in: ['log', 'flow run'],
    text: anyOf(/ClusterNotFoundException/, inOneLine(/Failed to run ECS task, cluster /, / not found/)),
    cause: 'The work pool names a cluster that does not exist, or none.',
    ...POOL,
  },
  {
    id: 'denied',
    in: ['log', 'flow run'],
    text: /AccessDenied(?:Exception)?|is not authorized to perform|UnauthorizedOperation/,
    cause: 'The role of the task may not make this call.',
    wayOut: 'Allow it: roles.task.statements for the worker, flow_runs.task_role.statements for flow runs.',
    ...TABLE,
  },
];
