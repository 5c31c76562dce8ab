import { type Environment, unusedInputs } from '../../environment/environment';
import { each, eachEntry, type Finding, noEffect, type Rule, warning, warningAt, when } from '../../environment/rule';
import { suggestionOfKnown } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { leadingTo } from '../../values/fault';
import { ECS_POOL_NAME } from '../../values/limits/prefect';
import { filesIn, pipFault } from '../../values/pip-words';
import { hasPlaceholder } from '../../values/placeholder';
import { isOnFargate } from '../capacity/on-fargate';
import { PREFECTS_OWN_IMAGE } from '../container/resolve';
import { packagesAtStartOfFlowRuns } from '../image/packages-of-flow-runs';
import { type Worker, workersOf } from '../workers/workers-of';

const poolOfEcsWorker: Rule = ({ inputs: { workerType, workerWorkPoolName } }) =>
  when(
    workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(workerWorkPoolName),
    ['worker_work_pool_name'],
    `must be ${ECS_POOL_NAME.allowed}`,
    `for example worker_work_pool_name: ${ECS_POOL_NAME.example}`,
  );

/** Source: https://docs.prefect.io/v3/concepts/work-pools, where push and managed pools need no worker. */
const typeOfWorker: Rule = ({ inputs: { workerType } }) => [
  ...when(
    /:(push|managed)$/.test(workerType),
    ['worker_type'],
    'is a type of work pools that no worker polls',
    'for flow runs on ECS, remove it: ecs is the default',
  ),
  ...when(
    !WORKER_TYPES.includes(workerType) && WORKER_TYPES.includes(workerType.toLowerCase()),
    ['worker_type'],
    `must be ${workerType.toLowerCase()}, in lower case`,
    `write worker_type: ${workerType.toLowerCase()}${workerType.toLowerCase() === 'ecs' ? ', or remove it' : ''}`,
  ),
  ...warning(
    'unknown-worker-type',
    !WORKER_TYPES.includes(workerType.toLowerCase()) && !/:(push|managed)$/.test(workerType),
    ['worker_type'],
    'is not a type of worker that Prefect or its packages had in November 2026',
    suggestionOfKnown(workerType, WORKER_TYPES),
  ),
];

/** Source: https://docs.prefect.io/v3/concepts/workers, and prefect 3.8, collections_data/views/aggregate-worker-metadata.json. */
const WORKER_TYPES: readonly string[] = [
  ...['ecs', 'process', 'docker', 'kubernetes', 'cloud-run', 'cloud-run-v2', 'vertex-ai'],
  'azure-container-instance',
];

/** A docker worker starts containers by the daemon of its machine, or by one that DOCKER_HOST names. */
const dockerIsThere: Rule = (environment) =>
  warning(
    'unreachable',
    environment.inputs.workerType === 'docker' && workersOf(environment).some(isWithoutDocker),
    ['worker_type'],
    'requires Docker, which tasks on Fargate cannot reach: no flow run starts',
    'for flow runs on ECS, remove it: ecs is the default; for a Docker elsewhere, set DOCKER_HOST in worker.environment',
  );

function isWithoutDocker(worker: Worker): boolean {
  const { environment, secrets } = worker.container;
  return isOnFargate(worker) && !('DOCKER_HOST' in environment) && !('DOCKER_HOST' in secrets);
}

const COPY = 'copy both from the address of the Prefect Cloud page: app.prefect.cloud/account/ID/workspace/ID';

const NIL = '00000000-0000-0000-0000-000000000000';

const idsOfCloud: Rule = ({ inputs: { prefectAccountId, prefectWorkspaceId } }) => [
  ...when(
    prefectAccountId !== undefined && prefectAccountId.toLowerCase() === prefectWorkspaceId?.toLowerCase(),
    ['prefect_workspace_id'],
    'is the same as prefect_account_id: the ID of a workspace is another one',
    COPY,
  ),
  ...when(prefectAccountId === NIL, ['prefect_account_id'], 'is the ID of no account', COPY),
  ...when(prefectWorkspaceId === NIL, ['prefect_workspace_id'], 'is the ID of no workspace', COPY),
];

/** The entry point of Prefect's images installs these, of flow runs too. */
const packagesAtStart: Rule = (environment) => [
  ...noPackages(['worker_extra_pip_packages'], environment.inputs.workerExtraPipPackages, 'the worker'),
  ...noFile(environment),
  ...each(packagesAtStartOfFlowRuns(environment), ({ path, words }) => noPackages(path, words, 'a flow run')),
];

/** Prefect's own images have no such file, and nothing is mounted over the folder in which they start. */
function noFile(environment: Environment): Finding[] {
  const [file] = filesIn(environment.inputs.workerExtraPipPackages);
  const isMissing = workersOf(environment).some(({ image }) => PREFECTS_OWN_IMAGE.test(image));
  return warning(
    'no-package',
    file !== undefined && isMissing,
    ['worker_extra_pip_packages'],
    `names the file ${file}, which Prefect's image does not have: the worker would not start`,
    'write the packages themselves, or build them into an image of your own (worker_image)',
  );
}

function noPackages(path: Path, packages: string, who: string): Finding[] {
  if (hasPlaceholder(packages)) return [];
  const fault = leadingTo(`${who} would not start`, pipFault(packages));
  return fault === undefined ? [] : warningAt('no-package', path, fault.message, fault.hint);
}

const COUNT = 'worker_desired_count';

/** Inputs of the reference stay, whatever else a stack file decides: whoever switches over has each of them. */
const usedInputs: Rule = (environment) => {
  const unused = unusedInputs(environment);
  return WHY_UNUSED.flatMap(({ input, field, reason }) =>
    warning(
      'idle-input',
      unused.has(input) && environment.isInFile([field]),
      [field],
      `has no effect: ${reason(environment)}`,
      `remove it, or set ${field}: null if it comes from a base`,
    ),
  );
};

interface Unused {
  readonly input: keyof Environment['inputs'];
  readonly field: string;
  readonly reason: (environment: Environment) => string;
}

const WHY_UNUSED: readonly Unused[] = [
  {
    input: 'workerDesiredCount',
    field: COUNT,
    reason: () => 'this stack creates no service with this number of tasks',
  },
  {
    input: 'workerLogRetentionInDays',
    field: 'worker_log_retention_in_days',
    reason: ({ logs }) => `it applies only to a log group that this stack creates, and logs.group is ${logs.group}`,
  },
  {
    input: 'secretsManagerRecoveryInDays',
    field: 'secrets_manager_recovery_in_days',
    reason: () => 'this stack creates no secret in Secrets Manager',
  },
];

const ownCounts: Rule = (environment) =>
  eachEntry(environment.workers, (name, { service }) =>
    noEffect(
      !service.create && environment.isInFile(['workers', name, COUNT]),
      ['workers', name, COUNT],
      'this stack creates no service for this worker',
    ),
  );

export const INPUT_RULES: readonly Rule[] = [
  packagesAtStart,
  poolOfEcsWorker,
  typeOfWorker,
  dockerIsThere,
  idsOfCloud,
  usedInputs,
  ownCounts,
];
