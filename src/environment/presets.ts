import type { Path } from '../stack-file/path';
import { PREFECT_AWS_REPOSITORY, TESTED_TAG } from '../values/prefect-versions';

/** What a preset decides. A preset is nothing but a set of defaults. */
export interface Preset {
  readonly workerImage: string;
  readonly workerExtraPipPackages: string;
  readonly containerInsights: 'disabled' | undefined;
  /** false: the reference's roles, with its managed policy and its rights on `*`. */
  readonly leastPrivilege: boolean;
  /** false: the key goes through plan and state. */
  readonly keepsKeyOutOfState: boolean;
  readonly egress: 'https_only' | 'all';
  readonly createPoolIfNotFound: boolean;
  /** Health check, a runtime platform that is said, revisions that stay. */
  readonly guardedTask: boolean;
  /**
   * Waits until the worker runs, rolls back when it does not, and then fails the apply. Replaces what tasks hold only
   * when the new one is in use.
   */
  readonly guardedDeployment: boolean;
  /** An ecs worker learns from a queue that the task of a flow run stopped. */
  readonly crashDetection: boolean;
  /** An ecs worker calls AWS again for about a minute while AWS throttles it. */
  readonly outlastsThrottling: boolean;
}

export type PresetName = 'hardened' | 'reference';

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  hardened: {
    workerImage: `${PREFECT_AWS_REPOSITORY}:${TESTED_TAG}`,
    workerExtraPipPackages: '',
    containerInsights: 'disabled',
    leastPrivilege: true,
    keepsKeyOutOfState: true,
    egress: 'https_only',
    createPoolIfNotFound: false,
    guardedTask: true,
    guardedDeployment: true,
    crashDetection: true,
    outlastsThrottling: true,
  },
  reference: {
    workerImage: 'prefecthq/prefect:3-python3.11',
    workerExtraPipPackages: 'prefect-aws s3fs',
    containerInsights: undefined,
    leastPrivilege: false,
    keepsKeyOutOfState: false,
    egress: 'all',
    createPoolIfNotFound: true,
    guardedTask: false,
    guardedDeployment: false,
    crashDetection: false,
    outlastsThrottling: false,
  },
};

/** The fields that a preset decides where no file sets them. */
const DECIDED: readonly Path[] = [
  ['worker_image'],
  ['worker_extra_pip_packages'],
  ['cluster', 'container_insights'],
  ['network', 'egress'],
  ['prefect', 'create_pool_if_not_found'],
  ['crash_detection', 'enabled'],
  ['flow_runs'],
  ...['architecture', 'health_check'].map((field) => ['worker', field]),
  ...[
    'deployment_circuit_breaker',
    'wait_for_steady_state',
    'availability_zone_rebalancing',
    'enable_ecs_managed_tags',
    'propagate_tags',
    'keep_revisions',
    'timeouts',
  ].map((field) => ['service', field]),
];

/** Whether a preset decides a field; a further worker's are decided as the first one's. */
export function isDecidedByPreset(path: Path): boolean {
  const field = path[0] === 'workers' ? path.slice(2) : path;
  return DECIDED.some((decided) => decided.length === field.length && decided.every((part, at) => part === field[at]));
}
