import type { Decided } from '../../environment/environment';
import type { CreatedEfs } from '../container/volume-schema';

/** The volumes of all workers whose file system the stack creates, each name once: the workers share it. */
export function createdVolumes({ worker, workers }: Pick<Decided, 'worker' | 'workers'>): [string, CreatedEfs][] {
  const containers = [worker, ...Object.values(workers).map(({ container }) => container)];
  const created = containers.flatMap(({ volumes }) =>
    Object.entries(volumes).flatMap(([volume, { efs }]) => (efs?.create ? [[volume, efs.create] as const] : [])),
  );
  return [...new Map(created)];
}
