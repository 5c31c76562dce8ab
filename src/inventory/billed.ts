import type { Environment } from '../environment/environment';
import { isOnFargate } from '../features/capacity/on-fargate';
import { interfaceEndpoints } from '../features/network/endpoint-inventory';
import type { FurtherInputs } from '../features/worker/resolve';
import { createdItems } from './inventory';
import { typeOf } from './resource-types';

/** What AWS bills for each hour whether a flow runs or not, in units: prices differ by region and contract. */
export interface Billed {
  /** Of tasks of workers on Fargate, at their desired count. */
  readonly vcpu: number;
  readonly gigabytes: number;
  readonly natGateways: number;
  /** Interface endpoints, each in each of its zones. */
  readonly endpoints: number;
  /** EC2 instances that are always there. */
  readonly instances: number;
}

/**
 * Sources: https://aws.amazon.com/fargate/pricing/ (vCPU and memory of a task), https://aws.amazon.com/vpc/pricing/ (a
 * NAT gateway), https://aws.amazon.com/privatelink/pricing/ (an endpoint in each zone).
 */
export function billedByTheHour(environment: Environment): Billed {
  const { instances, network } = environment;
  const tasks = tasksOnFargate(environment);
  const subnets = network.create?.subnets[network.create.tasksIn];
  return {
    vcpu: sum(tasks.map(({ count, cpu }) => (count * cpu) / 1024)),
    gigabytes: sum(tasks.map(({ count, memory }) => (count * memory) / 1024)),
    natGateways: createdItems(environment).filter(({ address }) => typeOf(address) === 'aws_nat_gateway').length,
    endpoints: interfaceEndpoints(environment).length * (subnets?.length ?? 0),
    instances: instances?.minSize ?? 0,
  };
}

export function billedInWords({ vcpu, gigabytes, natGateways, endpoints, instances }: Billed): string {
  const parts = [
    [vcpu, 'vCPU'],
    [gigabytes, 'GB of memory'],
    [instances, instances === 1 ? 'instance' : 'instances'],
    [natGateways, natGateways === 1 ? 'NAT gateway' : 'NAT gateways'],
    [endpoints, endpoints === 1 ? 'interface endpoint' : 'interface endpoints'],
  ] as const;
  const billed = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return billed.length === 0 ? 'nothing' : billed.join(', ');
}

interface Tasks {
  readonly count: number;
  readonly cpu: number;
  readonly memory: number;
}

function tasksOnFargate({ inputs, capacity, service, workers }: Environment): Tasks[] {
  const all = [{ capacity, service, inputs: {} as FurtherInputs }, ...Object.values(workers)];
  return all
    .filter((worker) => worker.service.create && isOnFargate(worker))
    .map(({ inputs: own }) => ({
      count: own.workerDesiredCount ?? inputs.workerDesiredCount,
      cpu: own.workerCpu ?? inputs.workerCpu,
      memory: own.workerMemory ?? inputs.workerMemory,
    }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
