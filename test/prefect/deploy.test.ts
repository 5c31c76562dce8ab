import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentsYaml } from '../../src/features/project/deployments-yaml';
import { templateIn } from '../helpers/job-template';
import { withPrefect } from '../helpers/prefect-real';
import { type Answer, PrefectServer } from '../helpers/prefect-server';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { stackOf } from '../helpers/synthesized';

const REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect-flows-test';

const FLOWS = `from prefect import flow


@flow
def etl(day: str = "yesterday", tables: list[str] = []) -> None:
    """Loads a day."""


@flow
def report() -> None:
    """Says what was loaded."""
`;

/** Every kind of field that deployments have. */
const PROJECT = {
  image_tag: '{{ $GIT_COMMIT }}',
  build: [{ 'prefect.deployments.steps.run_shell_script': { id: 'built', script: 'echo 4711' } }],
  pull: [
    {
      'prefect.deployments.steps.git_clone': {
        id: 'clone',
        repository: 'https://git.example.com/team/flows',
        access_token: '{{ prefect.blocks.secret.github-token }}',
      },
    },
    {
      'prefect.deployments.steps.run_shell_script': {
        script: 'pip install .',
        directory: '{{ clone.directory }}',
      },
    },
  ],
  deployments: [
    {
      name: 'nightly',
      entrypoint: 'flows/etl.py:etl',
      description: 'Every night',
      version: '1.4.0',
      tags: ['etl', 'prod'],
      parameters: { day: 'today', tables: ['a', 'b'] },
      schedules: [
        { cron: '0 2 * * *', timezone: 'Europe/Zurich', slug: 'night' },
        { interval: 3600, active: false, parameters: { day: 'now' } },
        { rrule: 'FREQ=WEEKLY;BYDAY=MO' },
      ],
      concurrency_limit: { limit: 1, collision_strategy: 'CANCEL_NEW' },
      work_queue: 'high',
      job_variables: { cpu: 4096, memory: 16_384, env: { MODE: 'full' } },
      attributes: { enforce_parameter_schema: false },
    },
    {
      name: 'weekly',
      entrypoint: 'flows/etl.py:report',
      concurrency_limit: 2,
      job_variables: { image: 'registry.example.com/flows:{{ built.stdout }}' },
      pull: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/opt/flows' } }],
    },
  ],
};

const FIELDS = { aws: { account_id: '111122223333' }, image: { repository: {} }, project: PROJECT };

withPrefect('deployments.yaml', () => {
  let server: PrefectServer;
  let folder: string;

  beforeAll(async () => {
    server = await PrefectServer.start();
    folder = scratchFolder();
    mkdirSync(join(folder, 'flows'));
    writeFileSync(join(folder, 'flows', 'etl.py'), FLOWS);
    await server.api('POST', '/work_pools/', {
      name: 'my-ecs-pool',
      type: 'ecs',
      base_job_template: templateIn(stackOf(FIELDS)),
    });
    await deploy(FIELDS);
  });
  afterAll(() => server?.stop());

  function deploy(fields: object, edit: (text: string) => string = (text) => text): Promise<string> {
    const file = join(folder, 'deployments.yaml');
    writeFileSync(file, edit(deploymentsYaml(environmentOf(fields)) ?? ''));
    return server.prefect(['deploy', '--all', '--prefect-file', file], folder, { GIT_COMMIT: '0f3d5c1' });
  }

  function deployed(name: string): Promise<Answer> {
    return server.api('GET', `/deployments/name/${name}`);
  }

  test('is deployed by the real command as the stack file says', async () => {
    const deployment = await deployed('etl/nightly');
    expect(deployment).toMatchObject({
      description: 'Every night',
      version: '1.4.0',
      tags: ['etl', 'prod'],
      parameters: { day: 'today', tables: ['a', 'b'] },
      enforce_parameter_schema: false,
      work_pool_name: 'my-ecs-pool',
      work_queue_name: 'high',
      concurrency_options: { collision_strategy: 'CANCEL_NEW' },
      global_concurrency_limit: { limit: 1 },
      job_variables: { image: `${REPOSITORY}:0f3d5c1`, cpu: 4096, memory: 16_384, env: { MODE: 'full' } },
    });
    expect(deployment.schedules).toHaveLength(3);
    expect(deployment.schedules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          active: true,
          slug: 'night',
          schedule: expect.objectContaining({ cron: '0 2 * * *', timezone: 'Europe/Zurich' }),
        }),
        expect.objectContaining({ active: false, schedule: expect.objectContaining({ interval: 3600 }) }),
        expect.objectContaining({
          schedule: expect.objectContaining({ rrule: expect.stringContaining('FREQ=WEEKLY;BYDAY=MO') }),
        }),
      ]),
    );
  });

  test('keeps for Prefect what Prefect fills in when a flow run starts', async () => {
    const { pull_steps: steps } = await deployed('etl/nightly');
    expect(steps).toEqual(PROJECT.pull);
  });

  test('takes the tag of an image from a build step, and the pull steps of one deployment', async () => {
    expect(await deployed('report/weekly')).toMatchObject({
      job_variables: { image: 'registry.example.com/flows:4711' },
      global_concurrency_limit: { limit: 2 },
      pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/opt/flows' } }],
    });
  });

  test('would be refused by the server where a job variable has the wrong type, which a stack file is refused for', async () => {
    const withCpu = (cpu: unknown) => {
      const [nightly] = PROJECT.deployments;
      return { ...FIELDS, project: { ...PROJECT, deployments: [{ ...nightly, job_variables: { cpu } }] } };
    };
    expect(() => environmentOf(withCpu('lots'))).toThrow();
    await expect(deploy(withCpu(512), (text) => text.replace('cpu: 512', 'cpu: lots'))).rejects.toThrow(/lots|cpu/);
  });
});
