import type { Environment } from '../environment/environment';
import { isOnFargate } from '../features/capacity/on-fargate';
import { interfaceEndpoints } from '../features/network/endpoint-inventory';
import { workersOf } from '../features/workers/workers-of';
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

/**
 * In USD, of us-east-1 on Linux: other regions cost up to a half more, Spot less. Sources: the pages above, and for a
 * NAT gateway and an endpoint https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/privatelink/pricing/.
 */
const LIST_PRICES = {
  X86_64: { vcpu: 0.04048, gigabyte: 0.004445 },
  ARM64: { vcpu: 0.03238, gigabyte: 0.00356 },
  natGateway: 0.045,
  endpoint: 0.01,
};

/** What the same costs in USD, at the list prices of us-east-1 and without instances, whose prices differ by type. */
export function listPriceByTheHour(environment: Environment): number {
  const { natGateways, endpoints } = billedByTheHour(environment);
  const ofTasks = tasksOnFargate(environment).map(({ count, cpu, memory, architecture }) => {
    const { vcpu, gigabyte } = LIST_PRICES[architecture];
    return (count * (cpu * vcpu + memory * gigabyte)) / 1024;
  });
  return sum([...ofTasks, natGateways * LIST_PRICES.natGateway, endpoints * LIST_PRICES.endpoint]);
}

interface Tasks {
  readonly architecture: 'X86_64' | 'ARM64';
  readonly count: number;
  readonly cpu: number;
  readonly memory: number;
}

function tasksOnFargate(environment: Environment): Tasks[] {
  return workersOf(environment)
    .filter((worker) => worker.service.create && isOnFargate(worker))
    .map(({ container: { architecture }, desiredCount: count, cpu, memory }) => ({
      architecture: architecture === 'ARM64' ? 'ARM64' : 'X86_64',
      count,
      cpu,
      memory,
    }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
