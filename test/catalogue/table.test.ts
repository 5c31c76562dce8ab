import { entryOf } from '../../src/catalogue/entry';
import { catalogueTable } from '../../src/catalogue/table';
import { billedByTheHour } from '../../src/inventory/billed';
import { environmentOf } from '../helpers/stack-files';

/** The cells of a table's row, by the head of its column. */
function rowOf(table: string, name: string): Record<string, string> {
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  const cells = (line: string) =>
    line
      .slice(2, -2)
      .split(/(?<!\\) \| /)
      .map((cell) => cell.trim());
  const head = cells(rows[0] as string);
  const row = cells(rows.find((line) => line.includes(`[${name}]`)) as string);
  expect(row).toHaveLength(head.length);
  return Object.fromEntries(head.map((title, index) => [title, row[index] as string]));
}

test('the catalogue has a row for each environment, with links to its page and its picture', () => {
  const dev = environmentOf({ worker_cpu: 256, worker_memory: 1024, aws: { account_id: '111122223333' } }, 'dev');
  const prod = environmentOf({ worker_desired_count: 2, capacity: { type: 'fargate_spot' } }, 'prod');
  const table = catalogueTable([dev, prod].map(entryOf));
  expect(rowOf(table, 'dev')).toMatchObject({
    Environment: '[dev](stacks/dev/README.md) ([diagram](stacks/dev/diagram.svg))',
    Account: '111122223333',
    Capacity: '`fargate`',
    Workers: '1 x 256 CPU units, 1024 MiB',
    'Billed by the hour': '0.25 vCPU, 1 GB of memory',
  });
  expect(rowOf(table, 'prod')).toMatchObject({
    Account: '-',
    Capacity: '`fargate_spot`',
    Workers: '2 x 1024 CPU units, 2048 MiB',
    'Billed by the hour': '2 vCPU, 4 GB of memory',
  });
});

test('text of a stack file cannot end a cell', () => {
  const pool = 'a | b';
  const table = catalogueTable([
    entryOf(environmentOf({ worker_type: 'process', worker_work_pool_name: pool }, 'dev')),
  ]);
  expect(rowOf(table, 'dev')['Work pools']).toBe('a \\| b');
});

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
