import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { command } from '../helpers/command';
import { withPrefect } from '../helpers/prefect-real';
import { PREFECT_BIN } from '../helpers/prefect-tools';
import { scratchFolder } from '../helpers/stack-files';

withPrefect('the template of prefect-aws', () => {
  const described = (what: string) => resolve('test', 'adopt', 'cloudformation', `prefect-aws-${what}.json`);

  test('gives a valid stack file, from it and from what describes its stack', () => {
    const folder = scratchFolder();
    const stack = ['--stack', described('stack'), '--stack', described('resources')];
    const { status, stdout, stderr } = command(['adopt', template(), 'prod', ...stack, '--dir', folder]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('WorkerService99815FA9, created by CloudFormation.');
    expect(parse(readFileSync(join(folder, 'stacks', 'prod.yaml'), 'utf8'))).toMatchObject({
      worker_work_pool_name: 'ecs-pool',
      worker_task_role_arn: 'arn:aws:iam::111122223333:role/ecs-pool-task-role',
      prefect: { work_queues: ['default'] },
      api_key: { secret_arn: expect.stringContaining(':secret:prefect-api-key-') },
      cluster: { existing: 'main' },
      network: { create_security_group: false },
      capacity: { type: 'provider', provider: 'FARGATE' },
      crash_detection: { existing_queue: 'ecs-pool-ecs-events' },
      service: { enable_execute_command: true },
      names: { service: 'ecs-pool-workers', log_group: expect.stringMatching(/^\/ecs\/ecs-pool\//) },
    });
  });
});

/** In the packages of the one version of Python that is installed. */
function template(): string {
  const lib = join(PREFECT_BIN, '..', 'lib');
  const [python = ''] = readdirSync(lib);
  return join(lib, python, 'site-packages', 'prefect_aws', 'templates', 'ecs', 'service.json');
}
