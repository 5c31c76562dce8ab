import { entryOf } from '../../src/catalogue/entry';
import { catalogueTable } from '../../src/catalogue/table';
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
