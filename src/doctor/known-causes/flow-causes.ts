import { anyOf, inOrder } from '../in-order';
import { type KnownCause, NETWORK, TABLE } from './known-cause';

/** Why the code of a flow does not begin, or reaches nothing. */
export const FLOW_CAUSES: readonly KnownCause[] = [
  {
    id: 'not-cloned',
    in: ['flow run'],
    text: /Failed to clone repository|No such file or directory: '?git\b/,
    cause: 'The flow run cannot clone the repository with its code.',
    wayOut: 'Check the URL, the branch, the route to it and the token; the image must contain git.',
    section: 'First flow run',
  },
  {
    id: 'module-missing',
    in: ['flow run'],
    text: /ModuleNotFoundError: No module named/,
    cause: 'The image of the flow run does not have a package that the flow imports.',
    wayOut: 'Add the package to the image of your flows, push it, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'no-code',
    in: ['flow run'],
    text: anyOf(inOrder(/No such file/, /\/opt\/prefect|\.py/), /FileNotFoundError|ScriptError/),
    cause: "The container does not have the flow's code where the deployment expects it.",
    wayOut: 'Push the image or the repository of your flows, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'no-credentials',
    in: ['flow run'],
    text: /Unable to locate credentials|NoCredentialsError/,
    cause: 'Flow runs have no task role, and so no AWS credentials.',
    wayOut: 'Set flow_runs.task_role in the stack file, apply, then update the work pool.',
    ...TABLE,
  },
  {
    id: 'aws-unreachable',
    in: ['log', 'flow run'],
    text: /Could not connect to the endpoint URL|(?:Connect|Read) timeout on endpoint URL/i,
    cause:
      'The task cannot reach the service of AWS that the URL names: no route, no endpoint of the VPC, or closed egress.',
    wayOut:
      'Give the subnet a route through a NAT gateway or an endpoint of this service, and allow egress on port 443.',
    ...NETWORK,
  },
];
