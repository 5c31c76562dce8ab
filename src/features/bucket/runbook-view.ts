import type { Environment } from '../../environment/environment';

/** What the runbook says of the bucket; null where there is none. */
export function bucketView({ bucket }: Environment) {
  if (bucket === undefined) return null;
  const { name, existing = '', versioning, keepNoncurrentDays, results } = bucket;
  return {
    name: name ?? existing,
    created: name !== undefined,
    versioning,
    keptDays: keepNoncurrentDays,
    block: results?.block ?? '',
    folder: results?.folder ?? '',
  };
}
