import { parse } from 'yaml';
import { createdItems } from '../../../src/inventory/inventory';
import { fencedBlocksOf, sectionsOf } from '../../helpers/markdown';
import { environmentOf } from '../../helpers/stack-files';
import { runbookOf, stackOf } from '../../helpers/synthesized';

/** A pool of its own, the first one's, a pool of its own by another name, and the first of these again. */
const WORKERS = {
  gpu: { worker_work_pool_name: 'gpu-pool' },
  more: { worker_work_pool_name: 'my-ecs-pool' },
  night: { worker_work_pool_name: 'night-pool' },
  spare: { worker_work_pool_name: 'gpu-pool' },
};

const outputsAbout = (pattern: RegExp, fields: object) =>
  Object.keys(stackOf(fields).output).filter((name) => pattern.test(name));

test('each work pool has its template and its commands, once, under the worker that polls it first', () => {
  const names = outputsAbout(/^prefect_(base_job|work_pool)/, { workers: WORKERS });
  expect(names.sort()).toEqual(
    ['', '_gpu', '_night']
      .flatMap((end) => [`prefect_base_job_template${end}`])
      .concat(
        ['', '_gpu', '_night'].map((end) => `prefect_work_pool_create_command${end}`),
        ['', '_gpu', '_night'].map((end) => `prefect_work_pool_update_command${end}`),
      ),
  );
});

test('the commands of a further pool use its name, its template and a file of its own', () => {
  const { output } = stackOf({ workers: WORKERS });
  expect(output['prefect_work_pool_create_command_gpu']?.['value']).toBe(
    'terraform output -raw prefect_base_job_template_gpu > .terraform/base-job-template-gpu.json && prefect work-pool create ${var.gpu_worker_work_pool_name} --type ecs --base-job-template .terraform/base-job-template-gpu.json',
  );
  expect(output['prefect_base_job_template_gpu']).toMatchObject({
    value: '${local.prefect_base_job_template}',
    sensitive: true,
  });
});

test('workers of one pool share its template', () => {
  const names = outputsAbout(/^prefect_(base_job|work_pool)/, { workers: { second: { worker_cpu: 512 } } });
  expect(names).toHaveLength(3);
});

describe('managed pools', () => {
  const MANAGED = { work_pool: 'managed', workers: WORKERS };

  test('are created each, with the name that its worker polls', () => {
    const { resource } = stackOf(MANAGED);
    expect(resource['prefect_work_pool']).toEqual({
      prefect_worker_pool: {
        name: '${var.worker_work_pool_name}',
        type: '${var.worker_type}',
        base_job_template: '${local.prefect_base_job_template}',
      },
      prefect_worker_pool_gpu: {
        name: '${var.gpu_worker_work_pool_name}',
        type: '${var.worker_type}',
        base_job_template: '${local.prefect_base_job_template}',
      },
      prefect_worker_pool_night: {
        name: '${var.night_worker_work_pool_name}',
        type: '${var.worker_type}',
        base_job_template: '${local.prefect_base_job_template}',
      },
    });
  });

  test('stay paused where the stack file says what the runbook says', () => {
    const pause = sectionsOf(runbookOf(MANAGED)).get('Pause') as string;
    const [fields] = fencedBlocksOf(pause, 'yaml').map((block) => parse(block));
    const pools = stackOf({ ...MANAGED, ...fields }).resource['prefect_work_pool'] ?? {};
    expect(Object.values(pools)).toHaveLength(3);
    expect(Object.values(pools).filter(({ paused }) => paused !== true)).toEqual([]);
  });

  test('that the apply does not manage have nothing to set for that', () => {
    expect(sectionsOf(runbookOf({ workers: WORKERS })).get('Pause')).not.toContain('overrides');
  });

  test('are in the inventory, by their names in Prefect', () => {
    const pools = createdItems(environmentOf(MANAGED)).filter(({ address }) =>
      address.startsWith('prefect_work_pool.'),
    );
    expect(pools.map(({ name }) => [name?.text, name?.field])).toEqual([
      ['my-ecs-pool', 'worker_work_pool_name'],
      ['gpu-pool', 'workers.gpu.worker_work_pool_name'],
      ['night-pool', 'workers.night.worker_work_pool_name'],
    ]);
  });

  test('exist before any worker', () => {
    const services = Object.values(stackOf(MANAGED).resource['aws_ecs_service'] ?? {});
    expect(services).toHaveLength(5);
    for (const { depends_on: before } of services) {
      expect(before).toEqual(
        expect.arrayContaining(['', '_gpu', '_night'].map((end) => `prefect_work_pool.prefect_worker_pool${end}`)),
      );
    }
  });

  test('are imported by their names', () => {
    const page = runbookOf(MANAGED);
    expect(page).toContain('terraform import prefect_work_pool.prefect_worker_pool my-ecs-pool\n');
    expect(page).toContain('terraform import prefect_work_pool.prefect_worker_pool_night night-pool\n');
  });
});

describe('the runbook', () => {
  const page = () => runbookOf({ workers: WORKERS });
  const linesWith = (text: string) =>
    page()
      .split('\n')
      .filter((line) => line.includes(text))
      .map((line) => line.trim());

  test('begins with all work pools', () => {
    expect(page()).toContain(
      'the Prefect workers for the work pools `my-ecs-pool`, `gpu-pool` and `night-pool`. They run',
    );
  });

  test.each([
    ['prefect work-pool inspect', 7],
    // In Pause, and in Destroy.
    ['prefect work-pool pause', 6],
    ['prefect work-pool resume', 3],
    ['terraform output -raw prefect_work_pool_create_command', 3],
    ['terraform output -raw prefect_work_pool_update_command', 3],
  ])('has %s for each of them', (command, times) => {
    expect(linesWith(command)).toHaveLength(times);
  });

  test('says how many tasks of each service run', () => {
    const page = runbookOf({ workers: { gpu: { worker_desired_count: 4 } } });
    expect(page).toContain('`running` equal to `desired` (1, of gpu 4 in the stack file)');
  });
});
