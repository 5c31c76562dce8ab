import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { doctor, examined, examinedLater, found, SECRET } from '../helpers/doctor';
import { Emulator } from '../helpers/emulator';
import { networkWithNames } from '../helpers/prefect-network';
import { runOutput, templateOf } from '../helpers/prefect-pool';
import { withPrefect } from '../helpers/prefect-real';
import { Recording } from '../helpers/prefect-recording';
import { PrefectServer, waitFor } from '../helpers/prefect-server';
import { type AppliedStack, applied, generated, workerDefinition } from '../helpers/prefect-stack';
import { PrefectWorker } from '../helpers/prefect-worker';

const AUTH_STRING = `admin:${SECRET}`;
const POOL = 'my-ecs-pool';
const NAME = 'prefect-worker-self-hosted';
const LOG_GROUP = 'prefect-worker-log-group-self-hosted';

withPrefect('doctor, of an applied stack whose Prefect server asks for an auth string', () => {
  let emulator: Emulator;
  let recording: Recording;
  let ofWorker: Recording;
  let server: PrefectServer;
  let stack: AppliedStack;
  let worker: PrefectWorker | undefined;
  let fields: object;

  beforeAll(async () => {
    [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start({ authString: AUTH_STRING })]);
    [recording, ofWorker] = await Promise.all([Recording.start(emulator), Recording.start(emulator)]);
    // A task of the emulator goes on by a state each time it is described: here it runs until it is stopped.
    await fetch(`${emulator.endpoint}/moto-api/state-manager/set-transition`, {
      method: 'POST',
      body: JSON.stringify({ model_name: 'ecs::task', transition: { progression: 'manual', times: 100_000 } }),
    });
    const network = await networkWithNames(emulator);
    fields = {
      vpc_id: network.vpcId,
      worker_subnets: network.subnets,
      worker_work_pool_name: POOL,
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      prefect: { api_url: server.apiUrl, auth: 'auth_string' },
      flow_runs: { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:1' },
    };
    stack = await applied('self-hosted', fields, {
      ...emulator.variables,
      TF_VAR_prefect_api_auth_string: AUTH_STRING,
    });
  });
  afterAll(async () => {
    await worker?.stop();
    await server?.stop();
    recording?.stop();
    ofWorker?.stop();
    emulator?.stop();
  });

  /** What is found of Prefect, and in the worker's log; the network has no way out here. */
  async function problems(folder = stack.folder): Promise<string[]> {
    const report = await examined(folder, recording.variables);
    return ofPrefect(report);
  }

  function ofPrefect({ findings, ...report }: Awaited<ReturnType<typeof examined>>): string[] {
    return found({
      ...report,
      findings: findings.filter(({ part, subject }) => part === 'Prefect' || subject === 'worker: log'),
    });
  }

  test('finds that there is no work pool, and the line that the worker logs of it', async () => {
    worker = await start();
    await waitFor('the worker to miss its pool', async () => worker?.output.includes('not found!'));
    await log(worker.output);
    expect(await problems()).toEqual(['problem pool-not-found', 'problem pool-not-found']);
    await worker.stop();
    worker = undefined;
  });

  describe('of a worker that does not run', () => {
    beforeAll(() => runOutput(server, stack, 'prefect_work_pool_create_command'));

    test('finds that nothing polls the pool, and leads to the page', async () => {
      expect(await problems()).toContain('problem pool-not-polled');
      const { output, status } = await doctor(['--folder', stack.folder], recording.variables);
      expect(output).toContain(`page:  ${stack.folder}/README.md#verify`);
      expect(status).toBe(1);
    });

    test('finds flow runs that are Late for that', async () => {
      const run = await lateRun();
      await waitFor('the run to be Late', async () => (await stateOf(run)).name === 'Late');
      expect(await problems()).toContain('problem late-not-polled');
    });

    test('finds a run that waits for the concurrency limit of its deployment', async () => {
      const id = await deployment({ name: 'limited', concurrency_limit: 1 });
      const runs = [await scheduled(id), await scheduled(id)];
      for (const one of runs) {
        await server.api('POST', `/flow_runs/${one}/set_state`, { state: { type: 'PENDING', name: 'Pending' } });
      }
      expect((await stateOf(runs[1] as string)).name).toBe('AwaitingConcurrencySlot');
      expect(await problems()).toContain('warning waits-for-slot');
      for (const one of runs) await setState(one, { type: 'CANCELLED', name: 'Cancelled' });
      expect(await problems()).not.toContain('warning waits-for-slot');
    });

    test('finds runs that nothing executes any more: Running and Cancelling, without a task', async () => {
      const [running = '', cancelling = ''] = [await run('running'), await run('cancelling')];
      await setState(running, { type: 'RUNNING', name: 'Running' });
      await setState(cancelling, { type: 'CANCELLING', name: 'Cancelling' });
      expect(await problems()).not.toContain('warning running-no-task');
      expect(await later()).toEqual(expect.arrayContaining(['warning running-no-task', 'warning cancelling-no-task']));
      for (const id of [running, cancelling]) await setState(id, { type: 'CANCELLED', name: 'Cancelled' });
    });

    test('finds late runs whose work queue was deleted, which no longer have a work pool', async () => {
      await server.prefect(['work-queue', 'create', 'gone', '--pool', POOL]);
      const id = await scheduled(await deployment({ name: 'gone', work_queue_name: 'gone' }));
      await setState(id, { type: 'SCHEDULED', name: 'Late' });
      expect(await problems()).not.toContain('warning late-queue-deleted');
      await server.api('DELETE', `/work_pools/${POOL}/queues/gone`);
      expect(await problems()).toContain('warning late-queue-deleted');
      await setState(id, { type: 'CANCELLED', name: 'Cancelled' });
    });

    test('finds that the pool is paused, and flow runs that are Late for that', async () => {
      await change({ is_paused: true });
      expect(await problems()).toEqual(expect.arrayContaining(['problem pool-paused', 'problem late-pool-paused']));
      await change({ is_paused: false });
    });
  });

  describe('of a worker that polls', () => {
    beforeAll(async () => {
      await change({ is_paused: false, concurrency_limit: 0 });
      worker = await start();
      await waitFor('the pool to be ready', async () => (await pool()).status === 'READY');
    });

    test('finds no problem with the pool, and that its limit holds flow runs back', async () => {
      const report = await problems();
      expect(report.filter((line) => line.includes('pool-not-polled') || line.includes('template'))).toEqual([]);
      expect(report).toContain('problem late-limit');
    });

    test('finds that a paused queue holds them back', async () => {
      await queue({ is_paused: true });
      await change({ concurrency_limit: null });
      expect(await problems()).toContain('problem late-queue-paused');
    });

    test('finds a run whose task does not begin, and why the task stopped', async () => {
      await queue({ is_paused: false });
      const arn = await waitFor('a task', async () => {
        const { taskArns = [] } = await ecs().send(new ListTasksCommand({ cluster: NAME }));
        return taskArns[0];
      });
      await waitFor('no run to be Late', async () => !(await problems()).some((line) => line.includes('late')));
      expect(await problems()).not.toContain('problem pending-task-starts');
      expect(await later()).toContain('problem pending-task-starts');
      await ecs().send(new StopTaskCommand({ cluster: NAME, task: arn, reason: 'something that nobody knows' }));
      expect(await later()).toContain('problem pending-task-stopped');
      await ecs().send(
        new StopTaskCommand({ cluster: NAME, task: arn, reason: 'CannotPullContainerError: … 403 Forbidden' }),
      );
      expect(await later()).toContain('problem image-denied');
    });

    test('finds a run that has no task', async () => {
      await setState(await run('no task'), { type: 'PENDING', name: 'Pending' });
      expect(await later()).toContain('problem pending-no-task');
    });

    test.each([
      ['role-not-passable', 'AccessDeniedException: not authorized to perform: iam:PassRole on resource: x'],
      ['crashed', 'Flow run infrastructure exited with non-zero status code.'],
    ])('finds why a run crashed: %s', async (id, message) => {
      await setState(await run(id), { type: 'CRASHED', name: 'Crashed', message });
      expect(await problems()).toContain(`warning ${id}`);
    });

    test('finds in the log of a failed run that it has no credentials, and takes a fault of the flow for none', async () => {
      const failed = await run('failed');
      await setState(failed, {
        type: 'FAILED',
        name: 'Failed',
        message: 'Flow run encountered an exception: ValueError',
      });
      const before = await problems();
      const line = { name: 'prefect.flow_runs', level: 40, timestamp: new Date().toISOString(), flow_run_id: failed };
      await server.api('POST', '/logs/', [
        { ...line, message: 'NoCredentialsError: Unable to locate credentials' },
      ] as object);
      await waitFor('the line', async () => (await problems()).includes('warning no-credentials'));
      expect(before).not.toContain('warning no-credentials');
    });
  });

  describe('of the template of the pool', () => {
    test('finds that somebody edited it, and where', async () => {
      const template = templateOf(stack);
      template.variables.properties.cpu.default = 4096;
      await change({ base_job_template: template });
      const { findings } = await examined(stack.folder, recording.variables);
      expect(findings.find(({ id }) => id === 'template-differs')).toMatchObject({
        status: 'warning',
        seen: expect.stringContaining('differs at variables.properties.cpu.default'),
      });
    });

    test('finds the one that Prefect creates by default', async () => {
      const text = await server.prefect(['work-pool', 'get-default-base-job-template', '--type', 'ecs']);
      await change({ base_job_template: JSON.parse(text) });
      expect(await problems()).toContain('problem default-template');
    });
  });

  describe('of what a stack file says before an apply', () => {
    /** The folder of a stack that was not applied, whose credential is this secret. */
    async function folder(name: string, changed: object, value = AUTH_STRING): Promise<string> {
      const secrets = emulator.client(SecretsManagerClient);
      const { ARN } = await secrets.send(new CreateSecretCommand({ Name: `team/${name}`, SecretString: value }));
      return generated(name, { ...fields, api_key: { secret_arn: ARN }, ...changed });
    }

    test('finds that the server refuses the credential', async () => {
      expect(await problems(await folder('refused', {}, `admin:wrong-${SECRET}`))).toEqual(['problem unauthorized']);
    });

    test('finds that the URL is not that of an API', async () => {
      const api_url = server.apiUrl.replace(/api$/, 'elsewhere/api');
      expect(await problems(await folder('elsewhere', { prefect: { api_url, auth: 'auth_string' } }))).toEqual([
        'problem api-wrong',
      ]);
    });

    test('finds a pool of another type', async () => {
      await server.api('POST', '/work_pools/', { name: 'process', type: 'process' });
      expect(await problems(await folder('type', { worker_work_pool_name: 'process' }))).toContain('problem pool-type');
    });

    test('finds that the pool lacks a work queue that the worker polls: the server answers it 404 for all', async () => {
      const prefect = { api_url: server.apiUrl, auth: 'auth_string', work_queues: ['default', 'nightly'] };
      const scheduled = server.api('POST', `/work_pools/${POOL}/get_scheduled_flow_runs`, {
        work_queue_names: prefect.work_queues,
      });
      await expect(scheduled).rejects.toThrow(/404 .*nightly' not found/);
      const there = await folder('queues', { prefect });
      expect(await problems(there)).toContain('problem work-queue-missing');
      await server.prefect(['work-queue', 'create', 'nightly', '--pool', POOL]);
      expect(await problems(there)).not.toContain('problem work-queue-missing');
    });

    test('takes a pool that does not exist yet for right', async () => {
      const report = await examined(await folder('none', { worker_work_pool_name: 'none' }), recording.variables);
      expect(ofPrefect(report)).toEqual([]);
      expect(report.findings.map(({ seen }) => seen).join('\n')).toContain('none does not exist; create it after');
    });
  });

  test('only reads', () => {
    const reading = /:(?:Describe|List|Get|Filter|BatchGet|Head)/;
    expect(recording.actions.filter((action) => !reading.test(action))).toEqual([]);
  });

  const ecs = () => emulator.client(ECSClient);
  const pool = () => server.api('GET', `/work_pools/${POOL}`);
  const change = (body: object) => server.api('PATCH', `/work_pools/${POOL}`, body);
  const queue = (body: object) => server.api('PATCH', `/work_pools/${POOL}/queues/default`, body);
  const later = async () => ofPrefect(await examinedLater(stack.folder, recording.variables, 10));
  const stateOf = async (id: string) => (await server.api('GET', `/flow_runs/${id}`)).state;
  const setState = (id: string, state: object) =>
    server.api('POST', `/flow_runs/${id}/set_state`, { state, force: true });

  async function start(): Promise<PrefectWorker> {
    return PrefectWorker.start(
      { emulator, recording: ofWorker, definition: await workerDefinition(emulator, stack) },
      {},
    );
  }

  async function deployment(other: object = {}): Promise<string> {
    const { id } = await server.api('POST', '/flows/', { name: 'my-flow' });
    const whole = { name: 'd', flow_id: id, work_pool_name: POOL, entrypoint: 'my_flow.py:my_flow', path: '/' };
    const body = { ...whole, ...other };
    return (await server.api('POST', '/deployments/', body)).id;
  }

  /** A run that should have begun a while ago. */
  async function lateRun(): Promise<string> {
    return scheduled(await deployment(), new Date(Date.now() - 120_000));
  }

  async function scheduled(of: string, at = new Date()): Promise<string> {
    const state = { type: 'SCHEDULED', state_details: { scheduled_time: at.toISOString() } };
    return (await server.api('POST', `/deployments/${of}/create_flow_run`, { state })).id;
  }

  /** A run that no worker takes. */
  async function run(name: string): Promise<string> {
    const state = { type: 'PENDING', name: 'Pending' };
    return (await server.api('POST', `/deployments/${await deployment()}/create_flow_run`, { name, state })).id;
  }

  /** Puts lines where the log driver would. */
  async function log(text: string): Promise<void> {
    const logs = emulator.client(CloudWatchLogsClient);
    const stream = { logGroupName: LOG_GROUP, logStreamName: `${NAME}/${NAME}/0123456789abcdef0123456789abcdef` };
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const timestamp = Date.now();
    await logs.send(new CreateLogStreamCommand(stream));
    await logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: lines.map((message) => ({ timestamp, message })) }),
    );
  }
});
