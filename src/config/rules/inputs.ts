import { ECS_POOL_NAME, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords } from '../limits';
import { type Rule, when } from './rule';

const fargateSizes: Rule = ({ workerCpu, workerMemory }) =>
  when(
    !FARGATE_MEMORY_BY_CPU.get(workerCpu)?.includes(workerMemory),
    ['worker_memory'],
    `must be a size that Fargate takes with worker_cpu ${workerCpu}: ${fargateMemoryInWords(workerCpu)}`,
    'change worker_memory, or worker_cpu with it',
  );

const subnetsOnce: Rule = ({ workerSubnets }) =>
  Array.isArray(workerSubnets)
    ? workerSubnets.flatMap((subnet, index) => {
        const first = workerSubnets.indexOf(subnet);
        return when(
          first !== index,
          ['worker_subnets', index],
          `must not name a subnet twice: worker_subnets[${first}] is the same`,
        );
      })
    : [];

const poolOfEcsWorker: Rule = ({ workerType, workerWorkPoolName }) =>
  when(
    workerType === 'ecs' && !ECS_POOL_NAME.pattern.test(workerWorkPoolName),
    ['worker_work_pool_name'],
    `must be ${ECS_POOL_NAME.allowed}`,
  );

export const INPUT_RULES: readonly Rule[] = [fargateSizes, subnetsOnce, poolOfEcsWorker];
