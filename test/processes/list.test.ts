import { loadEnvironments } from '../../src/environment/load';
import { command } from '../helpers/command';
import { EXAMPLES } from '../helpers/examples';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

describe('list', () => {
  test('prints a table without a frame, a line an environment', () => {
    const { status, stdout, stderr } = command(['list', '--stacks', EXAMPLES]);
    const [head, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect({ status, stderr, head: head?.slice(0, 3) }).toEqual({
      status: 0,
      stderr: '',
      head: ['ENVIRONMENT', 'REGION', 'ACCOUNT'],
    });
    expect(rows.map(([name]) => name)).toEqual(loadEnvironments(EXAMPLES).map(({ name }) => name));
    expect(rows.find(([name]) => name === 'spot-arm')).toEqual([
      'spot-arm',
      'us-east-1',
      '-',
      'hardened',
      'ecs-pool-spot, ecs-pool-reports',
      'fargate_spot',
      '3 x 256/1024',
    ]);
  });

  test('with --json prints the same by the names of the fields', () => {
    const [dev] = JSON.parse(command(['list', '--json', '--stacks', stacks]).stdout).environments;
    expect(dev).toMatchObject({ name: 'dev', region: REQUIRED.region, worker_cpu: 1024, work_pools: ['my-ecs-pool'] });
  });
});
