import { anyOf, inOrder } from '../in-order';
import { type KnownCause, NETWORK, NO_ANSWER, POOL, TABLE } from './known-cause';

const NOT_INITIALIZED = /ResourceInitializationError/;

/** What keeps a task from being started: secrets, logs, volumes, the command, the disk. */
export const START_CAUSES: readonly KnownCause[] = [
  {
    id: 'secret-unreachable',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /secret|registry auth|ssm|asm/, NO_ANSWER),
    cause:
      'The subnet has no route to Secrets Manager, Parameter Store or ECR, or the security group does not let it out.',
    wayOut: 'Give the subnet a route through a NAT gateway or endpoints, and allow egress on port 443.',
    ...NETWORK,
  },
  {
    id: 'secret-deleted',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /(?:marked|scheduled) for deletion/),
    cause: 'The secret was deleted, and can still be restored.',
    wayOut: 'Restore it: aws secretsmanager restore-secret --secret-id NAME',
    section: 'Destroy',
  },
  {
    id: 'secret-missing',
    in: ['task', 'flow run'],
    text: inOrder(
      NOT_INITIALIZED,
      /secret|ssm|asm/,
      /ResourceNotFoundException|ParameterNotFound|invalid ssm parameters|can't find the specified secret|did not contain json key|invalid character/,
    ),
    cause:
      'The secret, its version, its JSON key or the parameter does not exist, or the secret is not JSON and json_key is set.',
    wayOut: 'Create it, or correct its name, json_key or version in the stack file.',
    ...TABLE,
  },
  {
    id: 'secret-denied',
    in: ['task', 'flow run'],
    text: inOrder(
      NOT_INITIALIZED,
      /secret|ssm|asm|kms/i,
      /AccessDenied|not authorized|Access to KMS is not allowed|DecryptionFailure|KMSInvalidState|DisabledException/i,
    ),
    cause: 'The execution role may not read the secret, or not decrypt it with its key, or that key is disabled.',
    wayOut:
      "Set kms_key in the stack file where the secret has a key of yours; check that key's policy and the role's rights.",
    ...TABLE,
  },
  {
    id: 'log-group-missing',
    in: ['task', 'flow run'],
    text: anyOf(
      inOrder(NOT_INITIALIZED, /logging driver|logger|log group|log stream|CloudWatch/i),
      /Failed to run ECS task, the attached execution role does not appear to have sufficient permissions/i,
    ),
    cause: 'The log group does not exist, cannot be reached, or the execution role may not write to it.',
    ...POOL,
    wayOut:
      'Check that the log group exists. For flow runs, update the work pool: its template may name an older group.',
  },
  {
    id: 'volume-not-mounted',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /EFS|mount\.nfs|fs-[0-9a-f]{8}/i),
    cause:
      'The file system cannot be mounted: it has no mount target in the zone of the subnet, its security group does not allow port 2049 from the task, or the role may not mount it.',
    wayOut: 'Check its mount targets, their security group and the policy of the file system.',
    ...TABLE,
  },
  {
    id: 'command-missing',
    in: ['task', 'flow run'],
    text: anyOf(
      /executable file not found/,
      inOrder(/CannotStartContainerError/, /exec/, /no such file or directory|permission denied/),
    ),
    cause: 'The image does not have the command that the task starts.',
    wayOut: 'Use an image with Prefect in it, or correct entry point and command in the stack file.',
    ...TABLE,
  },
  {
    id: 'disk-full',
    in: ['task', 'flow run'],
    text: /no space left on device/i,
    cause: "The image and what the container writes fill the task's storage, which is 20 GiB by default.",
    wayOut: 'Set worker.ephemeral_storage (for flow runs: flow_runs.ephemeral_storage), or use a smaller image.',
    ...TABLE,
  },
  {
    id: 'resource-initialization',
    in: ['task', 'flow run'],
    text: NOT_INITIALIZED,
    cause: 'ECS could not prepare the task: its network, secrets, volumes or log.',
    wayOut: 'Read the reason; most often the subnet has no way out, or the VPC has no DNS resolution.',
    ...NETWORK,
  },
];
