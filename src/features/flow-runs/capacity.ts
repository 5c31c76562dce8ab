import { isFargate } from '../capacity/on-fargate';
import type { FlowRunCapacity } from './capacity-schema';

/** In a strategy of flow runs: the capacity provider of the instances that the stack creates. */
export const CREATED_INSTANCES = 'ec2';

/** Whether flow runs run on instances. ECS takes no strategy that mixes these with Fargate. */
export function flowRunsOnInstances(capacity: FlowRunCapacity): boolean {
  return typeof capacity === 'string'
    ? capacity === 'ec2'
    : capacity.some(({ capacityProvider }) => !isFargate(capacityProvider));
}

/** Whether flow runs run on the instances that the stack creates, and nowhere else. */
export function runsOnCreatedInstances(capacity: FlowRunCapacity): boolean {
  return typeof capacity === 'string'
    ? capacity === 'ec2'
    : capacity.every(({ capacityProvider }) => capacityProvider === CREATED_INSTANCES);
}

/** Whether Fargate Spot runs them, or some of them. */
export function usesFargateSpot(capacity: FlowRunCapacity): boolean {
  return typeof capacity === 'string'
    ? capacity === 'fargate_spot'
    : capacity.some(({ capacityProvider }) => capacityProvider === 'FARGATE_SPOT');
}
