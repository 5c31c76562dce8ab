import { anyOf, inOneLine, inOrder } from '../in-order';
import { type KnownCause, NETWORK, NO_ANSWER, TABLE } from './known-cause';

const NOT_PULLED = /CannotPull\w{0,40}Error/i;

/** Why an image is not pulled, or does not run. */
export const IMAGE_CAUSES: readonly KnownCause[] = [
  {
    id: 'image-limit',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /toomanyrequests|pull rate limit|429/i),
    cause: 'Docker Hub refuses further anonymous pulls from this address.',
    wayOut: 'Copy the image to ECR and set worker_image, or set registry credentials.',
    ...NETWORK,
  },
  {
    id: 'image-architecture',
    in: ['task', 'flow run'],
    text: anyOf(
      /exec format error|does not contain descriptor matching platform|no matching manifest/i,
      inOneLine(/not match/i, /platform/i),
    ),
    cause: 'The image is for another architecture than the task.',
    wayOut: 'Build it with --platform for the architecture of the task, or set the architecture in the stack file.',
    ...TABLE,
  },
  {
    id: 'image-unreachable',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, NO_ANSWER),
    cause: "The subnet has no route to the image's registry, or the security group does not let it out.",
    wayOut: 'Give the subnet a route through a NAT gateway or endpoints, and allow egress on port 443.',
    ...NETWORK,
  },
  {
    id: 'image-denied',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /403|denied|not authorized|no basic auth/i),
    cause:
      'The execution role may not pull this image, or its repository does not let this account in (a registry also says so of an image that does not exist).',
    wayOut: 'Check the image; for flow runs set image.repository or flow_runs.ecr_repositories in the stack file.',
    ...TABLE,
  },
  {
    id: 'image-missing',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /not found|manifest unknown|does not exist|404/i),
    cause: 'The registry has no such image or tag.',
    wayOut: 'Push the image, or correct worker_image (for flow runs: the image of the work pool or deployment).',
    ...TABLE,
  },
  {
    id: 'image-not-pulled',
    in: ['task', 'flow run'],
    text: NOT_PULLED,
    cause: 'The image could not be pulled.',
    wayOut: 'Read the reason; check the image, the way out of the subnet, and the rights of the execution role.',
    ...NETWORK,
  },
];
