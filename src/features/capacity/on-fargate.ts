import type { OwnCapacity } from './schema';

/** Whether a worker runs on Fargate, of either kind, and not on instances. */
export function isOnFargate({
  capacity: { type, provider },
}: {
  readonly capacity: Pick<OwnCapacity, 'type' | 'provider'>;
}): boolean {
  return type === 'provider' ? isFargate(provider) : type !== 'ec2';
}

/** Whether a capacity provider is one of AWS's own, which every cluster can have. */
export function isFargate(provider: string | undefined): boolean {
  return provider === 'FARGATE' || provider === 'FARGATE_SPOT';
}

/** Whether tasks of a worker may run on Spot. */
export function isOnSpot({ type, provider }: Pick<OwnCapacity, 'type' | 'provider'>): boolean {
  return type === 'fargate_spot' || (type === 'provider' && provider === 'FARGATE_SPOT');
}
