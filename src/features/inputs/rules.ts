import { type Rule, when } from '../../environment/rule';
import { ECS_POOL_NAME } from '../../values/limits';

const poolOfEcsWorker: Rule = ({ inputs: { workerType, workerWorkPoolName } }) =>
  when(
    workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(workerWorkPoolName),
    ['worker_work_pool_name'],
    `must be ${ECS_POOL_NAME.allowed}`,
    `for example worker_work_pool_name: ${ECS_POOL_NAME.example}`,
  );

export const INPUT_RULES: readonly Rule[] = [poolOfEcsWorker];
