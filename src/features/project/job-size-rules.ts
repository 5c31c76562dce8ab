import { faultAt, type Rule, when } from '../../environment/rule';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords } from '../../values/limits/fargate';
import { fewCpuUnits, fewMebibytes } from '../../values/sizes';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { ofDeployments } from './of-deployments';

/** Those of the first work pool; another pool may run elsewhere. */
const sizesOnFargate: Rule = ofDeployments(({ jobVariables, workPool }, path, { flowRuns, inputs }) => {
  const { cpu = flowRuns?.cpu, memory = flowRuns?.memory, launch_type, capacity_provider_strategy } = jobVariables;
  const isElsewhere = (workPool ?? inputs.workerWorkPoolName) !== inputs.workerWorkPoolName;
  const isGiven = 'cpu' in jobVariables || 'memory' in jobVariables;
  const hasOwnCapacity = launch_type !== undefined || capacity_provider_strategy !== undefined;
  if (flowRuns === undefined || isElsewhere || hasOwnCapacity || !isGiven || flowRunsOnInstances(flowRuns.capacity)) {
    return [];
  }
  if (typeof cpu !== 'number' || typeof memory !== 'number') return [];
  const at = (name: string) => [...path, 'job_variables', ...(name in jobVariables ? [name] : [])];
  if (!FARGATE_CPU.includes(cpu)) {
    return faultAt(
      at('cpu'),
      `is not available on Fargate; allowed, in units of 1/1024 vCPU: ${FARGATE_CPU.join(', ')}`,
      fewCpuUnits(cpu) ?? 'set one of these',
    );
  }
  return when(
    !FARGATE_MEMORY_BY_CPU.get(cpu)?.includes(memory),
    at('memory'),
    `has ${memory} MiB, which is not available on Fargate with ${cpu} units of CPU; allowed: ${fargateMemoryInWords(cpu)}`,
    fewMebibytes(memory) ?? 'set cpu and memory that Fargate has together',
  );
});

export const JOB_SIZE_RULES: readonly Rule[] = [sizesOnFargate];
