import { inOrder } from '../in-order';
import { type KnownCause, POOL, TABLE } from './known-cause';

/** Why no place is found for a task: addresses, capacity, quotas, instances. */
export const PLACEMENT_CAUSES: readonly KnownCause[] = [
  {
    id: 'no-addresses',
    in: ['task', 'log', 'flow run'],
    text: /insufficient ?free ?addresses|not enough free addresses/i,
    cause: 'The subnet has no free address, and every task takes one.',
    wayOut: 'Use larger or more subnets, or end tasks that are no longer needed.',
    ...TABLE,
  },
  {
    id: 'network-missing',
    in: ['task', 'log', 'flow run'],
    text: /Error retrieving (?:subnet|security group) information|InvalidGroup\.NotFound|InvalidSubnetID\.NotFound|Failed to run ECS task due to a network configuration error/i,
    cause: 'A subnet or security group that the task is to use does not exist.',
    ...POOL,
    wayOut:
      'For the worker, correct worker_subnets and apply. For flow runs, update the work pool: its template may name older ones.',
  },
  {
    id: 'no-interface',
    in: ['task', 'log', 'flow run'],
    text: /network interface provisioning|attempting to Create Network Interface/i,
    cause: 'EC2 did not give the task a network interface: it was slow, or the quota of the region is used up.',
    wayOut:
      'Wait: ECS tries again for the worker; for flow runs set retries. If it goes on, raise the quota "Network interfaces per Region".',
    ...TABLE,
  },
  {
    id: 'no-capacity',
    in: ['task', 'log', 'flow run'],
    text: /capacity is unavailable at this time|OutOfInventory/i,
    cause: 'Fargate (or Fargate Spot) has no capacity in this zone at the moment.',
    wayOut: 'Wait, add a subnet in another zone, or use FARGATE beside FARGATE_SPOT.',
    ...TABLE,
  },
  {
    id: 'vcpu-quota',
    in: ['task', 'log', 'flow run'],
    text: /reached the limit on the number of (?:vCPUs|tasks)/i,
    cause: "The account's quota of Fargate in this region is used up.",
    wayOut:
      'Request an increase of "Fargate On-Demand vCPU resource count" (of "Fargate Spot vCPU resource count" for tasks on Spot), or run fewer tasks at a time.',
    ...TABLE,
  },
  {
    id: 'account-blocked',
    in: ['task', 'log', 'flow run'],
    text: /account is currently blocked/i,
    cause: 'AWS has blocked the account for ECS, as it does with some new ones.',
    wayOut: 'Write to AWS Support, or to the address in the message.',
    ...TABLE,
  },
  {
    id: 'size-invalid',
    in: ['log', 'flow run'],
    text: /No Fargate configuration exists for given values|Invalid ['"]?(?:cpu|memory)['"]? (?:setting|or memory value)/i,
    cause: 'Fargate has no size with this CPU and memory: a deployment sets one of them alone.',
    wayOut: 'Set both job variables, cpu and memory, to a pair that Fargate has: with cpu 1024, 2048 to 8192 MiB.',
    ...TABLE,
  },
  {
    id: 'capacity-provider-missing',
    in: ['task', 'log', 'flow run'],
    text: inOrder(/capacity provider/i, /not associated with the cluster|not found/i),
    cause: 'The cluster does not have the capacity provider that the task is to use.',
    wayOut:
      'On a cluster that this stack creates, apply again; on an existing one, its owner associates FARGATE_SPOT (or the other) with it.',
    ...TABLE,
  },
  {
    id: 'capacity-provider-missing',
    in: ['log', 'flow run'],
    text: /Failed to run ECS task due to a capacity provider error/i,
    cause:
      'The cluster does not have the capacity provider that the task is to use, or that has no capacity: the worker does not say which.',
    wayOut: 'Apply again. On an existing cluster, its owner associates the capacity provider with it.',
    ...TABLE,
  },
  {
    id: 'agent-disconnected',
    in: ['task', 'log', 'flow run'],
    text: /Failed to run ECS task: AGENT\b|encountered error "?AGENT\b|TaskFailedToStart[:;] AGENT\b/i,
    cause: 'The ECS agent of an instance is not connected to ECS.',
    wayOut:
      'Terminate the instance: the Auto Scaling group replaces it. If it happens again, check its free memory and its way out on port 443.',
    section: 'Is it down?',
  },
  {
    id: 'no-instances',
    in: ['task', 'log', 'flow run'],
    text: /No Container Instances were found|does not appear to have any container instances|unable to place a task|RESOURCE:(?:MEMORY|CPU|ENI)|capacity provider could not place the task/i,
    cause: 'No instance of the cluster has room for the task: CPU, memory, or a network interface of its own.',
    wayOut: 'Check capacity.ec2 in the stack file: max_size, and an instance type that holds the task.',
    ...TABLE,
  },
];
