import { join, resolve } from 'node:path';
import { withPrefect } from '../helpers/prefect-real';
import { run } from '../helpers/run';
import { folderOf, REQUIRED } from '../helpers/stack-files';

/** An apply, a server, a worker, a flow run and a destroy, where other tests run beside them. */
const PATIENCE = 600_000;

jest.setTimeout(PATIENCE);

/** Those of the checkout belong to whoever adopted it. */
function stacksOf(...names: readonly string[]): string {
  return join(folderOf(Object.fromEntries(names.map((name) => [`stacks/${name}.yaml`, REQUIRED]))), 'stacks');
}

function tryOut(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ['--import', 'tsx', resolve('test', 'try.ts'), ...args], {
    env: { ...process.env, ...env },
    timeout: PATIENCE,
  });
}

withPrefect('npm run try', () => {
  test('leads from a stack file to a flow run that ended, in any region, and takes everything down', async () => {
    const { status, output } = await tryOut(['--stacks', stacksOf('dev', 'blue'), '--region', 'eu-west-1']);
    const lines = output.split('\n').filter((line) => !line.startsWith('Installed '));
    expect([status, lines]).toEqual([0, expect.arrayContaining(SHOWN)]);
    const steps = lines.filter((line) => line.startsWith('▸ '));
    expect(steps).toEqual([...STEPS, expect.stringMatching(/^▸ Done in \d+ s$/)]);
  });
});

const STEPS = [
  '▸ Synthesizing dev',
  '▸ Starting an AWS emulator and a Prefect server',
  '▸ terraform apply, in eu-west-1',
  '▸ Creating the work pool, with the command of the output prefect_work_pool_create_command',
  '▸ Starting the worker, as its task definition says',
  '▸ prefect deploy --all',
  '▸ prefect deployment run my-flow/dev-ecs-test',
  '▸ The flow run ended as Completed',
  '▸ terraform destroy',
];

const SHOWN = [
  '    cluster prefect-worker-dev',
  '    service prefect-worker-dev',
  '    secret prefect-api-key-dev',
  '    queue prefect-worker-events-dev',
  "    Deployment step 'git_clone' completed successfully",
  '    Hello from ECS!',
  '    your git host: a repository on this machine, which the flow run cloned',
  '    task definition prefect-worker-dev:1',
];

test('npm run try says what is missing, and where to get it', async () => {
  const { status, output } = await tryOut([], { PATH: '/nowhere' });
  expect([status, output]).toEqual([
    1,
    [
      'npm run try needs what is missing here:',
      '  Terraform 1.11 or newer (terraform: https://developer.hashicorp.com/terraform/install)',
      "  the AWS emulator (moto_server: pip install 'moto[server]')",
      '  Python 3.10 or newer, which installs Prefect (python3)',
      '  git',
      '',
    ].join('\n'),
  ]);
});

test('npm run try leads from a wrong use to the right one', async () => {
  const { status, output } = await tryOut(['dev', 'prod']);
  expect([status, output]).toEqual([2, expect.stringContaining('Usage: npm run try -- [ENV] [--stacks DIR]')]);
});

test('npm run try lists the environments that there are', async () => {
  const { status, output } = await tryOut(['nowhere', '--stacks', stacksOf('prod', 'blue')]);
  expect([status, output]).toEqual([
    1,
    expect.stringMatching(/stacks\n {4}has no environment nowhere\n {4}→ allowed: blue, prod\n/),
  ]);
});

test.each([
  [['prod', 'dev'], 'dev'],
  [['prod', 'blue'], 'blue'],
])('npm run try, with the environments %j and none named, begins with %s', async (names, first) => {
  // It is refused before anything is started.
  const { output } = await tryOut(['--stacks', stacksOf(...names), '--region', 'nowhere']);
  expect(output).toMatch(new RegExp(`^▸ Synthesizing ${first}\n.*region: "nowhere"`, 's'));
});
