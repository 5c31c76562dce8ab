import type { OwnCapacity } from './schema';

/** Whether a worker runs on Fargate, of either kind, and not on instances. */
export function isOnFargate({ capacity: { type } }: { readonly capacity: Pick<OwnCapacity, 'type'> }): boolean {
  return type === 'fargate' || type === 'fargate_spot';
}
