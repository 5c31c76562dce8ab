/**
 * The versions of Prefect and prefect-aws that the tests run; the default image has this prefect-aws.
 * The image's publisher tags each release of prefect-aws as VERSION-pythonPYTHON, and as VERSION-pythonPYTHON-prefectPREFECT
 * with the Prefect of the day on which it was built. The tag does not show which Prefect that was, so the default is the first form.
 * Source: https://github.com/PrefectHQ/prefect/blob/main/.github/workflows/prefect-aws-docker-images.yaml
 */
export const TESTED = { prefect: '3.8.8', prefectAws: '0.7.12', python: '3.12' } as const;

/** The repository of that image on Docker Hub. */
export const PREFECT_AWS_REPOSITORY = 'prefecthq/prefect-aws';

/** The tag of that image. */
export const TESTED_TAG = `${TESTED.prefectAws}-python${TESTED.python}`;

/** The Python versions that the publisher builds for. Source: as {@link TESTED}. */
export const IMAGE_PYTHONS: readonly string[] = ['3.10', '3.11', '3.12', '3.13', '3.14'];

/** The oldest versions that do what a worker of this project relies on. */
export const LEAST = {
  /** `prefect worker start` has --no-create-pool-if-not-found. Source: release notes of Prefect, and its cli/worker.py. */
  poolOption: '3.6.23',
  /** The crash observer reports tasks that failed to start. Source: release notes of prefect-aws. */
  crashDetection: '0.7.10',
  /** Clients of a server: of another major version they end with an error, but for Prefect Cloud. Source: prefect 3.8, client/orchestration. */
  client: '3',
  /** Secrets of the job configuration and of its variables are merged. Source: as above. */
  secretsMerged: '0.7.11',
} as const;

/** Whether a version is surely older than another one. A tag such as 0.7 or 3 stands for the newest release of it. */
export function isOlder(version: string | undefined, than: string): boolean {
  if (version === undefined) return false;
  const parts = version.split('.').map(Number);
  const others = than.split('.').map(Number);
  const index = others.findIndex((part, at) => parts[at] !== part);
  return index >= 0 && (parts[index] ?? Number.POSITIVE_INFINITY) < (others[index] ?? 0);
}
