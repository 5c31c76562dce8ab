import type { Preset } from '../../environment/presets';
import type { WorkerInFile } from '../workers/every-worker';
import type { ConfiguredService } from './schema';

/** A service with every default resolved; what is undefined is AWS's own default. */
export interface Service
  extends Omit<
    ConfiguredService,
    'waitForSteadyState' | 'forceNewDeployment' | 'keepRevisions' | 'deploymentCircuitBreaker'
  > {
  readonly circuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  readonly waitForSteadyState: boolean;
  readonly forceNewDeployment: boolean;
  readonly keepRevisions: boolean;
}

export function toService({ service, capacity }: WorkerInFile, preset: Preset): Service {
  const { guardedDeployment: guarded, guardedTask } = preset;
  const { deploymentCircuitBreaker, deploymentMaximumPercent: most = 200, keepRevisions, ...rest } = service;
  const breaker = deploymentCircuitBreaker ?? (guarded ? { enable: true, rollback: true } : false);
  return {
    ...rest,
    circuitBreaker: breaker || undefined,
    waitForSteadyState: service.waitForSteadyState ?? guarded,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing ?? rebalancingAt(most, guarded),
    enableEcsManagedTags: service.enableEcsManagedTags ?? (guarded || undefined),
    propagateTags: service.propagateTags ?? (guarded ? 'SERVICE' : undefined),
    forceNewDeployment: service.forceNewDeployment ?? !['fargate', 'cluster_default'].includes(capacity.type),
    keepRevisions: keepRevisions ?? guardedTask,
    deploymentMaximumPercent: service.deploymentMaximumPercent,
    // The provider's own default, said, so that a reader knows it.
    timeouts: service.timeouts ?? (guarded ? { create: '20m', update: '20m', delete: '20m' } : undefined),
  };
}

/** ECS refuses to rebalance where it may not start a task before it stops one, and rebalances where nothing is said. */
function rebalancingAt(mostPercent: number, isGuarded: boolean): Service['availabilityZoneRebalancing'] {
  if (mostPercent <= 100) return 'DISABLED';
  return isGuarded ? 'ENABLED' : undefined;
}
