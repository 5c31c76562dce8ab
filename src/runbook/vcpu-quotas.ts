import { usesFargateSpot } from '../features/flow-runs/capacity';
import type { FlowRunCapacity } from '../features/flow-runs/capacity-schema';

/**
 * The quotas of Fargate that limit flow runs: tasks on Spot have one of their own.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/monitoring-fargate-usage.html (Class)
 */
export function vcpuQuotas(capacity: FlowRunCapacity = 'fargate'): string {
  const [onDemand, spot] = ['On-Demand', 'Spot'].map((kind) => `*Fargate ${kind} vCPU resource count*`);
  if (!usesFargateSpot(capacity)) return `quota ${onDemand}`;
  const isSpotAlone = typeof capacity === 'string' || capacity.length === 1;
  return isSpotAlone ? `quota ${spot}` : `quotas ${onDemand} and ${spot}`;
}
