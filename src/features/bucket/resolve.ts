import type { Config } from '../../environment/schema';

/**
 * The settings of Prefect that store results in the bucket.
 * Source: https://docs.prefect.io/v3/api-ref/settings-ref, results.default_storage_block and results.persist_by_default.
 */
export function resultSettings({ bucket }: Pick<Config, 'bucket'>): Readonly<Record<string, string>> {
  if (bucket?.results === undefined) return {};
  return {
    PREFECT_DEFAULT_RESULT_STORAGE_BLOCK: `s3-bucket/${bucket.results.block}`,
    PREFECT_RESULTS_PERSIST_BY_DEFAULT: 'true',
  };
}
