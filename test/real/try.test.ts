import { resolve } from 'node:path';
import { real } from '../helpers/real';
import { run } from '../helpers/run';

function tryOut(env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ['--import', 'tsx', resolve('test', 'try.ts')], {
    env: { ...process.env, ...env },
  });
}

real('npm run try', () => {
  test('deploys dev, shows it, and takes it down', async () => {
    const { status, output } = await tryOut();
    expect(output.split('\n')).toEqual([
      '▸ Starting the AWS emulator',
      '▸ Making a VPC with two subnets',
      '▸ cdktf deploy dev (about half a minute)',
      '  There is now:',
      '    cluster prefect-worker-dev',
      '    service prefect-worker-dev',
      expect.stringMatching(/^ {4}role prefect-worker-\w+-role-dev$/),
      expect.stringMatching(/^ {4}role prefect-worker-\w+-role-dev$/),
      '    secret prefect-api-key-dev',
      '    log group prefect-flow-runs-dev',
      '    log group prefect-worker-log-group-dev',
      '    security group prefect-worker-sg-dev',
      '    queue prefect-worker-events-dev',
      '    queue prefect-worker-events-failed-dev',
      '    queue prefect-worker-events-undelivered-dev',
      '    rule prefect-worker-events-dev',
      '    task definition prefect-worker-dev:1',
      '▸ cdktf destroy dev',
      '  All gone, but for what ECS keeps to roll back to:',
      '    task definition prefect-worker-dev:1',
      '',
    ]);
    expect(status).toBe(0);
  });
});

test('npm run try says what is missing, and where to get it', async () => {
  const { status, output } = await tryOut({ PATH: '/nowhere' });
  expect([status, output]).toEqual([
    1,
    [
      'npm run try needs what is missing here:',
      '  Terraform 1.11 or newer (terraform: https://developer.hashicorp.com/terraform/install)',
      "  the AWS emulator (moto_server: pip install 'moto[server]')",
      '',
    ].join('\n'),
  ]);
});
