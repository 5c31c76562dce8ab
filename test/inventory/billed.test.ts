import { billedByTheHour, listPriceByTheHour } from '../../src/inventory/billed';
import { environmentOf } from '../helpers/stack-files';

describe('billed by the hour', () => {
  test('are all workers on Fargate at their desired count, each with what it inherits', () => {
    const workers = { reports: { worker_work_pool_name: 'reports', worker_cpu: 2048, worker_memory: 4096 } };
    const environment = environmentOf({ worker_desired_count: 3, worker_cpu: 512, worker_memory: 1024, workers });
    expect(billedByTheHour(environment)).toMatchObject({ vcpu: 3 * 0.5 + 3 * 2, gigabytes: 3 * 1 + 3 * 4 });
  });

  test('is no worker without a service, and none on instances, which are billed themselves', () => {
    expect(billedByTheHour(environmentOf({ service: { create: false } }))).toMatchObject({ vcpu: 0, gigabytes: 0 });
    const onInstances = environmentOf({ capacity: { type: 'ec2', ec2: { min_size: 2 } } });
    expect(billedByTheHour(onInstances)).toMatchObject({ vcpu: 0, gigabytes: 0, instances: 2 });
  });

  test.each([
    ['single', 1],
    ['per_az', 2],
  ])('with nat: %s are %d NAT gateways in two zones', (nat, count) => {
    const create = { cidr_block: '10.0.0.0/16', availability_zones: 2, nat };
    const environment = environmentOf({ vpc_id: null, worker_subnets: null, network: { create } });
    expect(billedByTheHour(environment).natGateways).toBe(count);
  });

  test('is each interface endpoint in each zone', () => {
    const of = (zones: number) => {
      const create = { cidr_block: '10.0.0.0/16', availability_zones: zones, endpoints: ['kms'] };
      return billedByTheHour(environmentOf({ vpc_id: null, worker_subnets: null, network: { create } })).endpoints;
    };
    expect(of(3)).toBeGreaterThan(3);
    expect(of(3) / 3).toBe(of(2) / 2);
  });
});

describe('the list price by the hour', () => {
  const priceOf = (fields: object) =>
    listPriceByTheHour(environmentOf({ worker_cpu: 1024, worker_memory: 2048, ...fields }));

  test('is that of each task, less on ARM64', () => {
    expect(priceOf({})).toBeCloseTo(0.04048 + 2 * 0.004445, 6);
    expect(priceOf({ worker_desired_count: 3 })).toBeCloseTo(3 * priceOf({}), 6);
    expect(priceOf({ worker: { architecture: 'arm64' } })).toBeCloseTo(0.03238 + 2 * 0.00356, 6);
  });

  test('counts NAT gateways, and no task on instances', () => {
    const create = { cidr_block: '10.0.0.0/16', availability_zones: 2, nat: 'per_az' };
    const network = { vpc_id: null, worker_subnets: null, network: { create } };
    expect(priceOf(network) - priceOf({})).toBeCloseTo(2 * 0.045, 6);
    expect(priceOf({ capacity: { type: 'ec2' } })).toBe(0);
  });
});
