import { type Rule, when } from '../../environment/rule';
import { ECS_POOL_NAME } from '../../values/limits';

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
    workerType !== 'ecs' && workerType.toLowerCase() === 'ecs',
    ['worker_type'],
    'must be ecs, in lower case',
    'write worker_type: ecs, or remove it',
  ),
];

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

export const INPUT_RULES: readonly Rule[] = [poolOfEcsWorker, typeOfWorker, idsOfCloud];
