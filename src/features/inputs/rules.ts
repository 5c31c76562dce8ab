import { type Rule, when } from '../../environment/rule';
import { ECS_POOL_NAME } from '../../values/limits';

const subnetsOnce: Rule = ({ inputs: { workerSubnets } }) =>
  workerSubnets
    ? workerSubnets.flatMap((subnet, index) => {
        const first = workerSubnets.indexOf(subnet);
        return when(
          first !== index,
          ['worker_subnets', index],
          `must not name a subnet twice: worker_subnets[${first}] is the same`,
        );
      })
    : [];

const poolOfEcsWorker: Rule = ({ inputs: { workerType, workerWorkPoolName } }) =>
  when(
    workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(workerWorkPoolName),
    ['worker_work_pool_name'],
    `must be ${ECS_POOL_NAME.allowed}`,
  );

export const INPUT_RULES: readonly Rule[] = [subnetsOnce, poolOfEcsWorker];
